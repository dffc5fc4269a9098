"""The start page: what is to be done, and for a manager how all stands."""

from dataclasses import dataclass

from fastapi.responses import Response

from oxyclaim.services.desk.shelves import Emergency
from oxyclaim.services.desk.standing import Background, background, office_standing
from oxyclaim.services.desk.states import BEFORE_DELIVERY, LOOK_UPS, NOT_DUE, PAPERS, READY, TO_DECIDE
from oxyclaim.services.desk.tasks import WAITING
from oxyclaim.services.desk.today import Today, today
from oxyclaim.views.bars import Bar, age_bars, money_bars
from oxyclaim.web.access import ALL_ROLES, Pages, Signed
from oxyclaim.web.drawing import page

pages = Pages()
HELD = (PAPERS, LOOK_UPS, TO_DECIDE, BEFORE_DELIVERY)
MANAGER = "manager"


@dataclass(frozen=True)
class TodayPage:
    """``held``: states in which somebody waits for something. Of a manager: ``money`` and ``ages`` as bars, how far
    the judging in the background is, and who took emergency access."""

    work: Today
    held: tuple[str, ...]
    ready: str
    not_due: str
    money: tuple[Bar, ...]
    ages: tuple[Bar, ...]
    behind: Background | None
    emergencies: tuple[Emergency, ...]


@pages.get("/", *ALL_ROLES)
def show(visit: Signed, show: str = WAITING) -> Response:
    """What waits for me."""
    visit.look("looked at today's work")
    work = today(visit.desk, visit.account, visit.office.today(), show)
    leads = visit.account.role == MANAGER
    stands = office_standing(visit.desk, visit.office.today()) if leads else None
    behind = background(visit.desk) if leads else None
    context = TodayPage(
        work=work,
        held=HELD,
        ready=READY,
        not_due=NOT_DUE,
        money=money_bars(stands) if stands else (),
        ages=age_bars(stands.papers) if stands else (),
        behind=behind if behind and (behind.is_at_work or behind.judging.failed) else None,
        emergencies=tuple(visit.desk.emergencies(unseen=True)) if leads else (),
    )
    return page(visit, "pages/today/today.html", context)
