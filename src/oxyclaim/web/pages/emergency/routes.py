"""Emergency access: for an hour what other roles may do, with a reason that the manager reads."""

from dataclasses import dataclass

from fastapi.responses import RedirectResponse, Response

from oxyclaim.services.desk.emergency import take
from oxyclaim.services.problems import BadInput
from oxyclaim.web.access import ALL_ROLES, NotFound, Pages, Signed, Visit
from oxyclaim.web.drawing import page

pages = Pages()
MANAGERS = ("manager",)


@dataclass(frozen=True)
class EmergencyPage:
    """The form; ``reason``: what was typed."""

    reason: str
    problems: tuple[str, ...]


@pages.get("/emergency", *ALL_ROLES)
def show(visit: Signed) -> Response:
    """What it is, and the form."""
    return _page(visit, "", ())


@pages.post("/emergency", *ALL_ROLES)
def begin(visit: Signed) -> Response:
    """Take it."""
    try:
        take(visit.desk, visit.account, visit.text("reason"), visit.office.now())
    except BadInput as error:
        said = tuple(f"{each.message[:1].upper()}{each.message[1:]}." for each in error.problems)
        return _page(visit, visit.text("reason"), said)
    visit.look("took emergency access")
    return RedirectResponse("/", status_code=303)


@pages.post("/emergency/{emergency}/read", *MANAGERS)
def read(visit: Signed, emergency: str) -> Response:
    """A manager has read of it."""
    try:
        visit.desk.see_emergency(emergency, visit.account.name, visit.office.now())
    except KeyError:
        raise NotFound from None
    visit.look("read of an emergency access")
    return RedirectResponse("/", status_code=303)


def _page(visit: Visit, reason: str, problems: tuple[str, ...]) -> Response:
    return page(visit, "pages/emergency/emergency.html", EmergencyPage(reason, problems), 422 if problems else 200)
