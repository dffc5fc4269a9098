"""What happens to a patient and the equipment."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi.responses import RedirectResponse, Response

from oxyclaim.case.models import Item
from oxyclaim.services.desk.events import EVENTS, Event, event_of, happen
from oxyclaim.services.desk.history import VersionTold, history
from oxyclaim.services.desk.judging import judge
from oxyclaim.services.store.kept import Change
from oxyclaim.web.access import NotFound, Pages, Signed, Visit
from oxyclaim.web.drawing import page
from oxyclaim.web.pages.patient.head import PatientHead, head_of, opened

pages = Pages()
WHO = ("intake", "biller", "manager")


@dataclass(frozen=True)
class EventsPage:
    """The equipment, the forms of all events, and what was entered before; ``typed`` and ``problems`` of ``wrong``."""

    head: PatientHead
    items: tuple[Item, ...]
    events: tuple[Event, ...]
    before: tuple[VersionTold, ...]
    wrong: str
    typed: Mapping[str, str]
    problems: Mapping[str, str]
    tab: str = "events"


@pages.get("/patients/{handle}/events", *WHO)
def show(visit: Signed, handle: str) -> Response:
    """The equipment and the events."""
    return _page(visit, handle, "", {}, {})


@pages.post("/patients/{handle}/events/{event}", *WHO)
def enter(visit: Signed, handle: str, event: str) -> Response:
    """Enter one."""
    case_id, kind = visit.desk.case_of(handle), event_of(event)
    if case_id is None or kind is None:
        raise NotFound
    book = visit.office.rule_book()
    typed = {each.name: visit.text(each.name) for each in kind.asked}
    change = Change(visit.account.name, visit.office.now(), kind.title)
    tried = happen(visit.desk, case_id, kind, typed, book, change)
    if tried.version is None:
        return _page(visit, handle, kind.id, typed, tried.problems)
    visit.look(f"saved version {tried.version}", case_id)
    judge(visit.desk, [case_id], book, visit.office.today(), visit.office.fees)
    return RedirectResponse(f"/patients/{handle}/events", status_code=303)


def _page(visit: Visit, handle: str, wrong: str, typed: Mapping[str, str], problems: Mapping[str, str]) -> Response:
    now = opened(visit, handle, "looked at the equipment")
    context = EventsPage(
        head=head_of(now, handle),
        items=tuple(now.case.items),
        events=EVENTS,
        before=history(visit.desk, now.case.case_id).versions[:12],
        wrong=wrong,
        typed=typed,
        problems=problems,
    )
    return page(visit, "pages/events/events.html", context, 422 if problems else 200)
