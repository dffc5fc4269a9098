"""What the case says."""
