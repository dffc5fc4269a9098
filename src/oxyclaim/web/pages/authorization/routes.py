"""Prior authorization of a patient's lines: needed, asked for, given, ending."""

from dataclasses import dataclass

from fastapi.responses import Response

from oxyclaim.services.authorization import AuthorizationRequest, RenewalsRequest, authorization, renewals
from oxyclaim.views.blocks import Document
from oxyclaim.views.renewals import view
from oxyclaim.views.request import for_payer
from oxyclaim.web.access import ALL_ROLES, Pages, Signed
from oxyclaim.web.drawing import page
from oxyclaim.web.pages.patient.head import PatientHead, head_of, opened

pages = Pages()


@dataclass(frozen=True)
class AuthorizationPage:
    """``needed``: what each line needs and what a request would hold; ``ending``: approvals that end soon; None where
    the payer is not known. ``has_request``: something is to be asked for."""

    head: PatientHead
    needed: Document | None
    ending: Document | None
    has_request: bool = False
    tab: str = "authorization"


@pages.get("/patients/{handle}/authorization", *ALL_ROLES)
def show(visit: Signed, handle: str) -> Response:
    """Needed, given, ending."""
    now = opened(visit, handle, "looked at the authorizations")
    book, needed, ending, has_request = visit.office.rule_book(), None, None, False
    if now.case.coverage.payer in book.payers:
        answer = authorization(AuthorizationRequest([now.case], now.as_of), book)
        has_request = any(found.requests for found in answer.cases)
        needed = for_payer(answer, [now.case])
        ending = view(renewals(RenewalsRequest([now.case], now.as_of), book))
    context = AuthorizationPage(head_of(now, handle), needed, ending, has_request)
    return page(visit, "pages/authorization/authorization.html", context)
