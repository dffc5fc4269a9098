"""Questions about a store, and what is asked of one; ``kept`` says what a store must do."""
