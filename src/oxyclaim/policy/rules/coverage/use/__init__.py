"""What the oxygen is wanted for."""
