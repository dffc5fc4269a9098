"""Tables of another system: left here, mapped, tried, taken in; and what each line owed at the change-over."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from oxyclaim.services.desk.imports import (
    DATE_ORDERS,
    Begun,
    Choices,
    OpeningLine,
    Sheet,
    begin,
    begun,
    choices,
    choose,
    drop,
    opening_lines,
    put_mapping,
    take_import,
    take_opening,
    try_import,
)
from oxyclaim.services.desk.intake.starting import payers_of
from oxyclaim.services.importing.answer import Gap, ImportAnswer
from oxyclaim.services.importing.worklist import worklist
from oxyclaim.services.ledger.answer import EnteredAnswer
from oxyclaim.services.problems import BadInput
from oxyclaim.services.store.kept import Change
from oxyclaim.views.blocks import Document
from oxyclaim.views.importing import view
from oxyclaim.views.mapping_words import OTHER_ANSWERERS, key_groups, key_words
from oxyclaim.web.access import NotFound, Pages, Signed, Visit
from oxyclaim.web.drawing import page

pages = Pages()
WHO = ("biller", "manager")
MOST_BYTES = 50_000_000
TOO_LARGE = "the files are more than 50 MB together; `oxyclaim import --store` takes any size"
SHOWN = 200
"""Rows of a table; the worklist has all."""


@dataclass(frozen=True)
class ImportsPage:
    """``begun``: what this person has left here; ``answer``: what would come in or came in, ``told`` in full;
    ``whys``: why rows are set aside, and how many; ``cells``: what cannot be read, with its row; ``opened``: what came
    of opening balances, ``is_trial`` or kept. ``choices``: the mapping beside its tables, ``sheet``: the table whose
    headings are shown; ``keys``: what a heading may mean, by section; ``orders``: how dates
    may be written; ``typed``: answers that did not fit; ``answerers``: who may have answered a month before."""

    begun: Begun | None
    answer: ImportAnswer | None
    told: Document | None
    whys: tuple[tuple[str, int], ...]
    cells: tuple[Gap, ...]
    opening: tuple[OpeningLine, ...]
    opened: EnteredAnswer | None
    is_trial: bool
    shown: int
    problems: tuple[str, ...]
    choices: Choices | None
    sheet: Sheet | None
    keys: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    key_words: Callable[[str], str]
    orders: tuple[str, ...]
    typed: Mapping[str, str]
    payers: tuple[tuple[str, str], ...]
    answerers: tuple[tuple[str, str], ...]


@pages.get("/imports", *WHO)
def show(visit: Signed, table: str = "") -> Response:
    """What was begun; ``table``: the number of the table whose headings are shown."""
    return _page(visit, table=table)


@pages.post("/imports/choose", *WHO)
def chosen(visit: Signed) -> Response:
    """What the headings of a table mean, or what is the same in all tables; and on to the next that has a question."""
    office, account_id, table = visit.office, visit.account.account_id, visit.text("table")
    number = int(table) if table.isdigit() else None
    answers = {name: value for name, value in visit.form.items() if isinstance(value, str)}
    try:
        there = choose(visit.desk, office.room, account_id, number, answers, office.now())
        found = choices(office.room, there)
    except BadInput as error:
        return _page(visit, problems=tuple(map(str, error.problems)), table=table, typed=answers)
    visit.look("chose what the headings of a table mean")
    open_now = [each.number for each in (found.sheets if found else ()) if each.asks or each.number == number]
    later = [each for each in open_now if number is None or each > number]
    stays = visit.text("do") == "stay"
    following = number if stays else next(iter([*later, *(each for each in open_now if each != number)]), None)
    return RedirectResponse("/imports" if following is None else f"/imports?table={following}", status_code=303)


@pages.post("/imports", *WHO)
def leave(visit: Signed) -> Response:
    """Tables, with a mapping or without."""
    office, tables, maps = visit.office, _uploads(visit, "tables"), _uploads(visit, "mapping")
    if sum(len(content) for _, content in (*tables, *maps)) > MOST_BYTES:
        return _page(visit, problems=(TOO_LARGE,))
    try:
        mapping = maps[0][1].decode("utf-8-sig") if maps else None
        begin(
            visit.desk, office.room, visit.account.account_id, tables, mapping, office.rule_book(), office.today(),
            office.now(),
        )  # fmt: skip
    except UnicodeDecodeError:
        return _page(visit, problems=("the mapping is no text (UTF-8)",))
    except BadInput as error:
        return _page(visit, problems=tuple(map(str, error.problems)))
    visit.look("left tables to be imported")
    return RedirectResponse("/imports", status_code=303)


@pages.post("/imports/drop", *WHO)
def throw_away(visit: Signed) -> Response:
    """Begin anew."""
    drop(visit.desk, visit.account.account_id)
    visit.look("threw away tables to be imported")
    return RedirectResponse("/imports", status_code=303)


@pages.post("/imports/go", *WHO)
def go(visit: Signed) -> Response:
    """Try the import, or take it in; or give the worklist of what each patient still lacks."""
    office, do, account_id = visit.office, visit.text("do"), visit.account.account_id
    book, today = office.rule_book(), office.today()
    try:
        what = begun(visit.desk, account_id)
        if what is None or "text" in visit.form:
            what = put_mapping(visit.desk, account_id, visit.text("text"), office.now())
        if do == "take":
            change = Change(visit.account.name, office.now(), "imported from another system", "import")
            over = bool(visit.text("over"))
            answer = take_import(visit.desk, office.room, account_id, what, over, book, today, change)
        else:
            answer = try_import(visit.desk, office.room, what, book, today)
    except BadInput as error:
        return _page(visit, problems=tuple(map(str, error.problems)))
    if do == "worklist":
        visit.look("took the worklist of an import")
        headers = {"Content-Disposition": 'attachment; filename="worklist.csv"'}
        return Response(worklist(answer.gaps), media_type="text/csv; charset=utf-8", headers=headers)
    visit.look("took an import in" if do == "take" else "tried an import")
    return _page(visit, answer)


@pages.get("/imports/mapping.yaml", *WHO)
def mapping(visit: Signed) -> Response:
    """The mapping, to keep it for the next export."""
    what = begun(visit.desk, visit.account.account_id)
    if what is None:
        raise NotFound
    visit.look("took the mapping of an import")
    headers = {"Content-Disposition": 'attachment; filename="mapping.yaml"'}
    return Response(what.mapping, media_type="application/yaml", headers=headers)


@pages.post("/imports/opening", "manager")
def opening(visit: Signed) -> Response:
    """Opening balances: tried, or taken in."""
    office, files, is_trial = visit.office, _uploads(visit, "balances"), visit.text("do") != "take"
    if not files:
        return _page(visit, problems=("choose a table of opening balances",))
    if len(files[0][1]) > MOST_BYTES:
        return _page(visit, problems=(TOO_LARGE,))
    change = Change(visit.account.name, office.now(), "opening balances of the system before", "import")
    try:
        done = take_opening(visit.desk, *files[0], is_trial, office.rule_book(), office.today(), change)
    except BadInput as error:
        return _page(visit, problems=tuple(map(str, error.problems)))
    visit.look("tried opening balances" if is_trial else "took opening balances in")
    return _page(visit, opened=done, is_trial=is_trial)


def _uploads(visit: Visit, name: str) -> list[tuple[str, bytes]]:
    files = [each for each in visit.form.getlist(name) if isinstance(each, UploadFile) and each.filename]
    return [(each.filename or "file", each.file.read(MOST_BYTES + 1)) for each in files]


def _page(
    visit: Visit, answer: ImportAnswer | None = None, problems: tuple[str, ...] = (),
    opened: EnteredAnswer | None = None, is_trial: bool = False, table: str = "",
    typed: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    visit.look("looked at imports")
    whys = Counter(each.why for each in answer.rows_set_aside) if answer else Counter[str]()
    what = begun(visit.desk, visit.account.account_id)
    payers = payers_of(visit.office.rule_book())
    try:
        found = choices(visit.office.room, what) if what else None
    except BadInput as error:
        found, problems = None, (*problems, *map(str, error.problems))
    context = ImportsPage(
        begun=what, answer=answer, told=view(answer) if answer else None, whys=tuple(whys.most_common(SHOWN)),
        cells=tuple(each for each in answer.gaps if each.row is not None) if answer else (),
        opening=opening_lines(visit.desk), opened=opened, is_trial=is_trial, shown=SHOWN, problems=problems,
        choices=found,
        sheet=next((each for each in (found.sheets if found else ()) if str(each.number) == table), None),
        keys=key_groups(), key_words=key_words, orders=DATE_ORDERS, typed=typed or {}, payers=payers,
        answerers=(*payers, *OTHER_ANSWERERS),
    )  # fmt: skip
    return page(visit, "pages/imports/imports.html", context, 422 if problems else 200)
