"""The supplier's settings: the same profile that the commands read from a file, kept in the store."""

import json
from typing import Any

from oxyclaim.case.profile import Profile
from oxyclaim.case.profile_reader import profile_of
from oxyclaim.services.desk.kept import SupplierDesk

PROFILE = "profile"


def profile_kept(desk: SupplierDesk) -> Profile | None:
    """The supplier's profile; None where there is none yet."""
    details = json.loads(desk.details() or "{}")
    return profile_of(json.dumps(details[PROFILE]).encode()) if details.get(PROFILE) else None


def details_with(profile: dict[str, Any]) -> str:
    """Settings with this profile, as they are kept."""
    return json.dumps({PROFILE: profile})
