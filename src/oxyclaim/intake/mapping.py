"""The mapping: which heading of which file is which key of the case, and how the export writes dates and words."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatch
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from oxyclaim.case.checks import check_record
from oxyclaim.case.files import read_text
from oxyclaim.case.models import Document, Section
from oxyclaim.case.nodes import Loc, Node, Record, Unreadable, key_path, node_at
from oxyclaim.case.problems import Problem
from oxyclaim.case.shapes import shape_of
from oxyclaim.case.values import Truth
from oxyclaim.case.yaml_nodes import read_yaml
from oxyclaim.intake.cells import DateOrder, Unread, cell_reader
from oxyclaim.intake.fitting import misfit
from oxyclaim.intake.targets import COMPLETE, LISTS, Target, targets

Words = dict[str, str]
Values = dict[str, str | None]
"""By key; nothing where a question of a proposed mapping is still open."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
DOCUMENT_KINDS = (shape_of(Document).keys or {})["kind"].words
SEVERAL = ("diagnoses.icd10",)
"""Targets to which several columns of a file may go, each cell of which is a record of its own."""
BY_WORD = ("items.device.picked_up",)
"""Targets of which a mapping may say that an empty cell means none."""
OF_EVERY_MONTH = ("history.kind", "history.payer", "history.outcome", "history.supplier")
"""What must be known of billed months, by a column or a constant: a month without it counts for nothing."""
NOT_OF_EVERY_MONTH = (
    "billed months need {path} ({words}): without it none of them counts. Map a column, or write it under this file's "
    "`constants`"
)


class FileMap(Section):
    """One exported file, or a sheet of one."""

    name: Name = Field(description="Its name, or a pattern: patients*.csv fits next month's file too.")
    sheet: Name | None = Field(default=None, description="The sheet of a workbook; left out, the first.")
    patient: Name = Field(description="The heading of the patient's id, which joins the files.")
    complete: Truth | None = Field(
        default=None,
        description="Of a file of billed months or of absences: whether it holds every one of these patients.",
    )
    columns: dict[str, str | None] = Field(description="Heading: key of the case; nothing behind it: not used.")
    constants: Values = Field(default_factory=dict, description="What is true of every record of this file.")


class MappingFile(Section):
    """A mapping."""

    import_version: Literal["1"] = Field(description="Always 1 for this layout.")
    dates: DateOrder = Field(description="How the export writes dates.")
    constants: Values = Field(default_factory=dict, description="What is the same in every case.")
    words: dict[str, Words] = Field(
        default_factory=dict, description="Of a key: what the export writes, and what the case file writes for it."
    )
    blank: Words = Field(default_factory=dict, description="Of a key: what an empty cell says; else it says nothing.")
    confirmed: dict[str, Words] = Field(
        default_factory=dict,
        description="Of a kind of paper: what else is stated by the person who confirms a page of it.",
    )
    merge: Words = Field(default_factory=dict, description="Patient ids that mean another id's patient.")
    files: list[FileMap] = Field(min_length=1, description="The files.")


class ReadMapping:
    """A mapping that is sound, with its values as the case file writes them."""

    def __init__(self, path: Path, file: MappingFile):
        self.path, self.file = path, file
        known = targets()
        self.constants = {known[path]: self._value(path, text) for path, text in file.constants.items() if text}
        self.confirmed = {
            kind: {known[path]: self._value(path, text) for path, text in words.items()}
            for kind, words in file.confirmed.items()
        }

    def constants_of(self, entry: FileMap) -> dict[Target, object]:
        """What every record of a file says."""
        return {targets()[path]: self._value(path, text) for path, text in entry.constants.items() if text}

    def _value(self, path: str, text: str) -> object:
        return cell_reader(targets()[path], self.file.dates, {})(text)

    def files_for(self, path: Path) -> list[FileMap]:
        """The entries that a file fits."""
        return [entry for entry in self.file.files if fits(entry.name, path.name)]


def fits(pattern: str, name: str) -> bool:
    """Whether a file's name is meant."""
    return fnmatch(name.casefold(), pattern.casefold())


