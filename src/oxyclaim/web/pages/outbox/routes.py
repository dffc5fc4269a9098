"""The outbox: which documents were put there, for whom, by whom. Nothing is sent from here."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi.responses import RedirectResponse, Response

from oxyclaim.services.checklist import ChecklistRequest, checklist
from oxyclaim.services.desk.authorizations import request_of
from oxyclaim.services.desk.money import account_of
from oxyclaim.services.desk.papers import papers
from oxyclaim.services.outgoing import KINDS, Outgoing, media_type, put_out
from oxyclaim.services.store.kept import Change
from oxyclaim.views.blocks import Document
from oxyclaim.views.letter import letter
from oxyclaim.views.paper import OWN_FOOT
from oxyclaim.views.render.pdf import pdf_of
from oxyclaim.views.request import papers as request_papers
from oxyclaim.views.statement import statement
from oxyclaim.web.access import ALL_ROLES, NotFound, Number, Pages, Signed, Visit
from oxyclaim.web.drawing import page
from oxyclaim.web.pages.patient.head import opened

pages = Pages()
SHOWN = 100


@dataclass(frozen=True)
class OutboxPage:
    """The latest documents, each with its patient's page and name; ``folder``: where the files are."""

    rows: tuple[tuple[Outgoing, str, str], ...]
    kinds: dict[str, str]
    folder: str


@pages.get("/outbox", *ALL_ROLES)
def show(visit: Signed) -> Response:
    """What was put there."""
    visit.look("looked at the outbox")
    found = visit.desk.outgoing(most=SHOWN)
    ids = sorted({each.case_id for each in found if each.case_id})
    handles, patients = visit.desk.handles(ids), visit.desk.patients(ids)
    rows = tuple(
        (each, handles[each.case_id] if each.case_id else "", patients[each.case_id].name if each.case_id else "")
        for each in found
    )
    folder = visit.office.outbox.where if visit.office.outbox else ""
    return page(visit, "pages/outbox/outbox.html", OutboxPage(rows, KINDS, folder))


@pages.get("/outbox/{number}", *ALL_ROLES)
def take(visit: Signed, number: Number) -> Response:
    """A document, as long as nobody has taken it out of the folder."""
    found = next((each for each in visit.desk.outgoing(most=SHOWN) if each.outgoing_id == number), None)
    content = visit.office.outbox.take(found.name) if found and visit.office.outbox else None
    if found is None or content is None:
        raise NotFound
    visit.look("took a document out of the outbox", found.case_id)
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return Response(content, media_type=media_type(found.name), headers=headers)


@pages.post("/patients/{handle}/outbox/letter", *ALL_ROLES)
def put_letter(visit: Signed, handle: str) -> Response:
    """The letter that asks the practitioner's office for what is still wanted of it."""
    now = opened(visit, handle, "made a letter to the practitioner")
    found = papers(now.case, visit.office.rule_book(), now.as_of)
    if found is None or not any(entry.request for entry in found.listed.entries):
        raise NotFound
    answer = checklist(ChecklistRequest([now.case], now.as_of), visit.office.rule_book())
    return _put(visit, now.case.case_id, "letter", "practitioner", [letter(now.case, answer.cases[0], answer)])


@pages.post("/patients/{handle}/outbox/statement", "biller", "manager")
def put_statement(visit: Signed, handle: str) -> Response:
    """The patient's statement."""
    now = opened(visit, handle, "made a statement")
    account = account_of(visit.desk, now.case.case_id)
    if account.is_qualified:  # nobody bills a qualified Medicare beneficiary
        raise NotFound
    made = statement(now.case, account, now.payer, visit.office.today())
    return _put(visit, now.case.case_id, "statement", "patient", [made])


@pages.post("/patients/{handle}/outbox/request", *ALL_ROLES)
def put_request(visit: Signed, handle: str) -> Response:
    """The request for authorization, without what is for the own file."""
    now = opened(visit, handle, "made an authorization request")
    answer = request_of(now.case, visit.office.rule_book(), now.as_of)
    if answer is None:
        raise NotFound
    made = [each for each in request_papers(now.case, answer.cases[0], answer) if each.foot != OWN_FOOT]
    return _put(visit, now.case.case_id, "request", "payer", made)


def _put(visit: Visit, case_id: str, kind: str, to: str, documents: Sequence[Document]) -> Response:
    """Draw the documents and put them into the outbox."""
    if visit.office.outbox is None:
        raise NotFound
    change = Change(visit.account.name, visit.office.now(), "put into the outbox")
    put_out(visit.desk, visit.office.outbox, pdf_of(documents, kind.capitalize()), kind, to, change, case_id)
    return RedirectResponse("/outbox", status_code=303)
