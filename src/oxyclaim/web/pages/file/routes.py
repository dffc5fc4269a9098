"""What a case says, by the paper that shows it."""

from dataclasses import dataclass

from fastapi.responses import Response

from oxyclaim.services.desk.facts import CaseFacts, facts_of
from oxyclaim.web.access import ALL_ROLES, Pages, Signed
from oxyclaim.web.drawing import page
from oxyclaim.web.pages.patient.head import PatientHead, head_of, opened, scanned

pages = Pages()


@dataclass(frozen=True)
class FilePage:
    """Every fact of the latest version."""

    head: PatientHead
    facts: CaseFacts
    scanned: dict[str, str]
    tab: str = "file"


@pages.get("/patients/{handle}/file", *ALL_ROLES)
def show(visit: Signed, handle: str) -> Response:
    """The file."""
    now = opened(visit, handle, "looked at the file")
    return page(
        visit,
        "pages/file/file.html",
        FilePage(head_of(now, handle), facts_of(now.case), scanned(visit, now.case.case_id)),
    )
