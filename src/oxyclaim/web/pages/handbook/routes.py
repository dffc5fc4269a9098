"""The rule book to look things up in: rules, sources, codes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fastapi.responses import Response

from oxyclaim.services import handbook
from oxyclaim.services.desk.held_by import HeldBy, held_by
from oxyclaim.services.problems import BadInput
from oxyclaim.views import authorities as of_authorities
from oxyclaim.views import codes as of_codes
from oxyclaim.views import rules as of_rules
from oxyclaim.views.blocks import Document
from oxyclaim.web.access import ALL_ROLES, NotFound, Pages, Signed, Visit
from oxyclaim.web.drawing import page

pages = Pages()
ABOUT = {
    "/rules": "The rules by which claims are judged, and the patients whom each one holds. Find a word, such as order, "
    "or the number under Rule and source of a verdict.",
    "/authorities": "What the rules rest on: laws, policies and payers' texts, with the day on which each was read. "
    "Open one to see which rules cite it.",
    "/codes": "The codes that are billed, and what each includes. Open one to see its rules and prices.",
}
"""What each list is for, and what to do first."""


@dataclass(frozen=True)
class Entry:
    """A rule, source or code of a list: where its page is, and what is said of it in a line."""

    address: str
    name: str
    words: str
    beside: str


@dataclass(frozen=True)
class ListPage:
    """A list to look through; ``find``: what it is narrowed to; ``about``: what it is for."""

    title: str
    address: str
    entries: tuple[Entry, ...]
    find: str
    about: str


@dataclass(frozen=True)
class EntryPage:
    """One of them in full; ``held``: of a rule, the supplier's own patients whom it holds."""

    title: str
    back: str
    told: Document
    held: HeldBy | None = None


@pages.get("/rules", *ALL_ROLES)
def rules(visit: Signed, find: str = "") -> Response:
    """All rules."""
    found = handbook.rules(visit.office.rule_book(), visit.office.today(), with_cases=False).rules
    return _list(visit, "Rules", "/rules", find, (
        Entry(f"/rules/{each.id}", each.id, each.title, each.stage) for each in found
    ))  # fmt: skip


@pages.get("/rules/{id}", *ALL_ROLES)
def rule(visit: Signed, id: str) -> Response:
    """A rule: what it checks, why, by which source, what follows, and whom of the patients it holds."""
    return _entry(visit, id, "/rules", lambda: of_rules.view(
        handbook.rules(visit.office.rule_book(), visit.office.today(), id, with_cases=False)
    ), with_held=True)  # fmt: skip


@pages.get("/authorities", *ALL_ROLES)
def authorities(visit: Signed, find: str = "") -> Response:
    """All sources."""
    found = handbook.authorities(visit.office.rule_book(), visit.office.today()).authorities
    return _list(visit, "Sources", "/authorities", find, (
        Entry(f"/authorities/{each.source.id}", each.source.id, each.source.title, each.source.grade) for each in found
    ))  # fmt: skip


@pages.get("/authorities/{id}", *ALL_ROLES)
def authority(visit: Signed, id: str) -> Response:
    """A source, and what rests on it."""
    return _entry(visit, id, "/authorities", lambda: of_authorities.view(
        handbook.authorities(visit.office.rule_book(), visit.office.today(), id)
    ))  # fmt: skip


@pages.get("/codes", *ALL_ROLES)
def codes(visit: Signed, find: str = "") -> Response:
    """All codes."""
    found = handbook.codes(visit.office.rule_book(), visit.office.today()).codes
    return _list(visit, "Codes", "/codes", find, (
        Entry(f"/codes/{each.code}", each.code, each.name, each.kind) for each in found
    ))  # fmt: skip


@pages.get("/codes/{id}", *ALL_ROLES)
def code(visit: Signed, id: str) -> Response:
    """A code: what it is, how it is billed, what it needs."""
    return _entry(visit, id, "/codes", lambda: of_codes.view(
        handbook.codes(visit.office.rule_book(), visit.office.today(), [id])
    ))  # fmt: skip


def _list(visit: Visit, title: str, address: str, find: str, entries: Iterable[Entry]) -> Response:
    wanted = find.strip().casefold()
    kept = tuple(each for each in entries if wanted in f"{each.name} {each.words}".casefold())
    return page(visit, "pages/handbook/list.html", ListPage(title, address, kept, find, ABOUT[address]))


def _entry(visit: Visit, id: str, back: str, told: Callable[[], Document], with_held: bool = False) -> Response:
    """Raises NotFound for one that there is not."""
    try:
        said = told()
    except BadInput:
        raise NotFound from None
    if not with_held:
        return page(visit, "pages/handbook/entry.html", EntryPage(id, back, said))
    visit.look(f"looked at the patients whom rule {id} holds")
    return page(visit, "pages/handbook/entry.html", EntryPage(id, back, said, held_by(visit.desk, id)))
