"""Group 3."""
