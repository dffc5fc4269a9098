"""What became of the case."""
