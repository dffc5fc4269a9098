"""The checklist of a patient."""

from dataclasses import dataclass

from fastapi.responses import Response

from oxyclaim.services.desk.papers import Papers, papers
from oxyclaim.views.checklist_words import kept, not_needed, rules_of, where
from oxyclaim.web.access import ALL_ROLES, Pages, Signed
from oxyclaim.web.drawing import page
from oxyclaim.web.pages.patient.head import PatientHead, head_of, opened

pages = Pages()


@dataclass(frozen=True)
class PapersPage:
    """What is chased, what is on file; ``unneeded``: what no line wants; ``keep``: until when papers are kept."""

    head: PatientHead
    papers: Papers | None
    unneeded: tuple[str, ...]
    keep: str
    rules_of: object = rules_of
    where: object = where
    tab: str = "papers"


@pages.get("/patients/{handle}/papers", *ALL_ROLES)
def show(visit: Signed, handle: str) -> Response:
    """What is on file and what is missing."""
    now = opened(visit, handle, "looked at the papers")
    found = papers(now.case, visit.office.rule_book(), now.as_of)
    unneeded = tuple(not_needed(found.listed)) if found else ()
    keep = kept(found.listed) if found else ""
    return page(visit, "pages/papers/papers.html", PapersPage(head_of(now, handle), found, unneeded, keep))
