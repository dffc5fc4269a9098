"""The HCPCS codes of home oxygen, explained: ``codes.yaml`` and the payers' dated lists that name each code."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from oxyclaim.engine.catalogue import GRADES, Catalogue, authority_id
from oxyclaim.engine.parameters import CatalogueError, Parameter, Value

FILE = Path(__file__).with_name("codes.yaml")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    authority: str | list[str]

    @property
    def cites(self) -> tuple[str, ...]:
        return (self.authority,) if isinstance(self.authority, str) else tuple(self.authority)


class _Code(_Entry):
    kind: str = Field(alias="class")
    name: str
    modality: str


class _Statement(_Entry):
    topic: str
    of: list[str]
    says: str
    answer: bool | None = None
    grade: str | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    topics: dict[str, str]
    modalities: list[str]
    codes: dict[str, _Code]
    statements: list[_Statement]

    def meant(self, statement: _Statement) -> set[str]:
        """The codes of which a statement speaks."""
        return {code for code, entry in self.codes.items() if {code, entry.kind} & set(statement.of)}


@dataclass(frozen=True)
class Statement:
    """One thing that is said of a code. ``answer`` is set where the topic is a yes-or-no question."""

    topic: str
    says: str
    answer: bool | None
    authority: tuple[str, ...]
    grade: str


@dataclass(frozen=True)
class Listing:
    """A payer's list that names the code, for a closed range of dates on the list's clock."""

    payer: str
    parameter: str
    title: str
    clock: str
    first: date
    last: date | None
    authority: tuple[str, ...]
    grade: str
    note: str


@dataclass(frozen=True)
class CodeSheet:
    """A code: its class (``kind``), our name for it, its modality, what is said of it, the lists that name it."""

    code: str
    kind: str
    name: str
    modality: str
    authority: tuple[str, ...]
    grade: str
    statements: tuple[Statement, ...]
    listings: tuple[Listing, ...]


Cell = tuple[str, ...] | tuple[Statement, ...] | tuple[Listing, ...]


@dataclass(frozen=True)
class Row:
    """One topic of a comparison: a cell for each code, whether they differ, and what an empty cell means."""

    topic: str
    cells: tuple[Cell, ...]
    differs: bool
    empty: str


def load_codes(catalogue: Catalogue) -> list[CodeSheet]:
    """Every code, checked once for each rule book. Raises CatalogueError with all that is wrong with the file."""
    made = catalogue.beside
    if load_codes not in made:
        made[load_codes] = read_codes(FILE.read_text(encoding="utf-8"), catalogue)
    return cast(list[CodeSheet], made[load_codes])


def read_codes(text: str, catalogue: Catalogue) -> list[CodeSheet]:
    """The codes of a file like ``codes.yaml``."""
    try:
        file = _File.model_validate(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except ValidationError as error:
        raise CatalogueError(f"codes: {error}") from None
    problems = [*_problems(file, catalogue), *_list_problems(file, catalogue)]
    if problems:
        raise CatalogueError("\n".join(problems))
    return [_sheet(code, file, catalogue) for code in file.codes]


def compared(sheets: Sequence[CodeSheet]) -> list[Row]:
    """The codes side by side, topic by topic; what differs comes first, then what is the same for all."""
    plain: list[tuple[str, list[Cell]]] = [
        ("Name", [(sheet.name,) for sheet in sheets]),
        ("Class", [(sheet.kind,) for sheet in sheets]),
        ("Modality", [(sheet.modality,) for sheet in sheets]),
    ]
    rows = [Row(topic, tuple(cells), len(set(cells)) > 1, "") for topic, cells in plain]
    for topic in dict.fromkeys(statement.topic for sheet in sheets for statement in sheet.statements):
        said = [tuple(statement for statement in sheet.statements if statement.topic == topic) for sheet in sheets]
        rows += _split(topic, said, "nothing on file")
    for title in dict.fromkeys(listing.title for sheet in sheets for listing in sheet.listings):
        named = [tuple(listing for listing in sheet.listings if listing.title == title) for sheet in sheets]
        rows += _split(title, named, "not named")
    return sorted(rows, key=lambda row: not row.differs)


def _split(topic: str, cells: Sequence[tuple[Any, ...]], empty: str) -> Iterator[Row]:
    """A row of what is not common to all cells, and one of what is."""
    common = tuple(each for each in cells[0] if all(each in cell for cell in cells))
    own = tuple(tuple(each for each in cell if each not in common) for cell in cells)
    if any(own):
        yield Row(topic, own, True, "nothing more" if common else empty)
    if common:
        yield Row(topic, (common,) * len(cells), False, "")


def code_lists(catalogue: Catalogue, known: Iterable[str]) -> list[Parameter]:
    """The parameters that are lists of codes: some payer's value names a known code."""
    codes = set(known)
    return [
        parameter
        for parameter in catalogue.parameters
        if parameter.type == "list"
        and any(codes & set(value.value or ()) for _, value in _values(parameter, catalogue))
    ]


