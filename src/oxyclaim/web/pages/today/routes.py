"""The start page: what is to be done."""

from dataclasses import dataclass

from fastapi.responses import Response

from oxyclaim.services.desk.states import BEFORE_DELIVERY, LOOK_UPS, NOT_DUE, PAPERS, READY, STATES, TO_DECIDE
from oxyclaim.services.desk.today import Today, today
from oxyclaim.web.access import ALL_ROLES, Pages, Signed
from oxyclaim.web.drawing import page

pages = Pages()
HELD = (PAPERS, LOOK_UPS, TO_DECIDE, BEFORE_DELIVERY)


@dataclass(frozen=True)
class TodayPage:
    """``held``: states in which somebody waits for something."""

    work: Today
    states: tuple[str, ...]
    held: tuple[str, ...]
    ready: str
    not_due: str


@pages.get("/", *ALL_ROLES)
def show(visit: Signed) -> Response:
    """What waits for me."""
    visit.look("looked at today's work")
    work = today(visit.desk, visit.account, visit.office.today())
    return page(visit, "pages/today/today.html", TodayPage(work, STATES, HELD, READY, NOT_DUE))
