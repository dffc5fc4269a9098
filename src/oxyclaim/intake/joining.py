"""Rows of several files, joined by the patient's id, with everything that is wrong with them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from oxyclaim.case.problems import NOT_SHOWN, shown
from oxyclaim.intake.cells import Unread, cell_reader
from oxyclaim.intake.mapping import SEVERAL, FileMap, ReadMapping
from oxyclaim.intake.tables import Row, Table
from oxyclaim.intake.targets import COMPLETE, Target, targets

SAME_PERSON = ("patient.last_name", "patient.birth_date", "coverage.member_id")
"""Where two rows of one patient id differ in one of these, they may be of two people."""
NO_PATIENT = "the patient's id is empty"
WANTED = {"history": (("code",), ("service_date",))}
"""Keys without which a record would count for nothing, although the month was billed."""
MONTH_OF_NO_DAY = "a billed month needs its code and its service date; without them it would be billed again"
UNREADABLE = "a cell cannot be read, and without it the case would say what the export does not say"


@dataclass(frozen=True, order=True)
class Place:
    """A row of a file."""

    file: Path
    row: int
    sheet: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with a cell, or with a row where no column is named. ``found`` is never patient data."""

    place: Place
    message: str
    column: str | None = None
    target: str | None = None
    found: str | None = None
    patient: str | None = None


@dataclass
class Entry:
    """A record of a list as rows tell it: its values by key path, and the places they come from."""

    values: dict[tuple[str, ...], Any]
    places: list[Place]
    headings: dict[tuple[str, ...], str]


@dataclass
class Part:
    """Everything that the files say of one patient id.

    ``single``: by target, each value with its place and heading; ``papers``: rows of the index. ``why_not``: why the
    patient must be set aside. ``whole``: the lists of which a file says that it holds all.
    """

    patient: str
    single: dict[Target, tuple[Any, Place, str]] = field(default_factory=dict)
    lists: dict[str, list[Entry]] = field(default_factory=dict)
    papers: list[Entry] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    why_not: list[str] = field(default_factory=list)


@dataclass
class Joined:
    """All patients in the order in which they come, and the rows that are of none."""

    parts: dict[str, Part] = field(default_factory=dict)
    orphans: list[CellProblem] = field(default_factory=list)
    read: int = 0
    blank: int = 0
    doubled: int = 0
    whole: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Column:
    """How a column is read. ``seen``: each text with what it says, so that no text is read twice."""

    index: int
    heading: str
    target: Target
    read: Callable[[str], Any]
    seen: dict[str, Any]

    def value(self, text: str) -> Any:
        found = self.seen.get(text)
        if found is None:
            try:
                found = self.read(text)
            except Unread as error:
                found = error
            self.seen[text] = found
        return found


def joined(tables: Sequence[tuple[Table, FileMap]], mapping: ReadMapping, presumed: Collection[str] = ()) -> Joined:
    """Join the rows. ``presumed``: targets that are taken to be something where they are absent, so that a cell that
    cannot be read must not be left out."""
    found = Joined()
    for table, entry in tables:
        _add(table, entry, mapping, presumed, found)
    return found


def missing_headings(table: Table, entry: FileMap) -> list[str]:
    """The headings that a mapping names and the file has not."""
    have = {heading.casefold() for heading in table.headings}
    return [each for each in (entry.patient, *entry.columns) if each.casefold() not in have]


def _add(table: Table, entry: FileMap, mapping: ReadMapping, presumed: Collection[str], found: Joined) -> None:
    found.read += table.read
    found.blank += table.blank
    found.orphans += [CellProblem(Place(table.path, number, table.sheet), what) for number, what in table.crooked]
    columns, patient = list(_columns(table, entry, mapping)), _index(table, entry.patient)
    sections = {column.target.section for column in columns}
    found.whole |= {name for name in COMPLETE if name in sections and entry.complete}
    constants: dict[str, dict[tuple[str, ...], Any]] = {}
    for target, value in mapping.constants_of(entry).items():
        constants.setdefault(target.section, {})[target.keys] = value
    for row in table.rows:
        place = Place(table.path, row.number, table.sheet)
        id = row.cells[patient]
        id = mapping.file.merge.get(id, id)
        if not id:
            found.orphans.append(CellProblem(place, NO_PATIENT, entry.patient))
            continue
        part = found.parts.get(id) or found.parts.setdefault(id, Part(id))
        part.places.append(place)
        found.doubled += _take(row, place, columns, constants, mapping, presumed, part)


