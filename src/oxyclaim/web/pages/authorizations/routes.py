"""Prior authorizations over all patients, and the request of one as a paper."""

from dataclasses import dataclass

from fastapi.responses import Response

from oxyclaim.services.desk.authorizations import GROUPS, Authorizations, authorizations, request_of
from oxyclaim.views.render.pdf import pdf_of
from oxyclaim.views.request import papers
from oxyclaim.web.access import ALL_ROLES, NotFound, Pages, Signed
from oxyclaim.web.drawing import page
from oxyclaim.web.pages.patient.head import opened

pages = Pages()
MEANING = {
    GROUPS[0]: "The payer wants one, or its file does not say: nothing was asked for yet, or it was turned down.",
    GROUPS[1]: "A request is with the payer.",
    GROUPS[2]: "Approvals that have ended or end within 60 days: ask for the renewal.",
    GROUPS[3]: "Approvals that hold for longer than 60 days.",
}


@dataclass(frozen=True)
class AuthorizationsPage:
    """The rows of a group; ``meaning``: what stands in it."""

    found: Authorizations
    meaning: str


@pages.get("/authorizations", *ALL_ROLES)
def show(visit: Signed, show: str = "") -> Response:
    """The lines for which a payer wants an authorization."""
    visit.look("looked at the authorizations of all patients")
    book = visit.office.rule_book()
    names = {payer: profile.name for payer, profile in book.profiles.items()}
    found = authorizations(visit.desk, show, visit.office.today(), lambda payer: names.get(payer, payer))
    return page(visit, "pages/authorizations/authorizations.html", AuthorizationsPage(found, MEANING[found.group]))


@pages.get("/patients/{handle}/authorization/request", *ALL_ROLES)
def request(visit: Signed, handle: str) -> Response:
    """The request as a paper for the payer, and what is for the own file behind it."""
    now = opened(visit, handle, "made an authorization request")
    answer = request_of(now.case, visit.office.rule_book(), now.as_of)
    if answer is None:
        raise NotFound
    content = pdf_of(papers(now.case, answer.cases[0], answer), "Prior-authorization request")
    headers = {"Content-Disposition": f'attachment; filename="request-{handle}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)
