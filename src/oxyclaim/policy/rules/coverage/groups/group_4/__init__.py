"""Group 4."""
