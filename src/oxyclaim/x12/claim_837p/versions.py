"""The implementation guides that are read."""

from oxyclaim.x12.core.checks.envelopes import Wanted

PROFESSIONAL = ("005010X222", "005010X222A1", "005010X222A2")
"""GS08 and ST03 of professional claims (837P): the guide, its erratum of 2010 and the one of 2011."""

CLAIM = Wanted("837", PROFESSIONAL, "professional claim")
