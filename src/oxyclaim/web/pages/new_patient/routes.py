"""A new patient: who, which payer, what is rented from when."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi.responses import RedirectResponse, Response

from oxyclaim.services.desk.intake.starting import codes_of, payers_of, start
from oxyclaim.services.desk.settings import profile_kept
from oxyclaim.services.store.kept import Change, Patient
from oxyclaim.web.access import Pages, Signed, Visit
from oxyclaim.web.drawing import page

pages = Pages()
FIELDS = ("last_name", "first_name", "birth_date", "member_id", "payer", "starts")
WHO = ("intake", "biller", "manager")


@dataclass(frozen=True)
class NewPatientPage:
    """``payers``: id and name, the supplier's own first; ``alike``: who may be the same, with their handles."""

    typed: Mapping[str, str]
    chosen: tuple[str, ...]
    payers: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str], ...]
    problems: Mapping[str, str]
    alike: tuple[tuple[str, Patient], ...]


@pages.get("/patients/new", *WHO)
def show(visit: Signed) -> Response:
    """The form."""
    return _page(visit, {"starts": visit.office.today().isoformat()}, [], {}, ())


@pages.post("/patients/new", *WHO)
def make(visit: Signed) -> Response:
    """Make the case, and go on to its papers."""
    typed = {name: visit.text(name) for name in (*FIELDS, "sure")}
    codes = [each for each in visit.form.getlist("codes") if isinstance(each, str) and each]
    change = Change(visit.account.name, visit.office.now(), "new patient")
    started = start(visit.desk, typed, codes, profile_kept(visit.desk), visit.office.rule_book(), change)
    if started.case_id is None:
        return _page(visit, typed, codes, started.problems, started.alike)
    visit.look("made a new patient", started.case_id)
    handle = visit.desk.handles([started.case_id])[started.case_id]
    return RedirectResponse(f"/patients/{handle}/intake", status_code=303)


def _page(
    visit: Visit, typed: Mapping[str, str], codes: list[str], problems: Mapping[str, str], alike: tuple[Patient, ...]
) -> Response:
    book = visit.office.rule_book()
    profile = profile_kept(visit.desk)
    own = [each.payer for each in (profile.payers if profile and profile.payers else [])]
    payers = payers_of(book, own)
    payer = typed.get("payer") or payers[0][0]
    handles = visit.desk.handles([each.case_id for each in alike])
    context = NewPatientPage(
        typed={**dict.fromkeys(FIELDS, ""), **typed, "payer": payer},
        chosen=tuple(codes),
        payers=payers,
        codes=tuple(codes_of(payer, book, visit.office.today())),
        problems=problems,
        alike=tuple((handles[each.case_id], each) for each in alike),
    )
    return page(visit, "pages/new_patient/new_patient.html", context, 422 if problems or alike else 200)
