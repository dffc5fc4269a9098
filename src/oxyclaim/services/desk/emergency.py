"""Emergency access (45 CFR 164.312(a)(2)(ii)): for an hour somebody may do what other roles may, and says why.

What only managers may do stays with them: accounts, settings. The manager is told, and every step is written down.
"""

import secrets
from datetime import UTC, datetime, timedelta

from oxyclaim.services.desk.kept import Account, SupplierDesk
from oxyclaim.services.desk.shelves import Emergency
from oxyclaim.services.problems import BadInput, Problem

LASTS = timedelta(hours=1)
ROLES = ("intake", "biller", "compliance")
"""The roles whose pages are open to everybody then."""
SHORTEST, LONGEST = 10, 300
"""Characters of a reason."""


def take(desk: SupplierDesk, account: Account, reason: str, now: datetime) -> Emergency:
    """Take it. Raises BadInput where no reason is given."""
    if not SHORTEST <= len(reason.strip()) <= LONGEST:
        message = f"say what the emergency is, in {SHORTEST} to {LONGEST} characters; the manager reads it"
        raise BadInput([Problem("no_reason", message, path="reason")])
    at = now.astimezone(UTC)
    taken = Emergency(
        emergency_id=secrets.token_urlsafe(9),
        account_id=account.account_id,
        name=account.name,
        reason=reason.strip(),
        at=at.isoformat(),
        until=(at + LASTS).isoformat(),
        seen_by=None,
    )
    desk.begin_emergency(taken)
    return taken
