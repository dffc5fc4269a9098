"""Patients of another system come to the desk: tables are left here, their mapping confirmed, tried, taken in.

Also the opening balances of the system before. What is left here stays with the person who left it until it is taken
in or thrown away.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path

import polars as pl

from oxyclaim.case.models import Case
from oxyclaim.case.profile import Profile, filled
from oxyclaim.intake.choosing import (
    DATE_ORDERS,
    Choices,
    Sheet,
    WrongChoice,
    choices_of,
    of_all,
    of_table,
    plan_of,
    text_of_plan,
    with_tables,
)
from oxyclaim.intake.tables import SUFFIXES
from oxyclaim.remittance.ledger.accounts import PATIENT
from oxyclaim.services.desk.kept import Draft, FileRoom, SupplierDesk
from oxyclaim.services.desk.settings import profile_kept
from oxyclaim.services.importing import Imported, ImportRequest, import_export, propose_map
from oxyclaim.services.importing.answer import ImportAnswer
from oxyclaim.services.importing.proposing import FileProposed
from oxyclaim.services.importing.storing import into_store
from oxyclaim.services.ledger.answer import EnteredAnswer
from oxyclaim.services.ledger.opening import SOURCE, open_ledger
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

__all__ = [
    "DATE_ORDERS", "Begun", "Choices", "Left", "OpeningLine", "Sheet", "begin", "begun", "choices", "choose", "drop",
    "opening_lines", "put_mapping", "take_import", "take_opening", "try_import",
]  # fmt: skip
FORM, MAPPING, HERE = "imports", "mapping.yaml", "the desk"
LONGEST = 500_000
NOTHING = "nothing was taken in"


@dataclass(frozen=True)
class Left:
    """A file that was left here: its own name, and where its bytes are."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Begun:
    """An import that was begun: its files, the mapping as text, what was proposed for each file."""

    files: tuple[Left, ...]
    mapping: str
    proposed: tuple[FileProposed, ...]


@dataclass(frozen=True)
class OpeningLine:
    """A line that was open at the change-over: what it was charged, what nobody has answered, what the patient owed,
    and, of a debt, what its payer wanted back, in cents."""

    claim_id: str
    line_id: str
    payer: str
    on: date | None
    charge: int
    open: int
    patient: int
    debt: int


def begun(desk: SupplierDesk, account_id: str) -> Begun | None:
    """What this person has begun."""
    draft = desk.draft(account_id, FORM)
    if draft is None:
        return None
    kept = json.loads(draft.entered)
    proposed = tuple(FileProposed(**each | {"unknown": tuple(each["unknown"])}) for each in kept["proposed"])
    return Begun(tuple(Left(**each) for each in kept["files"]), kept["mapping"], proposed)


def begin(
    desk: SupplierDesk, room: FileRoom, account_id: str, files: Sequence[tuple[str, bytes]], mapping: str | None,
    book: RuleBook, as_of: date, now: datetime,
) -> Begun:  # fmt: skip
    """Take tables in and propose their mapping, or take the one that is given. Raises BadInput."""
    named = [(Path(name).name, content) for name, content in files]
    problems = [] if named else [Problem("no_file", f"choose at least one table ({', '.join(SUFFIXES)})")]
    names = [name for name, _ in named]
    problems += [
        Problem("doubled", "is the name of several files; give each another name", each)
        for each in sorted({name for name in names if names.count(name) > 1})
    ]
    problems += [
        Problem("wrong_suffix", "is no table", name, allowed=SUFFIXES)
        for name in names if Path(name).suffix.lower() not in SUFFIXES
    ]  # fmt: skip
    if problems:
        raise BadInput(problems, NOTHING)
    with _laid_down(named) as paths:
        answer = propose_map(paths, None, book, as_of)
        mapping = _for_all(mapping, paths)
    proposed = tuple(replace(each, file=Path(each.file).name) for each in answer.files)
    left = tuple(Left(name, room.put(content)) for name, content in named)
    made = Begun(left, answer.mapping if mapping is None else mapping, proposed)
    _keep(desk, account_id, made, now)
    return made


def put_mapping(desk: SupplierDesk, account_id: str, mapping: str, now: datetime) -> Begun:
    """The mapping as it was corrected is kept. Raises BadInput where nothing was begun."""
    there = begun(desk, account_id)
    if there is None:
        raise BadInput([Problem("nothing_begun", "leave the tables here first")], NOTHING)
    if not mapping.strip() or len(mapping) > LONGEST:
        raise BadInput([Problem("no_mapping", f"the mapping is empty, or longer than {LONGEST:,} characters")], NOTHING)
    made = replace(there, mapping=mapping.replace("\r\n", "\n"))
    _keep(desk, account_id, made, now)
    return made


def choices(room: FileRoom, what: Begun) -> Choices | None:
    """The mapping beside its tables, heading by heading; None where its text is none. Raises BadInput."""
    plan = plan_of(what.mapping)
    if plan is None:
        return None
    with _tables(room, what) as paths:
        return choices_of(plan, paths)


