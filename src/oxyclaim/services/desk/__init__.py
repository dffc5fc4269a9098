"""What people do at the desk, a module a question; ``kept`` says what a store keeps for it."""
