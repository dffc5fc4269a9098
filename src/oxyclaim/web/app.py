"""The application: all pages, the headers, and what is said where there is nothing to show."""

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from oxyclaim.web.access import NotAllowed, NotFound, SignedOut, WrongRole
from oxyclaim.web.api.app import AT, make_api
from oxyclaim.web.drawing import notice
from oxyclaim.web.guarding import Guard
from oxyclaim.web.office import Office
from oxyclaim.web.pages.audit import routes as audit
from oxyclaim.web.pages.authorization import routes as authorization
from oxyclaim.web.pages.authorizations import routes as authorizations
from oxyclaim.web.pages.billing import routes as billing
from oxyclaim.web.pages.claim import routes as claim
from oxyclaim.web.pages.compliance import routes as compliance
from oxyclaim.web.pages.denials import routes as denials
from oxyclaim.web.pages.documents import routes as documents
from oxyclaim.web.pages.emergency import routes as emergency
from oxyclaim.web.pages.events import routes as events
from oxyclaim.web.pages.file import routes as file
from oxyclaim.web.pages.handbook import routes as handbook
from oxyclaim.web.pages.health import routes as health
from oxyclaim.web.pages.history import routes as history
from oxyclaim.web.pages.imports import routes as imports
from oxyclaim.web.pages.intake import routes as intake
from oxyclaim.web.pages.look_ups import routes as look_ups
from oxyclaim.web.pages.money import routes as money
from oxyclaim.web.pages.new_patient import routes as new_patient
from oxyclaim.web.pages.outbox import routes as outbox
from oxyclaim.web.pages.papers import routes as papers
from oxyclaim.web.pages.patient import routes as patient
from oxyclaim.web.pages.patients import routes as patients
from oxyclaim.web.pages.payers import routes as payers
from oxyclaim.web.pages.practitioners import routes as practitioners
from oxyclaim.web.pages.programs import routes as programs
from oxyclaim.web.pages.rental import routes as rental
from oxyclaim.web.pages.replies import routes as replies
from oxyclaim.web.pages.reports import routes as reports
from oxyclaim.web.pages.scrub import routes as scrub
from oxyclaim.web.pages.settings import routes as settings
from oxyclaim.web.pages.sign_in import routes as sign_in
from oxyclaim.web.pages.today import routes as today
from oxyclaim.web.static_files import Files
from oxyclaim.web.watching import Watch

PAGES = (
    sign_in.pages,
    today.pages,
    patients.pages,
    new_patient.pages,
    intake.pages,
    patient.pages,
    papers.pages,
    file.pages,
    rental.pages,
    look_ups.pages,
    history.pages,
    events.pages,
    authorization.pages,
    authorizations.pages,
    documents.pages,
    billing.pages,
    replies.pages,
    denials.pages,
    money.pages,
    claim.pages,
    scrub.pages,
    imports.pages,
    reports.pages,
    compliance.pages,
    payers.pages,
    handbook.pages,
    settings.pages,
    audit.pages,
    emergency.pages,
    practitioners.pages,
    programs.pages,
    outbox.pages,
    health.pages,
)
_log = logging.getLogger("oxyclaim.web")


def make_app(office: Office) -> FastAPI:
    """The application for an office."""
    app = FastAPI(title="Oxyclaim", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.office = office
    for pages in PAGES:
        app.include_router(pages.router)
    app.mount("/static", Files())
    app.mount(AT, make_api(office))
    app.add_exception_handler(SignedOut, _signed_out)
    app.add_exception_handler(NotAllowed, _not_allowed)
    app.add_exception_handler(NotFound, _not_found)
    app.add_exception_handler(RequestValidationError, _not_found)
    app.add_exception_handler(HTTPException, _http)
    app.add_middleware(Guard, secure=office.secure, failed=_failed)
    app.add_middleware(Watch, metrics=office.metrics)
    return app


def _signed_out(request: Request, error: Exception) -> Response:
    if "hx-request" in request.headers:
        return Response(status_code=204, headers={"HX-Redirect": "/login"})
    return RedirectResponse("/login", status_code=303)


def _not_allowed(request: Request, error: Exception) -> Response:
    if isinstance(error, WrongRole):
        words = "Your role does not have this page. In an emergency you can take what other roles may do, for an hour."
        return notice("Not for you", words, 403, ("/emergency", "Emergency access"))
    return notice("Not for you", "The form is too old. Go back, reload and try again.", 403)


def _not_found(request: Request, error: Exception) -> Response:
    return notice("Nothing here", "There is no such page, or it was moved.", 404)


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return _not_found(request, error)
    return notice("That did not work", "The request could not be read. Go back and try again.", status)


def _failed(error: Exception) -> Response:
    """An error of the program's own: where it happened is logged, never what it was about."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
    _log.error("%s in %s", type(error).__name__, place)
    return notice("That did not work", "The program met an error of its own. Nothing was changed; try again.", 500)
