"""The rental, month by month: drawn, and as a table."""

from dataclasses import dataclass

from fastapi.responses import Response

from oxyclaim.services.calendar import CalendarRequest, calendar
from oxyclaim.views.blocks import Document
from oxyclaim.views.calendar import view
from oxyclaim.views.calendar_cells import CalendarTold, told
from oxyclaim.web.access import ALL_ROLES, Pages, Signed
from oxyclaim.web.drawing import page
from oxyclaim.web.pages.patient.head import PatientHead, head_of, opened

pages = Pages()


@dataclass(frozen=True)
class RentalPage:
    """``drawing``: the months as cells; ``table``: the same in words; both None where the payer is not known."""

    head: PatientHead
    drawing: CalendarTold | None
    table: Document | None
    note: str
    tab: str = "rental"


@pages.get("/patients/{handle}/rental", *ALL_ROLES)
def show(visit: Signed, handle: str) -> Response:
    """The calendar."""
    now = opened(visit, handle, "looked at the rental")
    book = visit.office.rule_book()
    if now.case.coverage.payer not in book.payers:
        return page(visit, "pages/rental/rental.html", RentalPage(head_of(now, handle), None, None, ""))
    answer = calendar(CalendarRequest([now.case], now.as_of), book)
    context = RentalPage(head_of(now, handle), told(answer.cases[0]), view(answer), answer.note)
    return page(visit, "pages/rental/rental.html", context)
