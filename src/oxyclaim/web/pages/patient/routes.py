"""A patient: this month, a card a line."""

from dataclasses import dataclass

from fastapi.responses import Response

from oxyclaim.services.desk.month import Month, this_month
from oxyclaim.views.cards import Card, Point, card, shared_points
from oxyclaim.web.access import ALL_ROLES, Pages, Signed
from oxyclaim.web.drawing import page
from oxyclaim.web.pages.patient.head import PatientHead, case_id_of, head_of

pages = Pages()


@dataclass(frozen=True)
class MonthPage:
    """The patient's lines; ``cards`` in their order, ``shared``: what all of them are told."""

    head: PatientHead
    month: Month
    cards: tuple[Card, ...]
    shared: tuple[Point, ...]
    tab: str = "month"


@pages.get("/patients/{handle}", *ALL_ROLES)
def show(visit: Signed, handle: str) -> Response:
    """This month."""
    case_id = case_id_of(visit, handle)
    visit.look("looked at this month", case_id)
    today = visit.office.today()
    month = this_month(visit.desk, case_id, visit.office.rule_book, today, visit.office.fees)
    lines = month.checked.lines if month.checked else ()
    cards = tuple(card(line, month.charge_of(line.line_number), today, lines) for line in lines)
    return page(
        visit, "pages/patient/month.html", MonthPage(head_of(month, handle), month, cards, shared_points(lines))
    )
