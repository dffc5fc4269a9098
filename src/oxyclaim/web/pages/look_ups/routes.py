"""Look-ups: eligibility and same or similar equipment, kept with who, when, where and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi.responses import RedirectResponse, Response

from oxyclaim.services.desk.intake.guiding import SaveTried
from oxyclaim.services.desk.intake.layout import look_up_words
from oxyclaim.services.desk.judging import judge
from oxyclaim.services.desk.looking_up import (
    LookUpTold,
    Typed,
    kinds_of_months,
    look_up_eligibility,
    look_up_same_or_similar,
    told,
)
from oxyclaim.services.desk.orderers import OrdererTold, standing_of
from oxyclaim.services.store.kept import Change
from oxyclaim.web.access import ALL_ROLES, NotFound, Pages, Signed, Visit
from oxyclaim.web.drawing import page
from oxyclaim.web.pages.patient.head import PatientHead, head_of, opened, scanned

pages = Pages()
WHO = ("intake", "biller", "manager")
INTAKE = "intake"
"""Says that the form stood on the intake, to which it leads back."""


@dataclass(frozen=True)
class LookUpsPage:
    """What was looked up, and the forms; ``questions``: what is looked up, with what finds nothing; ``papers``: pages
    that may be kept of it; ``typed`` and ``problems``: of the form ``wrong``."""

    head: PatientHead
    before: tuple[LookUpTold, ...]
    orderer: OrdererTold
    questions: Mapping[str, str]
    kinds: tuple[str, ...]
    papers: Mapping[str, str]
    wrong: str
    typed: Typed
    problems: Mapping[str, str]
    saved: bool
    tab: str = "look-ups"


@pages.get("/patients/{handle}/look-ups", *ALL_ROLES)
def show(visit: Signed, handle: str, saved: str = "") -> Response:
    """What was looked up, and the forms for more."""
    return _page(visit, handle, saved=bool(saved))


@pages.post("/patients/{handle}/look-ups", *WHO)
def eligibility(visit: Signed, handle: str) -> Response:
    """Eligibility, stays and the address were looked up."""
    case_id, typed = _case_id(visit, handle), _typed(visit)
    book, today = visit.office.rule_book(), visit.office.today()
    tried = look_up_eligibility(visit.desk, case_id, typed, book, _change(visit, "looked up before billing"), today)
    return _done(visit, handle, case_id, tried, "eligibility", typed)


@pages.post("/patients/{handle}/look-ups/similar", *WHO)
def similar(visit: Signed, handle: str) -> Response:
    """Same or similar equipment was looked up."""
    case_id, typed = _case_id(visit, handle), _typed(visit)
    book, today = visit.office.rule_book(), visit.office.today()
    change = _change(visit, "same or similar equipment found")
    tried = look_up_same_or_similar(visit.desk, case_id, typed, book, change, today)
    return _done(visit, handle, case_id, tried, "similar", typed)


def _done(visit: Visit, handle: str, case_id: str, tried: SaveTried, form: str, typed: Typed) -> Response:
    if tried.version is None:
        return _page(visit, handle, form, typed, tried.problems)
    visit.look("looked something up", case_id)
    judge(visit.desk, [case_id], visit.office.rule_book(), visit.office.today(), visit.office.fees)
    back = f"intake?saved={tried.version}" if visit.text("then") == INTAKE else "look-ups?saved=yes"
    return RedirectResponse(f"/patients/{handle}/{back}", status_code=303)


def _page(
    visit: Visit,
    handle: str,
    wrong: str = "",
    typed: Typed | None = None,
    problems: Mapping[str, str] | None = None,
    saved: bool = False,
) -> Response:
    now = opened(visit, handle, "looked at the look-ups")
    context = LookUpsPage(
        head=head_of(now, handle),
        before=told(visit.desk, now.case.case_id),
        orderer=standing_of(visit.desk, now.case.practitioner, now.as_of),
        questions=look_up_words(),
        kinds=tuple(kinds_of_months()),
        papers=scanned(visit, now.case.case_id),
        wrong=wrong,
        typed=typed or Typed(now.as_of.isoformat()),
        problems=problems or {},
        saved=saved,
    )
    return page(visit, "pages/look_ups/look_ups.html", context, 422 if problems else 200)


def _typed(visit: Visit) -> Typed:
    asked = [each for each in visit.form.getlist("asked") if isinstance(each, str)]
    return Typed(
        day=visit.text("day") or visit.office.today().isoformat(),
        source=visit.text("source"),
        asked=tuple(look_up_words() if "all" in visit.form else asked),
        result=visit.text("result"),
        document_id=visit.text("document_id"),
        code=visit.text("code"),
        service_date=visit.text("service_date"),
        kind=visit.text("kind"),
    )


def _change(visit: Visit, reason: str) -> Change:
    return Change(visit.account.name, visit.office.now(), reason)


def _case_id(visit: Visit, handle: str) -> str:
    case_id = visit.desk.case_of(handle)
    if case_id is None:
        raise NotFound
    return case_id
