"""Who may use which page: every route says its roles, and everything else is refused.

A page is asked for with a ``Visit``: the person who is signed in and the desk of that person's supplier alone.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from oxyclaim.services.desk.emergency import ROLES as EMERGENCY_ROLES
from oxyclaim.services.desk.kept import ROLES, Account, Session, SupplierDesk
from oxyclaim.services.desk.shelves import Emergency
from oxyclaim.services.desk.signing_in import session_of
from oxyclaim.web.office import Office

ANYONE = "anyone"
"""Marks a route that needs no sign-in."""
ALL_ROLES = ROLES
DECLARED = "x-roles"
COOKIE = "oxyclaim_desk"
FORM_COOKIE = "oxyclaim_form"
"""Of a browser that is not signed in: what its posts must hold."""
TOKEN = "token"
"""The field of every form that shows that it is ours."""


class SignedOut(Exception):
    """Nobody is signed in, or not any longer."""


class NotAllowed(Exception):
    """The page is not for this person, or the post is not from one of our forms."""


class WrongRole(NotAllowed):
    """The page is for other roles."""


class NotFound(Exception):
    """There is no such thing here, or it is another supplier's: both look alike."""


@dataclass(frozen=True)
class Visit:
    """A request of somebody who is signed in."""

    request: Request
    office: Office
    session: Session
    form: FormData
    emergency: Emergency | None = None

    @property
    def account(self) -> Account:
        """Who it is."""
        return self.session.account

    @property
    def desk(self) -> SupplierDesk:
        """The desk of that person's supplier."""
        return self.office.desk.of(self.account.supplier_id)

    def may(self, *roles: str) -> bool:
        """Whether this person is shown what is for those roles."""
        return _may(self.account, roles, self.emergency)

    @property
    def is_swap(self) -> bool:
        """Whether a part of a page is asked for, and not the page."""
        return "hx-request" in self.request.headers

    def look(self, what: str, case_id: str | None = None) -> None:
        """Write down that this person looked at something."""
        said = f"in an emergency: {what}" if self.emergency else what
        self.desk.look(self.account.name, self.office.now(), said, case_id)

    def text(self, name: str) -> str:
        """A field of the form that was sent; empty where it is not there."""
        return _text(self.form, name)


@dataclass(frozen=True)
class Guest:
    """A request of somebody who is not signed in, or need not be."""

    request: Request
    office: Office
    form: FormData
    token: str

    def text(self, name: str) -> str:
        """A field of the form that was sent; empty where it is not there."""
        return _text(self.form, name)


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


async def _form(request: Request) -> FormData:
    return await request.form() if request.method == "POST" else FormData()


def _visit(request: Request, form: Annotated[FormData, Depends(_form)]) -> Visit:
    office: Office = request.app.state.office
    session = session_of(office.desk, request.cookies.get(COOKIE, ""), office.now())
    if session is None:
        raise SignedOut
    emergency = office.desk.of(session.account.supplier_id).emergency_of(session.account.account_id, office.now())
    if not _may(session.account, roles_of(request.scope["route"]), emergency):
        raise WrongRole
    if request.method == "POST" and not _same(_text(form, TOKEN), session.token):
        raise NotAllowed
    return Visit(request, office, session, form, emergency)


def _may(account: Account, roles: Sequence[str], emergency: Emergency | None) -> bool:
    """Whether an account may use what is for these roles; in an emergency what is not for managers alone."""
    return account.role in roles or bool(emergency and set(roles) & set(EMERGENCY_ROLES))


def _guest(request: Request, form: Annotated[FormData, Depends(_form)]) -> Guest:
    if ANYONE not in roles_of(request.scope["route"]):
        raise NotAllowed
    token = request.cookies.get(FORM_COOKIE, "")
    if request.method == "POST" and not (token and _same(_text(form, TOKEN), token)):
        raise NotAllowed
    return Guest(request, request.app.state.office, form, token or secrets.token_urlsafe(24))


def _same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode(), wanted.encode())


Signed = Annotated[Visit, Depends(_visit)]
"""A request that only somebody signed in with one of the route's roles can make."""
Anybody = Annotated[Guest, Depends(_guest)]
"""A request that needs no sign-in."""


Number = Annotated[int, Path(ge=0, le=2**31 - 1)]
"""A whole number in an address."""


class Pages:
    """The routes of a page. Each names its roles; one that names none cannot be made."""

    def __init__(self) -> None:
        self.router = APIRouter(default_response_class=HTMLResponse)

    def get(self, path: str, *roles: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """A page that shows something."""
        return self.router.get(path, openapi_extra=_declared(roles))

    def post(self, path: str, *roles: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """A page that does something."""
        return self.router.post(path, openapi_extra=_declared(roles))


def _declared(roles: tuple[str, ...]) -> dict[str, Any]:
    if not roles or not set(roles) <= {*ROLES, ANYONE}:
        raise ValueError(f"a route needs roles of {ROLES} or {ANYONE!r}, not {roles}")
    return {DECLARED: list(roles)}


def roles_of(route: Any) -> tuple[str, ...]:
    """The roles that a route declares; none of a route that declares none, which is then closed."""
    extra: Mapping[str, Any] = getattr(route, "openapi_extra", None) or {}
    return tuple(extra.get(DECLARED, ()))