def _columns(table: Table, entry: FileMap, mapping: ReadMapping) -> Iterator[_Column]:
    for heading, path in entry.columns.items():
        if path is not None:
            target = targets()[path]
            reader = cell_reader(target, mapping.file.dates, mapping.file.words.get(path, {}))
            yield _Column(_index(table, heading), heading, target, reader, {})


def _index(table: Table, heading: str) -> int:
    return [each.casefold() for each in table.headings].index(heading.casefold())


def _take(
    row: Row, place: Place, columns: Sequence[_Column], constants: dict[str, dict[tuple[str, ...], Any]],
    mapping: ReadMapping, presumed: Collection[str], part: Part,
) -> bool:  # fmt: skip
    """Take a row's cells in. Whether everything in it was there already."""
    records: dict[str, Entry] = {}
    several: list[tuple[str, Entry]] = []
    is_new = False
    for column in columns:
        target, text = column.target, row.cells[column.index]
        if not text:
            text = mapping.file.blank.get(target.path, "")
            if not text:
                continue
        value = column.value(text)
        if isinstance(value, Unread):
            _cannot_read(column, text, str(value), place, presumed, part)
            is_new = True
        elif target.is_single:
            is_new |= _agreed(column, value, place, part)
        elif target.path in SEVERAL:
            for each in _split(value):
                several.append((target.section, Entry({target.keys: each}, [place], {target.keys: column.heading})))
        else:
            entry = records.setdefault(target.section, Entry({}, [place], {}))
            entry.values[target.keys] = value
            entry.headings[target.keys] = column.heading
    if several and (rest := records.pop("diagnoses", None)):
        # What else the row says of a diagnosis is said of the first code in it.
        several[0][1].values |= rest.values
        several[0][1].headings |= rest.headings
    for section, entry in [*records.items(), *several]:
        entry.values = {**constants.get(section, {}), **entry.values}
        if not all(key in entry.values for key in WANTED.get(section, ())):
            part.problems.append(CellProblem(place, MONTH_OF_NO_DAY, None, section, None, part.patient))
            part.why_not.append(MONTH_OF_NO_DAY)
        own = part.papers if section == "papers" else part.lists.setdefault(section, [])
        same = next((each for each in own if each.values == entry.values), None)
        if same is None:
            own.append(entry)
            is_new = True
        else:
            same.places.append(place)
    return not is_new


def _split(value: str) -> list[str]:
    return [each for each in value.replace(";", ",").replace("|", ",").replace(" ", ",").split(",") if each]


def _cannot_read(column: _Column, text: str, message: str, place: Place, presumed: Collection[str], part: Part) -> None:
    target = column.target
    found = NOT_SHOWN if target.private else shown(text)
    part.problems.append(CellProblem(place, message, column.heading, target.path, found, part.patient))
    if target.section == "clinical":  # entered without its value, so that it is unknown and not presumed
        part.single.setdefault(target, (None, place, column.heading))
    if target.section in COMPLETE or target.path in presumed:
        part.why_not.append(UNREADABLE)


def _agreed(column: _Column, value: Any, place: Place, part: Part) -> bool:
    """Keep a value that a case has once. Where rows differ, none of them is kept. Whether it was new."""
    before = part.single.get(column.target)
    if before is None:
        part.single[column.target] = (value, place, column.heading)
        return True
    if before[0] == value:
        return False
    told = before[1]
    where = f"row {told.row} of {told.file.name}"
    two = column.target.path in SAME_PERSON or column.target.kind == "name"
    message = f"says another thing than {where}; correct one of the two"
    if two:
        part.why_not.append("rows under this id differ in name, birth date or member id: they may be of two people")
    part.problems.append(CellProblem(place, message, column.heading, column.target.path, None, part.patient))
    part.single[column.target] = (None, told, column.heading)
    return True
