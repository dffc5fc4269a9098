"""written order."""