def _sheet(code: str, file: _File, catalogue: Catalogue) -> CodeSheet:
    entry = file.codes[code]
    order = list(file.topics)
    spoken = sorted((s for s in file.statements if code in file.meant(s)), key=lambda s: order.index(s.topic))
    return CodeSheet(
        code=code,
        kind=entry.kind,
        name=entry.name,
        modality=entry.modality,
        authority=entry.cites,
        grade=catalogue.grade(entry.cites),
        statements=tuple(
            Statement(file.topics[s.topic], s.says, s.answer, s.cites, s.grade or catalogue.grade(s.cites))
            for s in spoken
        ),
        listings=tuple(_listings(code, file, catalogue)),
    )


def _listings(code: str, file: _File, catalogue: Catalogue) -> Iterator[Listing]:
    classes = {_list_of(entry.kind) for entry in file.codes.values()}
    for parameter in code_lists(catalogue, file.codes):
        for payer, value in _values(parameter, catalogue):
            if parameter.name not in classes and code in (value.value or ()):
                yield Listing(
                    payer=payer,
                    parameter=parameter.name,
                    title=parameter.title,
                    clock=parameter.clock.replace("_", " "),
                    first=value.first,
                    last=value.last,
                    authority=value.authority,
                    grade=catalogue.grade(value.authority),
                    note=value.note,
                )


def _problems(file: _File, catalogue: Catalogue) -> Iterator[str]:
    for code, entry in file.codes.items():
        if entry.modality not in file.modalities:
            yield f"codes: {code}: no modality is called {entry.modality}"
        yield from _cite_problems(f"codes: {code}", entry.cites, None, catalogue)
    names = {*file.codes, *(entry.kind for entry in file.codes.values())}
    for statement in file.statements:
        where = f"codes: {statement.topic} of {', '.join(statement.of)}"
        if statement.topic not in file.topics:
            yield f"{where}: no topic is called {statement.topic}"
        yield from (
            f"{where}: neither a code nor a class is called {name}" for name in statement.of if name not in names
        )
        yield from _cite_problems(where, statement.cites, statement.grade, catalogue)


def _cite_problems(where: str, cites: tuple[str, ...], grade: str | None, catalogue: Catalogue) -> Iterator[str]:
    unknown = [cite for cite in cites if authority_id(cite) not in catalogue.authorities]
    yield from (f"{where}: no authority {cite}" for cite in unknown)
    if not cites:
        yield f"{where}: no source"
    elif grade is not None and grade not in GRADES:
        yield f"{where}: no grade is called {grade}; it must be one of {', '.join(GRADES)}"
    elif grade is not None and not unknown and GRADES.index(grade) < GRADES.index(catalogue.grade(cites)):
        yield f"{where}: {grade} is stronger than its source, which is {catalogue.grade(cites)}"


def _list_problems(file: _File, catalogue: Catalogue) -> Iterator[str]:
    """Where the file and the payers' lists of the same name disagree."""
    lists = {parameter.name: parameter for parameter in catalogue.parameters}
    for name, codes in _sets(file):
        if name in lists:
            listed = {code for _, value in _values(lists[name], catalogue) for code in value.value or ()}
            yield from (f"codes: {code} is in {name}, and here it is not" for code in sorted(listed - codes))
            yield from (f"codes: {code} is not in {name}, and here it is" for code in sorted(codes - listed))


def _sets(file: _File) -> Iterator[tuple[str, set[str]]]:
    """The codes of each class, and those to which a topic's answer is yes, by the name a parameter of them has."""
    for kind in {entry.kind for entry in file.codes.values()}:
        yield _list_of(kind), {code for code, entry in file.codes.items() if entry.kind == kind}
    for topic in file.topics:
        yield _list_of(topic), {c for s in file.statements if s.topic == topic and s.answer for c in file.meant(s)}


def _list_of(name: str) -> str:
    return f"{name.replace(' ', '_')}_codes"


def _values(parameter: Parameter, catalogue: Catalogue) -> Iterator[tuple[str, Value]]:
    for value in catalogue.values["medicare"].get(parameter.name, ()):
        yield "medicare", value
