"""What parts the patients behind whose other coverage Medicare pays second."""

WORKING_AGED_FROM = 65
"""Age in years from which other coverage through work is that of the working aged, and below which that of the
disabled (42 USC 1395y(b)(1)(A) and (B))."""
