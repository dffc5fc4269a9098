"""The implementation guides that are read."""

PROFESSIONAL = ("005010X222", "005010X222A1", "005010X222A2")
"""GS08 and ST03 of professional claims (837P): the guide, its erratum of 2010 and the one of 2011."""
