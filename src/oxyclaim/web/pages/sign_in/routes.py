"""Signing in and out."""

from dataclasses import dataclass

from fastapi.responses import RedirectResponse, Response

from oxyclaim.services.desk.signing_in import Refused, SignedIn, sign_in, sign_in_by_link, sign_out
from oxyclaim.web.access import ALL_ROLES, ANYONE, COOKIE, FORM_COOKIE, Anybody, Guest, Pages, Signed
from oxyclaim.web.drawing import open_page

pages = Pages()


@dataclass(frozen=True)
class SignInPage:
    """``problem``: why the last try was refused; ``name``: what was typed."""

    problem: str = ""
    name: str = ""


@pages.get("/login", ANYONE)
def show(guest: Anybody) -> Response:
    """The form."""
    return _with_token(guest, open_page(guest, "pages/sign_in/sign_in.html", SignInPage()))


@pages.post("/login", ANYONE)
def enter(guest: Anybody) -> Response:
    """Sign in."""
    name = guest.text("name")
    try:
        signed = sign_in(guest.office.desk, name, guest.text("password"), guest.text("code"), guest.office.now())
    except Refused as error:
        return open_page(guest, "pages/sign_in/sign_in.html", SignInPage(str(error), name), 401)
    return _into(guest, signed)


@pages.get("/welcome/{link}", ANYONE)
def welcome(guest: Anybody, link: str) -> Response:
    """Sign in by the server's own link, once."""
    try:
        return _into(guest, sign_in_by_link(guest.office.desk, link, guest.office.now()))
    except Refused as error:
        return _with_token(guest, open_page(guest, "pages/sign_in/sign_in.html", SignInPage(str(error)), 401))


@pages.post("/logout", *ALL_ROLES)
def leave(visit: Signed) -> Response:
    """Sign out."""
    sign_out(visit.office.desk, visit.session, visit.office.now())
    response = RedirectResponse("/login", status_code=303)
    response.delete_cookie(COOKIE)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _into(guest: Guest, signed: SignedIn) -> Response:
    response = RedirectResponse("/", status_code=303)
    response.set_cookie(COOKIE, signed.cookie, httponly=True, samesite="lax", secure=guest.office.secure)
    response.delete_cookie(FORM_COOKIE)
    return response


def _with_token(guest: Guest, response: Response) -> Response:
    response.set_cookie(FORM_COOKIE, guest.token, httponly=True, samesite="strict", secure=guest.office.secure)
    return response
