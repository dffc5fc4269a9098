"""Saved views of the list of patients: filters that somebody has given a name."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from oxyclaim.services.desk.kept import ROLES, Account, SupplierDesk
from oxyclaim.services.desk.shelves import SavedView
from oxyclaim.services.desk.states import STATES, WORST_FIRST
from oxyclaim.services.problems import BadInput, Problem

LONGEST, MOST = 40, 20


@dataclass(frozen=True)
class Filters:
    """How a line must stand so that its patient is listed; empty: in any way."""

    state: str = ""
    verdict: str = ""
    owner: str = ""

    @property
    def query(self) -> str:
        """As an address holds them; words that are none are left out."""
        known = {"state": STATES, "verdict": WORST_FIRST, "owner": ROLES}
        given = {name: getattr(self, name) for name, words in known.items() if getattr(self, name) in words}
        return urlencode(given)


def save(desk: SupplierDesk, account: Account, name: str, filters: Filters, at: datetime) -> None:
    """Give filters a name. Raises BadInput."""
    problems = []
    if not 0 < len(name.strip()) <= LONGEST:
        problems.append(Problem("no_name", f"give the view a name of at most {LONGEST} characters", path="name"))
    if not filters.query:
        problems.append(Problem("no_filter", "choose a state, a verdict or an owner first", path="state"))
    there = {each.name for each in desk.saved_views(account.account_id)}
    if len(there) >= MOST and name.strip() not in there:
        problems.append(Problem("too_many", f"take one away first: {MOST} views are kept", path="name"))
    if problems:
        raise BadInput(problems)
    desk.put_saved_view(account.account_id, SavedView(name.strip(), filters.query), at)
