"""Equipment that must come first."""
