"""The log: who looked at or did what, of which patient; its chain is checked; who took emergency access.

A case's id may be a patient's number: what is searched for is posted, and no address holds it.
"""

from dataclasses import dataclass

from fastapi.responses import Response

from oxyclaim.services.desk.looking import Asked, LogChecked, LogFound, check_log, search_log
from oxyclaim.services.desk.shelves import Emergency
from oxyclaim.web.access import Pages, Signed, Visit
from oxyclaim.web.drawing import page

pages = Pages()
WHO = ("compliance", "manager")


@dataclass(frozen=True)
class AuditPage:
    """The rows, what was asked for, and what a check of the chain found."""

    found: LogFound
    people: tuple[str, ...]
    emergencies: tuple[Emergency, ...]
    checked: LogChecked | None


@pages.get("/audit", *WHO)
def show(visit: Signed) -> Response:
    """The latest."""
    visit.look("looked at the log")
    return _page(visit, Asked())


@pages.post("/audit", *WHO)
def search(visit: Signed) -> Response:
    """Of a patient, of a person, of some days."""
    asked = Asked(visit.text("patient").strip(), visit.text("person"), visit.text("first"), visit.text("last"))
    found = search_log(visit.desk, asked)
    visit.look("searched the log", found.case_id)
    return _page(visit, asked)


@pages.post("/audit/check", *WHO)
def check(visit: Signed) -> Response:
    """Check the chain of the whole log."""
    checked = check_log(visit.desk)
    visit.look("checked the log: " + ("sound" if checked.is_sound else "NOT sound"))
    return _page(visit, Asked(), checked)


def _page(visit: Visit, asked: Asked, checked: LogChecked | None = None) -> Response:
    found = search_log(visit.desk, asked)
    people = tuple(each.name for each in visit.office.desk.accounts(visit.account.supplier_id))
    context = AuditPage(found, people, tuple(visit.desk.emergencies()), checked)
    return page(visit, "pages/audit/audit.html", context, 422 if found.problem else 200)
