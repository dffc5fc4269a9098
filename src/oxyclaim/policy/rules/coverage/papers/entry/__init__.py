"""Equipment that was in the home before Medicare began."""
