"""The professional claim, 837P (005010X222): a file as frames of claims and service lines, and what is wrong in it."""
