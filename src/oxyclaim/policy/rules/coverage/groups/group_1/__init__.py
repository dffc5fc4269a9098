"""Group 1."""
