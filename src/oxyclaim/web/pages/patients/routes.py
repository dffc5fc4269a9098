"""The list of patients. What is searched for is posted, so that no name stands in an address."""

from dataclasses import dataclass

from fastapi.responses import Response

from oxyclaim.services.desk.patients import PatientList, list_patients
from oxyclaim.services.desk.states import STATES, WORST_FIRST
from oxyclaim.web.access import ALL_ROLES, Pages, Signed, Visit
from oxyclaim.web.drawing import page

pages = Pages()


@dataclass(frozen=True)
class PatientsPage:
    """The rows and what they were chosen by."""

    found: PatientList
    begins: str
    state: str
    verdict: str
    states: tuple[str, ...]
    verdicts: tuple[str, ...]


@pages.get("/patients", *ALL_ROLES)
def show(visit: Signed, state: str = "", verdict: str = "") -> Response:
    """All, or those with a line that stands so."""
    return _page(visit, "", state, verdict)


@pages.post("/patients", *ALL_ROLES)
def search(visit: Signed) -> Response:
    """Those whose name or number begins so."""
    return _page(visit, visit.text("begins"), "", "")


def _page(visit: Visit, begins: str, state: str, verdict: str) -> Response:
    visit.look("searched patients" if begins else "looked at the list of patients")
    found = list_patients(visit.desk, begins=begins, state=state, verdict=verdict)
    template = "pages/patients/rows.html" if visit.is_swap else "pages/patients/patients.html"
    return page(visit, template, PatientsPage(found, begins, state, verdict, STATES, WORST_FIRST))
