"""Other programs: tokens, and who is told of what."""
