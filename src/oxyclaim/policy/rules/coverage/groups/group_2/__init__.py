"""Group 2."""
