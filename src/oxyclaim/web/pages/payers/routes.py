"""Payers: how far each can be trusted, what it asks, side by side, and files of one's own."""

import re
from dataclasses import dataclass, replace

from fastapi.responses import RedirectResponse, Response

from oxyclaim.services.desk.payer_files import (
    Confirming,
    Tried,
    confirm_values,
    file_text,
    save_payer_file,
    try_payer_file,
)
from oxyclaim.services.payers import PayersAnswer, compare, payers, show_payer
from oxyclaim.services.payers.reviewing import Asked, questions_of
from oxyclaim.services.problems import BadInput
from oxyclaim.views import payers as views
from oxyclaim.views.blocks import Document
from oxyclaim.web.access import ALL_ROLES, NotFound, Pages, Signed, Visit
from oxyclaim.web.drawing import page

pages = Pages()
DONE = {
    "1": "The file was saved; what it changes is judged in the background.",
    "2": "The values are confirmed with your name and day; what that changes is judged in the background.",
}
NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")


@dataclass(frozen=True)
class PayersPage:
    """All payers; ``find``: what the list is narrowed to."""

    answer: PayersAnswer
    find: str
    problems: tuple[str, ...]


@dataclass(frozen=True)
class PayerPage:
    """A payer in full, or several side by side. ``payer``: empty for several."""

    title: str
    payer: str
    told: Document
    done: str


@dataclass(frozen=True)
class FilePage:
    """A payer's file as text, and what it would change."""

    payer: str
    text: str
    tried: Tried | None
    may_be_saved: bool
    problems: tuple[str, ...]


@dataclass(frozen=True)
class ReviewPage:
    """What of a payer a person may confirm: ``held`` values, and what its file says nothing of (``silent``);
    ``entered``, ``ticked``: what was typed."""

    payer: str
    name: str
    held: tuple[Asked, ...]
    silent: tuple[Asked, ...]
    may_be_saved: bool
    entered: dict[str, str]
    ticked: tuple[str, ...]
    problems: tuple[str, ...]


@pages.get("/payers", *ALL_ROLES)
def every(visit: Signed, find: str = "") -> Response:
    """All payers."""
    return _list(visit, find)


@pages.get("/payers/compare", *ALL_ROLES)
def side_by_side(visit: Signed) -> Response:
    """Some payers side by side."""
    chosen = [each for each in visit.request.query_params.getlist("of") if each][:6]
    office = visit.office
    try:
        found = compare(chosen, office.today(), office.rule_book(), office.today())
    except BadInput:
        return _list(visit, "", ("choose two payers or more, up to six",))
    title = " and ".join(chosen)
    return page(visit, "pages/payers/payer.html", PayerPage(title, "", views.comparison(found), ""))


@pages.get("/payers/file/{payer}", "manager")
def own_file(visit: Signed, payer: str) -> Response:
    """The payer's file, to change it."""
    if not NAME.fullmatch(payer):
        raise NotFound
    return _file(visit, payer, file_text(payer, visit.office.payers))


@pages.post("/payers/file/{payer}", "manager")
def change_file(visit: Signed, payer: str) -> Response:
    """Try the file on one's patients, or save it."""
    if not NAME.fullmatch(payer):
        raise NotFound
    office, text = visit.office, visit.text("text").replace("\r\n", "\n")
    try:
        if visit.text("do") == "save":
            save_payer_file(payer, text, office.payers)
            visit.look("saved a payer file")
            return RedirectResponse(f"/payers/{payer}?done=1", status_code=303)
        tried = try_payer_file(
            visit.desk, payer, text, office.payers, office.rule_book(), office.today(), office.fees
        )  # fmt: skip
    except BadInput as error:
        return _file(visit, payer, text, problems=tuple(map(str, error.problems)))
    visit.look("tried a payer file")
    return _file(visit, payer, text, tried)


@pages.get("/payers/review/{payer}", "manager")
def to_confirm(visit: Signed, payer: str) -> Response:
    """What a person may confirm of a payer with the contract at hand."""
    return _review(visit, payer)


@pages.post("/payers/review/{payer}", "manager")
def confirm(visit: Signed, payer: str) -> Response:
    """Values hold, by a contract, on a day, by the person who is signed in."""
    office, form = visit.office, visit.form
    if payer not in office.rule_book().profiles or not NAME.fullmatch(payer):
        raise NotFound
    keys = tuple(each for each in form.getlist("confirmed") if isinstance(each, str))
    values = tuple(
        (name.removeprefix("value."), text.strip()) for name, text in form.items()
        if name.startswith("value.") and isinstance(text, str) and text.strip()
    )  # fmt: skip
    what = Confirming(
        tuple(key for key in keys if key not in dict(values)), values, visit.text("contract").strip(),
        visit.text("place").strip(), visit.text("dated").strip(),
    )  # fmt: skip
    try:
        confirm_values(payer, office.payers, what, visit.account.name, office.today())
    except BadInput as error:
        return _review(visit, payer, tuple(map(str, error.problems)))
    visit.look("confirmed values of a payer")
    return RedirectResponse(f"/payers/{payer}?done=2", status_code=303)


@pages.get("/payers/{payer:path}", *ALL_ROLES)
def one(visit: Signed, payer: str, done: str = "") -> Response:
    """A payer: what holds today, by which sources."""
    office = visit.office
    if payer not in office.rule_book().profiles:
        raise NotFound
    shown = show_payer(payer, office.today(), office.rule_book(), office.payers, office.today())
    words = DONE.get(done, "")
    return page(visit, "pages/payers/payer.html", PayerPage(shown.name, payer, views.view(shown), words))


def _review(visit: Visit, payer: str, problems: tuple[str, ...] = ()) -> Response:
    office = visit.office
    book = office.rule_book()
    if payer not in book.profiles or not NAME.fullmatch(payer):
        raise NotFound
    asked = questions_of(payer, book, office.today())
    entered = {name: text for name, text in visit.form.items() if isinstance(text, str)}
    ticked = tuple(each for each in visit.form.getlist("confirmed") if isinstance(each, str))
    context = ReviewPage(
        payer, book.profiles[payer].name, tuple(each for each in asked if each.holds),
        tuple(each for each in asked if not each.holds), office.payers is not None, entered, ticked, problems,
    )  # fmt: skip
    return page(visit, "pages/payers/review.html", context, 422 if problems else 200)


def _list(visit: Visit, find: str, problems: tuple[str, ...] = ()) -> Response:
    office = visit.office
    wanted = find.strip().casefold()
    found = payers(office.rule_book(), office.payers, office.today())
    kept = tuple(
        each for each in found.payers
        if not each.abstract and wanted in f"{each.payer} {each.name} {each.state}".casefold()
    )  # fmt: skip
    context = PayersPage(replace(found, payers=kept), find, problems)
    return page(visit, "pages/payers/payers.html", context, 422 if problems else 200)


def _file(
    visit: Visit, payer: str, text: str, tried: Tried | None = None, problems: tuple[str, ...] = ()
) -> Response:  # fmt: skip
    context = FilePage(payer, text, tried, visit.office.payers is not None, problems)
    return page(visit, "pages/payers/file.html", context, 422 if problems else 200)
