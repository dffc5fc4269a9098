"""Cases with the place where they stand, filled from a profile."""

from dataclasses import replace

from oxyclaim.case.problems import Problem
from oxyclaim.case.profile import NoSuchLocation, Profile, filled
from oxyclaim.case.sourced import Found, SourcedCase


def filled_from(sourced: SourcedCase, profile: Profile | None) -> Found:
    """The case with what the profile says where it says nothing; a problem for a location that the profile lacks."""
    if profile is None:
        return sourced
    try:
        return replace(sourced, case=filled(sourced.case, profile))
    except NoSuchLocation as error:
        return Problem(
            sourced.path,
            sourced.line,
            str(error),
            None,
            "supplier.location",
            error.location,
            "no_location",
            error.known,
        )
