"""The 36 rental months."""
