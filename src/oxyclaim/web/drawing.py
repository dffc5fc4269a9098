"""Templates: one environment that escapes everything, and the words that every page shares."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from oxyclaim.services.desk.kept import ROLES
from oxyclaim.version import __version__
from oxyclaim.views.blocks import Document, counted, dollars, us_date, us_dates
from oxyclaim.views.render.html import html_of
from oxyclaim.web.access import Guest, Visit

HERE = Path(__file__).parent
START = ("/", "To the start page")
WORKING = ("intake", "biller", "manager")
"""Roles that enter facts; the others look."""


@cache
def environment() -> Environment:
    """The templates of all pages."""
    made = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters |= {"us": us_date, "us_text": us_dates, "dollars": dollars, "clock": _clock}
    made.globals |= {"counted": counted, "drawn": _drawn, "program_version": __version__}
    return made


def page(visit: Visit, template: str, context: object, status: int = 200) -> HTMLResponse:
    """A page for somebody who is signed in; ``context``: a data class whose fields the template knows by name."""
    shared = {
        "who": visit.account,
        "works": visit.may(*WORKING),
        "emergency": visit.emergency,
        "my_places": [(address, name) for address, name, roles in PLACES if visit.may(*roles)],
        "token": visit.session.token,
        "demo": visit.office.demo,
        "path": visit.request.url.path,
        "today": visit.office.today(),
    }
    return _answer(template, shared | _fields(context), status)


def open_page(guest: Guest, template: str, context: object, status: int = 200) -> HTMLResponse:
    """A page for anybody."""
    shared = {"who": None, "token": guest.token, "demo": guest.office.demo, "path": "", "today": guest.office.today()}
    return _answer(template, shared | _fields(context), status)


def notice(title: str, words: str, status: int, link: tuple[str, str] = START) -> HTMLResponse:
    """A page that only says something, and leads on: ``link`` is an address and its words."""
    shared = {"who": None, "token": "", "demo": False, "path": "", "title": title, "words": words, "link": link}
    return _answer("pages/notice.html", shared, status)


def _answer(template: str, values: Mapping[str, Any], status: int) -> HTMLResponse:
    return HTMLResponse(environment().get_template(template).render(values), status_code=status)


def _fields(context: object) -> dict[str, Any]:
    if not is_dataclass(context) or isinstance(context, type):
        raise TypeError("a template is given a data class")
    return {field.name: getattr(context, field.name) for field in fields(context)}


PLACES = (
    ("/", "Today", ROLES),
    ("/patients", "Patients", ROLES),
    ("/documents", "Documents", ROLES),
    ("/outbox", "Outbox", ROLES),
    ("/authorizations", "Authorizations", ROLES),
    ("/billing", "Billing", ("biller", "manager")),
    ("/replies", "Replies", ("biller", "manager")),
    ("/denials", "Denials", ("biller", "compliance", "manager")),
    ("/scrub", "Scrub", ("biller", "compliance", "manager")),
    ("/imports", "Imports", ("biller", "manager")),
    ("/reports", "Reports", ("compliance", "manager")),
    ("/compliance", "Compliance", ("compliance", "manager")),
    ("/rules", "Rules", ROLES),
    ("/audit", "Log", ("compliance", "manager")),
    ("/settings", "Settings", ("manager",)),
)
"""The pages that every page leads to, and for whom."""


def _drawn(document: Document, level: int = 2) -> Markup:
    """A document of ``views``, its dates as an office writes them."""
    return Markup(us_dates(html_of(document, level)))


def _clock(moment: str | datetime) -> str:
    """A kept moment as the office's own date and time."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    local = at.astimezone()
    return f"{us_date(date(local.year, local.month, local.day))} {local:%H:%M}"
