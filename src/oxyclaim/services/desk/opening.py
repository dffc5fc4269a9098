"""A desk is opened: its first account is made where there is none, and a demo is filled."""

from dataclasses import dataclass
from datetime import date

from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.desk.demo import fill_demo, fill_inbox
from oxyclaim.services.desk.kept import Desk, FileRoom, Role
from oxyclaim.services.desk.signing_in import NewAccount, add_account, welcome_link
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

OWN = "own"
"""The supplier whose store it is."""
FIRST: Role = "manager"
PEOPLE: dict[Role, str] = {
    "manager": "Maud Manager", "intake": "Iris Intake", "biller": "Basil Biller", "compliance": "Cora Compliance",
}  # fmt: skip
"""The demo's people."""


@dataclass(frozen=True)
class Opened:
    """``accounts``: those that were made now; ``filled``: made-up patients that went in; ``link``: signs ``first`` in
    once."""

    supplier_id: str
    accounts: tuple[NewAccount, ...]
    filled: int
    link: str
    first: str


def open_desk(
    desk: Desk,
    book: RuleBook,
    as_of: date,
    fees: FeeStore | None,
    change: Change,
    demo: bool = False,
    room: FileRoom | None = None,
) -> Opened:
    """Make sure that somebody can sign in; ``demo``: with people of every role, and made-up patients; their papers lie
    in ``room``."""
    made: list[NewAccount] = []
    if not desk.accounts(OWN):
        roles = tuple(PEOPLE) if demo else (FIRST,)
        made = [add_account(desk, OWN, role, PEOPLE[role] if demo else role, role, change.at) for role in roles]
    filled = fill_demo(desk.of(OWN), book, as_of, fees, change).patients if demo else 0
    if filled and room:
        fill_inbox(desk.of(OWN), room, book, change)
    first = next(each for each in desk.accounts(OWN) if each.role == FIRST)
    return Opened(OWN, tuple(made), filled, welcome_link(desk, first.account_id, change.at), first.name)