def choose(
    desk: SupplierDesk, room: FileRoom, account_id: str, number: int | None, answers: Mapping[str, str], now: datetime
) -> Begun:
    """Write answers into the mapping: of the table with this number, or what is the same in all. Raises BadInput."""
    there = begun(desk, account_id)
    plan = plan_of(there.mapping) if there else None
    if there is None or plan is None:
        raise BadInput([Problem("nothing_begun", "leave the tables here first")], NOTHING)
    if number is None:
        return put_mapping(desk, account_id, text_of_plan(of_all(plan, answers)), now)
    with _tables(room, there) as paths:
        sheet = next((each for each in choices_of(plan, paths).sheets if each.number == number), None)
    if sheet is None:
        raise BadInput([Problem("no_table", "this table is no longer there; leave it here once more")], NOTHING)
    try:
        return put_mapping(desk, account_id, text_of_plan(of_table(plan, sheet, answers)), now)
    except WrongChoice as error:
        raise BadInput([Problem("wrong_choice", each) for each in error.args], NOTHING) from None


def drop(desk: SupplierDesk, account_id: str) -> None:
    """Throw away what was begun."""
    desk.drop_draft(account_id, FORM)


def try_import(desk: SupplierDesk, room: FileRoom, what: Begun, book: RuleBook, as_of: date) -> ImportAnswer:
    """What would come in, what would be set aside and why; nothing is kept. Raises BadInput."""
    return _imported(desk, room, what, book, as_of).answer


def take_import(
    desk: SupplierDesk, room: FileRoom, account_id: str, what: Begun, over: bool, book: RuleBook, as_of: date,
    change: Change,
) -> ImportAnswer:  # fmt: skip
    """Take the cases in; what the settings say is filled in. Lines are judged in the background. Raises BadInput."""
    found, profile = _imported(desk, room, what, book, as_of), profile_kept(desk)
    placed = into_store([_whole(case, profile) for case in found.cases], desk.store, change, over)
    drop(desk, account_id)
    return replace(found.answer, placed=replace(placed, target=HERE))


def take_opening(
    desk: SupplierDesk, name: str, content: bytes, is_trial: bool, book: RuleBook, as_of: date, change: Change
) -> EnteredAnswer:
    """What each line owed at the change-over; a trial keeps nothing. Raises BadInput; then nothing is kept."""
    with _laid_down([(Path(name).name, content)]) as (path,):
        done = open_ledger(desk.store, HERE, path, book, change, as_of, keep=not is_trial)
    return replace(done, store=HERE)


def opening_lines(desk: SupplierDesk) -> tuple[OpeningLine, ...]:
    """The lines that came from the system before, and what they owed then."""
    with desk.store.ledger_as_it_is() as ledger:
        rows = ledger.all_entries().filter(pl.col("kind") == SOURCE)
    return tuple(
        OpeningLine(
            row["claim_id"] or row["reference"] or "", row["line_id"] or "", row["payer"] or "", row["on"],
            -row["charged"], row["open"], sum(row[name] for name in PATIENT) + row["settled"], -row["payer_debt"],
        )
        for row in rows.iter_rows(named=True)
    )  # fmt: skip


def _whole(case: Case, profile: Profile | None) -> Case:
    return filled(case, profile) if profile else case


def _for_all(mapping: str | None, paths: Sequence[Path]) -> str | None:
    """A mapping that was kept, with a proposal for the tables that it does not know; as it is where it knows all."""
    plan = plan_of(mapping) if mapping is not None else None
    if plan is None:
        return mapping
    whole = with_tables(plan, paths)
    return mapping if whole["files"] == plan["files"] else text_of_plan(whole)


@contextmanager
def _tables(room: FileRoom, what: Begun) -> Iterator[list[Path]]:
    """The tables that were left, to be read. Raises BadInput."""
    try:
        files = [(each.name, room.get(each.sha256)) for each in what.files]
    except KeyError:
        raise BadInput([Problem("file_gone", "a table is no longer there; leave it here once more")]) from None
    with _laid_down(files) as paths:
        yield paths


def _imported(desk: SupplierDesk, room: FileRoom, what: Begun, book: RuleBook, as_of: date) -> Imported:
    with _tables(room, what) as tables, _laid_down([(MAPPING, what.mapping.encode())]) as (mapping,):
        found = import_export(ImportRequest(tables, mapping, as_of, profile_kept(desk)), book)
    answer = replace(
        found.answer, files=tuple(each.name for each in what.files),
        rows_set_aside=tuple(replace(each, file=Path(each.file).name) for each in found.answer.rows_set_aside),
        gaps=tuple(replace(each, file=Path(each.file).name if each.file else "") for each in found.answer.gaps),
    )  # fmt: skip
    return replace(found, answer=answer)


@contextmanager
def _laid_down(files: Sequence[tuple[str, bytes]]) -> Iterator[list[Path]]:
    """The files in a folder that only this program reads. A BadInput names them as they were called."""
    with tempfile.TemporaryDirectory(prefix="oxyclaim-import-") as name:
        paths = [Path(name, each) for each, _ in files]
        for path, (_, content) in zip(paths, files, strict=True):
            path.write_bytes(content)
        try:
            yield paths
        except BadInput as error:
            raise BadInput((_as_named(each, name) for each in error.problems), error.what) from None


def _as_named(problem: Problem, folder: str) -> Problem:
    message = problem.message.replace(f"{folder}/", "")
    return replace(problem, message=message, file=Path(problem.file).name if problem.file else None)


def _keep(desk: SupplierDesk, account_id: str, made: Begun, now: datetime) -> None:
    desk.put_draft(account_id, Draft(FORM, 0, json.dumps(asdict(made))), now)
