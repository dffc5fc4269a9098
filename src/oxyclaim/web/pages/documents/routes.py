"""Papers: the inbox, a page beside the facts that point to it, and whose it is."""

from dataclasses import dataclass

from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from oxyclaim.services.desk.documents.giving import PageTold, give, kinds, page_of
from oxyclaim.services.desk.documents.splitting import split
from oxyclaim.services.desk.documents.taking_in import ENDINGS, MOST_BYTES, picture_of, take_in
from oxyclaim.services.desk.intake.layout import PaperForm, papers
from oxyclaim.services.desk.kept import Document
from oxyclaim.services.desk.patients import PatientRow, list_patients
from oxyclaim.services.problems import BadInput
from oxyclaim.services.store.kept import Change
from oxyclaim.web.access import ALL_ROLES, NotFound, Number, Pages, Signed, Visit
from oxyclaim.web.drawing import page

pages = Pages()
WHO = ("intake", "biller", "manager")
KEPT = {"Cache-Control": "private, no-store"}


@dataclass(frozen=True)
class InboxPage:
    """Papers that are nobody's yet, and what was wrong with those that were sent."""

    waiting: tuple[tuple[Document, int], ...]
    problems: tuple[str, ...]
    taken: str


@dataclass(frozen=True)
class DocumentPage:
    """A page. ``handle`` and ``name``: whose it is; ``found``: patients to give it to; ``forms``: papers to enter from
    it; ``first`` and ``last``: of the pages that would be split off."""

    told: PageTold
    handle: str
    name: str
    begins: str
    found: tuple[PatientRow, ...]
    kinds: tuple[str, ...]
    forms: tuple[PaperForm, ...]
    problems: tuple[str, ...]
    first: str
    last: str


@pages.get("/documents", *ALL_ROLES)
def inbox(visit: Signed, taken: str = "") -> Response:
    """The inbox."""
    return _inbox(visit, (), taken if taken.isdigit() else "")


@pages.post("/documents", *WHO)
def upload(visit: Signed) -> Response:
    """Take files in, by their content."""
    problems, taken = [], 0
    for number, each in enumerate(visit.form.getlist("files"), 1):
        if not isinstance(each, UploadFile) or not each.size:
            continue
        try:
            take_in(visit.desk, visit.office.room, each.file.read(MOST_BYTES + 1), visit.office.now())
            taken += 1
        except BadInput as error:
            problems += [f"File {number}: {problem.message}." for problem in error.problems]
    if taken:
        visit.look(f"took in {taken} papers")
    if not taken and not problems:
        problems = ["Choose at least one file."]
    if problems:
        return _inbox(visit, tuple(problems), str(taken) if taken else "")
    return RedirectResponse(f"/documents?taken={taken}", status_code=303)


@pages.get("/documents/{document}/original", *ALL_ROLES)
def original(visit: Signed, document: str) -> Response:
    """The file as it came, to be saved."""
    try:
        told, _ = visit.desk.document(document)
        content = visit.office.room.get(told.content_sha256)
    except KeyError:
        raise NotFound from None
    visit.look("took the original of a paper", told.case_id)
    name = f"paper-{told.document_id}{ENDINGS[told.media_type]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **KEPT}
    return Response(content, media_type=told.media_type, headers=headers)


@pages.get("/documents/{document}/{number}", *ALL_ROLES)
def show(visit: Signed, document: str, number: Number) -> Response:
    """A page."""
    return _page(visit, document, number, "", ())


@pages.get("/documents/{document}/{number}/picture", *ALL_ROLES)
def picture(visit: Signed, document: str, number: Number) -> Response:
    """The picture of a page."""
    told = _told(visit, document, number)
    try:
        content = picture_of(visit.office.room, told.page)
    except KeyError:
        raise NotFound from None
    visit.look(f"looked at page {number} of a paper", told.document.case_id)
    return Response(content, media_type="image/png", headers=KEPT)


@pages.post("/documents/{document}/{number}/turn", *WHO)
def turn(visit: Signed, document: str, number: Number) -> Response:
    """Turn the page to the right."""
    _told(visit, document, number)
    visit.desk.turn_page(document, number, 90)
    return RedirectResponse(f"/documents/{document}/{number}", status_code=303)


@pages.post("/documents/{document}/{number}/split", *WHO)
def split_off(visit: Signed, document: str, number: Number) -> Response:
    """Some pages become a paper of their own."""
    told = _told(visit, document, number)
    try:
        new = split(
            visit.desk, visit.office.room, told.document.document_id, visit.text("first"), visit.text("last"),
            visit.office.now(),
        )  # fmt: skip
    except KeyError:
        raise NotFound from None
    except BadInput as error:
        said = tuple(f"{each.message[:1].upper()}{each.message[1:]}." for each in error.problems)
        return _page(visit, document, number, "", said)
    visit.look("split a paper")
    return RedirectResponse(f"/documents/{new.document_id}/1", status_code=303)


@pages.post("/documents/{document}/{number}/whose", *WHO)
def whose(visit: Signed, document: str, number: Number) -> Response:
    """Find the patient whose paper it is, or give it to the one that was chosen."""
    told = _told(visit, document, number)
    if not visit.text("case"):
        return _page(visit, document, number, visit.text("begins"), ())
    case_id = visit.desk.case_of(visit.text("case"))
    if case_id is None:
        raise NotFound
    change = Change(visit.account.name, visit.office.now(), "a paper came in")
    kind, dated = visit.text("kind") or "other", visit.text("dated")
    try:
        give(visit.desk, told.document.document_id, case_id, kind, dated, visit.office.rule_book(), change)
    except BadInput as error:
        said = tuple(f"{each.message[:1].upper()}{each.message[1:]}." for each in error.problems)
        return _page(visit, document, number, visit.text("begins"), said)
    visit.look("gave a paper to a patient", case_id)
    return RedirectResponse(f"/documents/{document}/{number}", status_code=303)


def _inbox(visit: Visit, problems: tuple[str, ...], taken: str) -> Response:
    visit.look("looked at the inbox")
    context = InboxPage(tuple(visit.desk.documents(None)), problems, taken)
    return page(visit, "pages/documents/inbox.html", context, 422 if problems else 200)


def _told(visit: Visit, document: str, number: Number) -> PageTold:
    try:
        return page_of(visit.desk, document, number)
    except KeyError:
        raise NotFound from None


def _page(visit: Visit, document: str, number: Number, begins: str, problems: tuple[str, ...]) -> Response:
    told = _told(visit, document, number)
    case_id = told.document.case_id
    visit.look("opened a paper", case_id)
    handle = visit.desk.handles([case_id])[case_id] if case_id else ""
    context = DocumentPage(
        told=told,
        handle=handle,
        name=visit.desk.patients([case_id])[case_id].name if case_id else "",
        begins=begins,
        found=list_patients(visit.desk, begins=begins).rows[:10] if begins.strip() else (),
        kinds=tuple(kinds()),
        forms=tuple(each for each in papers() if each.document),
        problems=problems,
        first=visit.text("first") or str(max(number, 2)),
        last=visit.text("last") or str(told.pages),
    )
    return page(visit, "pages/documents/page.html", context, 422 if problems else 200)
