"""The list of patients. What is searched for is posted, so that no name stands in an address."""

from dataclasses import dataclass

from fastapi.responses import RedirectResponse, Response

from oxyclaim.services.desk.kept import ROLES
from oxyclaim.services.desk.patients import PatientList, list_patients
from oxyclaim.services.desk.shelves import SavedView
from oxyclaim.services.desk.states import STATES, WORST_FIRST
from oxyclaim.services.desk.views import Filters, save
from oxyclaim.services.problems import BadInput
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
    owner: str
    states: tuple[str, ...]
    verdicts: tuple[str, ...]
    roles: tuple[str, ...]
    views: tuple[SavedView, ...]
    problems: tuple[str, ...]


@pages.get("/patients", *ALL_ROLES)
def show(visit: Signed, state: str = "", verdict: str = "", owner: str = "") -> Response:
    """All, or those with a line that stands so."""
    return _page(visit, "", Filters(state, verdict, owner))


@pages.post("/patients", *ALL_ROLES)
def search(visit: Signed) -> Response:
    """Those whose name or number begins so."""
    return _page(visit, visit.text("begins"), Filters())


@pages.post("/patients/views", *ALL_ROLES)
def save_view(visit: Signed) -> Response:
    """Give filters a name, or take the name away."""
    filters = Filters(visit.text("state"), visit.text("verdict"), visit.text("owner"))
    if visit.text("do") == "drop":
        visit.desk.drop_saved_view(visit.account.account_id, visit.text("name"))
    else:
        try:
            save(visit.desk, visit.account, visit.text("name"), filters, visit.office.now())
        except BadInput as error:
            said = tuple(f"{each.message[:1].upper()}{each.message[1:]}." for each in error.problems)
            return _page(visit, "", filters, said)
    return RedirectResponse(f"/patients?{filters.query}", status_code=303)


def _page(visit: Visit, begins: str, filters: Filters, problems: tuple[str, ...] = ()) -> Response:
    visit.look("searched patients" if begins else "looked at the list of patients")
    found = list_patients(visit.desk, begins=begins, state=filters.state, verdict=filters.verdict, owner=filters.owner)
    template = "pages/patients/rows.html" if visit.is_swap else "pages/patients/patients.html"
    context = PatientsPage(
        found=found,
        begins=begins,
        state=filters.state,
        verdict=filters.verdict,
        owner=filters.owner,
        states=STATES,
        verdicts=WORST_FIRST,
        roles=ROLES,
        views=tuple(visit.desk.saved_views(visit.account.account_id)),
        problems=problems,
    )
    return page(visit, template, context, 422 if problems else 200)
