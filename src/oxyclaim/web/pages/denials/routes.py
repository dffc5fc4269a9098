"""What was denied, turned down or paid too low: what to do, by when, for how much."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fastapi.responses import Response

from oxyclaim.services.denials.tables import write_tasks
from oxyclaim.services.desk.claims import key_of
from oxyclaim.services.desk.denials import Denials, DenialTask, Waiting, denials_at, waiting_for
from oxyclaim.views.blocks import Document
from oxyclaim.views.denials import one
from oxyclaim.web.access import Pages, Signed
from oxyclaim.web.drawing import page

pages = Pages()
WHO = ("biller", "compliance", "manager")
SAID = {
    "foretold": "our verdict had foretold it", "not foretold": "our verdict had not foretold it",
    "contradicted": "our verdict had said billable",
}  # fmt: skip
STATES = ("open", "late", "appealed", "sent again", "to clear")


@dataclass(frozen=True)
class Shown:
    """A task and all that is to be said of it; ``claims``: their ids and the addresses of their pages."""

    work: DenialTask
    told: Document
    claims: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DenialsPage:
    """The worklist; ``waiting``: requests for records and reopenings, with the addresses of their claims; ``owner``,
    ``payer``, ``state``: what it is narrowed to."""

    denials: Denials
    shown: tuple[Shown, ...]
    waiting: tuple[tuple[Waiting, str], ...]
    owners: tuple[str, ...]
    owner: str
    payer: str
    state: str
    states: tuple[str, ...] = STATES
    said: Mapping[str, str] = field(default_factory=lambda: SAID)


@pages.get("/denials", *WHO)
def show(visit: Signed, owner: str = "", payer: str = "", state: str = "") -> Response:
    """The worklist."""
    office = visit.office
    found = denials_at(visit.desk, office.rule_book(), office.today(), owner, payer, state)
    visit.look("looked at denials")
    owners = tuple(sorted({task.owner for task in found.answer.tasks}))
    shown = tuple(Shown(each, one(each.task), _claims(each)) for each in found.tasks)
    waiting = tuple((each, _address(each.handle, each.claim_id)) for each in waiting_for(visit.desk))
    return page(visit, "pages/denials/denials.html", DenialsPage(found, shown, waiting, owners, owner, payer, state))


def _claims(work: DenialTask) -> tuple[tuple[str, str], ...]:
    return tuple((claim_id, _address(handle, claim_id)) for claim_id, handle in work.claims)


def _address(handle: str, claim_id: str) -> str:
    return f"/patients/{handle}/claims/{key_of(claim_id)}"


@pages.get("/denials.csv", *WHO)
def table(visit: Signed) -> Response:
    """Every line of the worklist as a table."""
    office = visit.office
    found = denials_at(visit.desk, office.rule_book(), office.today())
    with tempfile.TemporaryDirectory(prefix="oxyclaim-denials-") as folder:
        target = Path(folder, "denials.csv")
        write_tasks(found.answer, target, by_line=True)
        content = target.read_bytes()
    visit.look("took the list of denials")
    headers = {"Content-Disposition": 'attachment; filename="denials.csv"'}
    return Response(content, media_type="text/csv", headers=headers)
