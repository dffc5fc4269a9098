"""What became of a case."""

from dataclasses import dataclass

from fastapi.responses import Response

from oxyclaim.services.desk.history import History, history
from oxyclaim.web.access import ALL_ROLES, Pages, Signed
from oxyclaim.web.drawing import page
from oxyclaim.web.pages.patient.head import PatientHead, head_of, opened

pages = Pages()


@dataclass(frozen=True)
class HistoryPage:
    """Versions, verdicts, and who looked."""

    head: PatientHead
    history: History
    tab: str = "history"


@pages.get("/patients/{handle}/history", *ALL_ROLES)
def show(visit: Signed, handle: str) -> Response:
    """The history."""
    now = opened(visit, handle, "looked at the history")
    told = history(visit.desk, now.case.case_id)
    return page(visit, "pages/history/history.html", HistoryPage(head_of(now, handle), told))