def read_mapping(path: Path, payers: Collection[str] | None = None) -> tuple[ReadMapping | None, list[Problem]]:
    """The mapping in a file, or everything that is wrong with it. ``payers``: those that it may name; None: any."""
    try:
        documents = read_yaml(read_text(path))
    except Unreadable as error:
        line, column = error.place or (None, None)
        return None, [Problem(path, line, error.message, column)]
    problems = [_problem(path, each.root, flaw.loc, flaw.message) for each in documents for flaw in each.flaws]
    if problems:
        return None, problems
    if len(documents) != 1 or not isinstance(documents[0].root, Record):
        return None, [Problem(path, 1, "must hold one mapping: import_version, dates, files and so on")]
    root = documents[0].root
    checked = check_record(root, MappingFile, set())
    if checked.case is None:
        return None, [_problem(path, root, flaw.loc, flaw.message) for flaw in checked.flaws]
    problems = [_problem(path, root, loc, message) for loc, message in _wrong(checked.case, payers)]
    return (None, problems) if problems else (ReadMapping(path, checked.case), [])


def _problem(path: Path, root: Node | None, loc: Loc, message: str) -> Problem:
    there = loc
    while there and node_at(root, there) is None:
        there = there[:-1]
    node = node_at(root, there)
    return Problem(path, node.place.line if node else None, message, None, key_path(root, loc), code="mapping")


@dataclass(frozen=True)
class _Values:
    """Tells of what the mapping itself says and the case cannot hold."""

    order: DateOrder
    payers: Collection[str] | None

    def wrong(self, loc: Loc, values: Mapping[str, str | None]) -> Iterator[tuple[Loc, str]]:
        """Of values by key."""
        for path, text in values.items():
            if (target := targets().get(path)) is None:
                yield (*loc, path), _unknown(path)
            elif text is None:
                wanted = f"one of {', '.join(target.words)}" if target.words else target.about
                yield (*loc, path), f"nothing is written here; write {wanted}"
            else:
                yield from self.unfit((*loc, path), target, text)

    def unfit(self, loc: Loc, target: Target, text: str) -> Iterator[tuple[Loc, str]]:
        """Of one value of a key."""
        try:
            value = cell_reader(target, self.order, {})(text)
        except Unread as error:
            yield loc, str(error)
            return
        if message := misfit(target, value, self.payers):
            yield loc, message


def _wrong(mapping: MappingFile, payers: Collection[str] | None) -> Iterator[tuple[Loc, str]]:
    values = _Values(mapping.dates, payers)
    yield from values.wrong(("constants",), mapping.constants)
    for path, words in mapping.words.items():
        if (target := targets().get(path)) is None:
            yield ("words", path), _unknown(path)
        else:
            for theirs, ours in words.items():
                yield from values.unfit(("words", path, theirs), target, ours)
    for path, text in mapping.blank.items():
        if path not in BY_WORD or text != "none":
            yield ("blank", path), f"only {' and '.join(BY_WORD)} may say `none` here; other empty cells say nothing"
    for kind, words in mapping.confirmed.items():
        if kind not in DOCUMENT_KINDS:
            yield ("confirmed", kind), f"is no kind of paper; they are {', '.join(DOCUMENT_KINDS)}"
        yield from values.wrong(("confirmed", kind), words)
        for path in words:
            if path.partition(".")[0] not in LISTS:
                yield ("confirmed", kind, path), "must be a key of a list, such as orders.signed"
    for number, entry in enumerate(mapping.files):
        for loc, message in _wrong_file(entry, values):
            yield ("files", number, *loc), message


def _wrong_file(entry: FileMap, values: _Values) -> Iterator[tuple[Loc, str]]:
    used: dict[str, str] = {}
    for heading, path in entry.columns.items():
        if path is None:
            continue
        if path not in targets():
            yield ("columns", heading), _unknown(path)
        elif path in used and path not in SEVERAL:
            yield ("columns", heading), f"{path} has the column {used[path]!r} already; keep one of the two"
        used[path] = heading
    sections = {path.partition(".")[0] for path in used}
    for name in COMPLETE:
        if name in sections and entry.complete is None:
            yield (
                (),
                (
                    f"say `complete: yes` if the file holds every record of {name} of these patients, else no; "
                    "a record that is missing would say that there was none"
                ),
            )
            break
    if "history" in sections:
        for path in OF_EVERY_MONTH:
            if path not in used and path not in entry.constants:
                words = ", ".join(targets()[path].words) or "medicare, or another payer"
                yield (), NOT_OF_EVERY_MONTH.format(path=path, words=words)
    yield from values.wrong(("constants",), entry.constants)
    for path in entry.constants:
        if path in targets() and path.partition(".")[0] not in LISTS:
            yield ("constants", path), "is the same in every case: it belongs in the mapping's own `constants`"


def _unknown(path: str) -> str:
    near = get_close_matches(path, list(targets()), n=3, cutoff=0.5)
    return f"there is no key {path}; " + (f"did you mean {' or '.join(near)}?" if near else "see docs/importing.md")
