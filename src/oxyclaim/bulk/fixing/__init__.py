"""Corrections of claim files that nobody has to be asked for: what a file itself proves, and only that."""
