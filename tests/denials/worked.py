"""A made-up office that posts answers and asks what is to be done."""

from datetime import date

from oxyclaim.services.denials import DenialWork, DenialWorkRequest, denial_work
from oxyclaim.services.denials.answer import Task, WorkLine
from tests.ledger.office import Office

ASKED = date(2026, 2, 2)


def work(office: Office, as_of: date = ASKED, **request: object) -> DenialWork:
    """What is to be done."""
    return denial_work(DenialWorkRequest(as_of, **request), office.store, office.book)  # type: ignore[arg-type]


def line_of(office: Office, claim_id: str = "OXY0001", as_of: date = ASKED) -> tuple[Task, WorkLine]:
    """The one line of a claim that is work, with its task."""
    ((task, line),) = [
        (task, line) for task in work(office, as_of).tasks for line in task.lines if line.claim_id == claim_id
    ]
    return task, line


def sums(found: DenialWork) -> tuple[int, int, int]:
    """Denied in the ledger, denied in tasks, and at stake."""
    return found.counted.ledger_denied_cents, found.counted.denied_cents, found.stake_cents
