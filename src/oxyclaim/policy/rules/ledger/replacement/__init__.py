"""Equipment that replaces other equipment."""
