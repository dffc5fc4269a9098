"""Guided intake: the next paper as a form beside the verdict as it would be."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from oxyclaim.services.check import CheckedLine
from oxyclaim.services.desk.documents.giving import PageTold, page_of
from oxyclaim.services.desk.history import Difference, side_words
from oxyclaim.services.desk.intake.guiding import (
    Guide,
    again,
    all_papers,
    form_at,
    guide,
    save,
    try_out,
)
from oxyclaim.services.desk.intake.layout import PaperForm, look_up_words, paper_of
from oxyclaim.services.desk.judging import judge
from oxyclaim.services.store.kept import Change
from oxyclaim.web.access import NotFound, Pages, Signed, Visit
from oxyclaim.web.drawing import page as drawn_page
from oxyclaim.web.pages.patient.head import PatientHead, head_of, opened

pages = Pages()
WHO = ("intake", "biller", "manager")
CHOICE = "choose:"
"""Begins the fields in which somebody says whose value is taken."""


@dataclass(frozen=True)
class Bar:
    """The verdicts as they would be: a line each, and how many papers are open; ``problems``: none can be told."""

    lines: tuple[CheckedLine, ...]
    open_papers: int
    problems: Mapping[str, str]


@dataclass(frozen=True)
class IntakePage:
    """The open form beside what is open on each paper; ``look_ups``: what is looked up, with what finds nothing;
    ``beside``: the page that is open, to which what is entered points."""

    head: PatientHead
    guide: Guide
    bar: Bar
    papers: tuple[PaperForm, ...]
    problems: Mapping[str, str]
    look_ups: Mapping[str, str]
    saved: str
    beside: PageTold | None
    tab: str = "intake"


@dataclass(frozen=True)
class ConflictPage:
    """What both have changed: name, what was there, theirs, mine; ``typed``: the form as it was sent."""

    head: PatientHead
    paper: PaperForm
    sides: tuple[tuple[str, Difference, str], ...]
    typed: tuple[tuple[str, str], ...]
    tab: str = "intake"


@pages.get("/patients/{handle}/intake", *WHO)
def show(
    visit: Signed, handle: str, paper: str = "", add: str = "", saved: str = "", document: str = "", page: str = ""
) -> Response:
    """The next paper, or the one that was chosen."""
    beside = _beside(visit, handle, document, page)
    return _page(visit, handle, paper_of(paper), add, saved if saved.isdigit() else "", beside=beside)


@pages.post("/patients/{handle}/intake/{paper}", *WHO)
def enter(visit: Signed, handle: str, paper: str) -> Response:
    """Save a paper, and go on to the next."""
    case_id, form = _case_id(visit, handle), _form(paper)
    entered = _entered(visit.form)
    chosen = {name.removeprefix(CHOICE): str(value) for name, value in entered.items() if name.startswith(CHOICE)}
    book = visit.office.rule_book()
    change = Change(visit.account.name, visit.office.now(), visit.text("reason"))
    tried = save(visit.desk, visit.account.account_id, case_id, form, entered, book, change, chosen)
    if tried.version is not None:
        visit.look(f"saved version {tried.version}", case_id)
        judge(visit.desk, [case_id], book, visit.office.today(), visit.office.fees)
        return RedirectResponse(f"/patients/{handle}/intake?saved={tried.version}", status_code=303)
    if tried.sides:
        now = opened(visit, handle, "saw another's change beside their own")
        sides = tuple((side.path, *side_words(side)) for side in tried.sides)
        typed = tuple((name, str(value)) for name, value in visit.form.multi_items() if isinstance(value, str))
        kept = tuple((name, value) for name, value in typed if name != "token" and not name.startswith(CHOICE))
        return drawn_page(
            visit, "pages/intake/conflict.html", ConflictPage(head_of(now, handle), form, sides, kept), 409
        )
    return _page(visit, handle, form, "", "", entered, tried.problems)


@pages.post("/patients/{handle}/intake/{paper}/verdict", *WHO)
def verdict(visit: Signed, handle: str, paper: str) -> Response:
    """The verdicts as they would be with what is typed; it is kept as a draft."""
    case_id, office = _case_id(visit, handle), visit.office
    book, today = office.rule_book(), office.today()
    tried = try_out(
        visit.desk, visit.account.account_id, case_id, _form(paper), _entered(visit.form), book, office.now(), today
    )
    lines = tried.answer.cases[0].lines if tried.answer and tried.answer.cases else ()
    return drawn_page(visit, "pages/intake/bar.html", BarPart(Bar(lines, tried.open_papers, tried.problems)))


@dataclass(frozen=True)
class BarPart:
    """The verdicts alone."""

    bar: Bar


def _page(
    visit: Visit,
    handle: str,
    paper: PaperForm | None,
    add: str,
    saved: str,
    entered: Mapping[str, str | list[str]] | None = None,
    problems: Mapping[str, str] | None = None,
    beside: PageTold | None = None,
) -> Response:
    now = opened(visit, handle, "opened the intake")
    book, case_id = visit.office.rule_book(), now.case.case_id
    guided = guide(visit.desk, visit.account.account_id, case_id, paper, book, now.as_of, add)
    if problems and paper:
        guided = again(guided, paper, form_at(visit.desk, case_id), entered or {}, dict(problems))
    lines = guided.answer.cases[0].lines if guided.answer.cases else ()
    context = IntakePage(
        head=head_of(now, handle),
        guide=guided,
        bar=Bar(lines, guided.asked.open_papers, {}),
        papers=all_papers(),
        problems=problems or {},
        look_ups=look_up_words(),
        saved=saved,
        beside=beside or _beside(visit, handle, visit.text("beside_document"), visit.text("beside_page")),
    )
    return drawn_page(visit, "pages/intake/intake.html", context, 422 if problems else 200)


def _beside(visit: Visit, handle: str, document: str, page: str) -> PageTold | None:
    """The page that is open beside the form: of this patient's papers alone."""
    if not document or not page.isdigit():
        return None
    try:
        told = page_of(visit.desk, document, int(page))
    except KeyError:
        return None
    return told if told.document.case_id == visit.desk.case_of(handle) else None


def _case_id(visit: Visit, handle: str) -> str:
    case_id = visit.desk.case_of(handle)
    if case_id is None:
        raise NotFound
    return case_id


def _form(paper: str) -> PaperForm:
    found = paper_of(paper)
    if found is None:
        raise NotFound
    return found


def _entered(form: FormData) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {}
    for name in form:
        values = [value for value in form.getlist(name) if isinstance(value, str)]
        if values and name != "token":
            found[name] = values[0] if len(values) == 1 else values
    return found
