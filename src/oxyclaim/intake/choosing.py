"""A mapping chosen heading by heading: what is shown of it beside the tables, and the mapping that the answers make.

The mapping stays the one truth: what is shown is read from it, and every answer is written into it. What the questions
do not reach (merged patients, what a confirmed page states, the supplier's own data) stays in it as it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, get_args

import yaml

from oxyclaim.intake.cells import DateOrder
from oxyclaim.intake.mapping import BY_WORD, SEVERAL, fits
from oxyclaim.intake.proposing import ASKED_OF_A_FILE, Proposed, own_words, proposed, texts_under
from oxyclaim.intake.tables import Table, read_table
from oxyclaim.intake.targets import COMPLETE, LISTS, Target, targets

Plan = dict[str, Any]
"""A mapping as plain values: texts, and mappings and lists of them; an empty text where nothing is written."""
DATE_ORDERS: tuple[str, ...] = get_args(DateOrder)
PAYER = "coverage.payer"
NO_YES = ("yes", "no")
EXAMPLES = 3
HEADER = "# Chosen heading by heading on the page Imports; described in docs/importing.md.\n"


@dataclass(frozen=True)
class Heading:
    """A heading of a table. ``examples``: the first values under it that differ, which may be patient data; ``key``:
    the key of the case that it means, empty where it is not used."""

    name: str
    examples: tuple[str, ...]
    key: str


@dataclass(frozen=True)
class Question:
    """Something that is to be answered of a key. ``theirs``: the export's own word, where the question is what that
    means; ``allowed``: the words to choose from, none for free text; ``answer``: empty while it is open."""

    key: str
    about: str
    allowed: tuple[str, ...]
    answer: str
    theirs: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table that was left, as the mapping has it. ``number``: its place among the files of the mapping; ``patient``:
    the heading of the patient's id; ``whole``: the lists of which it may hold every record, and ``complete`` whether it
    does; ``constants``: what is true of all its records; ``words``: what its words mean; ``emptied``: whether an empty
    cell of a pick-up means that there was none, None where it has no such column."""

    number: int
    files: tuple[str, ...]
    sheet: str
    rows: int
    patient: str
    headings: tuple[Heading, ...]
    whole: tuple[str, ...]
    complete: str
    constants: tuple[Question, ...]
    words: tuple[Question, ...]
    emptied: bool | None

    @property
    def asks(self) -> int:
        """How many questions must be answered before the table can be used."""
        open_constants = sum(not each.answer for each in self.constants)
        return (not self.patient) + bool(self.whole and self.complete not in NO_YES) + open_constants

    @property
    def unused(self) -> int:
        """How many headings mean nothing to a case."""
        return sum(not each.key for each in self.headings if each.name != self.patient)


@dataclass(frozen=True)
class Choices:
    """A mapping beside its tables. ``payer``: of all patients, where no table has a column for it; else None."""

    dates: str
    payer: str | None
    sheets: tuple[Sheet, ...]


class WrongChoice(Exception):
    """Answers that do not fit together; the messages say what and where."""


def plan_of(text: str) -> Plan | None:
    """A mapping as plain values; None where the text is none."""
    try:
        plan = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        return None
    if not isinstance(plan, dict) or not isinstance(plan.get("files"), list):
        return None
    entries = all(isinstance(each, dict) and isinstance(each.get("columns", {}), dict) for each in plan["files"])
    sections = (plan.get(name) or {} for name in ("constants", "words", "blank"))
    return plan if entries and all(isinstance(each, dict) for each in sections) else None


def choices_of(plan: Plan, paths: Sequence[Path]) -> Choices:
    """What a mapping says of tables. Raises CannotRead."""
    sheets, payers = [], False
    for number, entry in enumerate(plan["files"]):
        if (found := _tables_of(entry, paths)) is not None:
            sheets.append(_sheet(plan, number, entry, found))
            payers |= PAYER in (entry.get("columns") or {}).values()
    payer = None if payers else (plan.get("constants") or {}).get(PAYER, "")
    return Choices(plan.get("dates") or "", payer, tuple(sheets))


def with_tables(plan: Plan, paths: Sequence[Path]) -> Plan:
    """The mapping with a proposal for every table that it does not know. Raises CannotRead."""
    strange = [path for path in paths if not any(fits(each.get("name") or "", path.name) for each in plan["files"])]
    return plan | {"files": [*plan["files"], *(_entry_of(proposed(read_table(path))) for path in strange)]}


def of_all(plan: Plan, answers: Mapping[str, str]) -> Plan:
    """The mapping with what is the same in every table: ``dates`` and ``payer``."""
    new = plan | {"dates": answers.get("dates") or plan.get("dates", "")}
    if "payer" in answers:
        new["constants"] = _without_empty({**(plan.get("constants") or {}), PAYER: answers["payer"]})
    return new


def of_table(plan: Plan, sheet: Sheet, answers: Mapping[str, str]) -> Plan:
    """The mapping with the answers to what is asked of a table. Raises WrongChoice.

    ``patient``: a heading; ``key-N``: the key of heading N; ``complete``; ``constant-KEY``; ``word-N``: the meaning of
    the Nth word that is asked; ``emptied``.
    """
    patient = answers.get("patient", sheet.patient)
    columns: dict[str, str] = {}
    for place, heading in enumerate(sheet.headings):
        if heading.name != patient:
            columns[heading.name] = answers.get(f"key-{place}", heading.key)
    if problems := list(_wrong(columns, patient, sheet)):
        raise WrongChoice(*problems)
    entry = {"name": plan["files"][sheet.number].get("name", sheet.files[0])}
    if sheet.sheet:
        entry["sheet"] = sheet.sheet
    entry |= {"patient": patient}
    sections = {key.partition(".")[0] for key in columns.values() if key}
    if any(each in sections for each in COMPLETE):
        entry["complete"] = answers.get("complete", sheet.complete)
    constants = {each.key: answers.get(f"constant-{each.key}", each.answer) for each in sheet.constants}
    kept = {**(plan["files"][sheet.number].get("constants") or {}), **constants}
    used = set(columns.values())
    constants = {key: value for key, value in kept.items() if key.partition(".")[0] in sections and key not in used}
    entry |= {"columns": columns} | ({"constants": constants} if constants else {})
    files = [entry if number == sheet.number else each for number, each in enumerate(plan["files"])]
    words = {key: dict(some) for key, some in (plan.get("words") or {}).items() if isinstance(some, dict)}
    for place, each in enumerate(sheet.words):
        words.setdefault(each.key, {})[each.theirs] = answers.get(f"word-{place}", each.answer)
    blank = dict(plan.get("blank") or {})
    if sheet.emptied is not None:
        for key in BY_WORD:
            blank.pop(key, None)
            blank |= {key: "none"} if answers.get("emptied") else {}
    words = {key: some for key, given in words.items() if (some := _without_empty(given))}
    return plan | {"words": words, "blank": blank, "files": files}


def text_of_plan(plan: Plan) -> str:
    """The mapping as a file."""
    parts = {name: value for name, value in plan.items() if value or name in ("import_version", "dates", "files")}
    first = {name: parts.pop(name) for name in ("import_version", "dates") if name in parts}
    last = {name: parts.pop(name) for name in ("files",)}
    return HEADER + yaml.dump(first | parts | last, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=118)


class _Plain(yaml.SafeDumper):
    """Texts as they are, nothing for an empty one, no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if not text:
        return dumper.represent_scalar("tag:yaml.org,2002:null", "")
    return dumper.represent_str(text)


_Plain.add_representer(str, _text)


def _without_empty(values: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in values.items() if value}


def _wrong(columns: Mapping[str, str], patient: str, sheet: Sheet) -> Iterator[str]:
    if patient and patient not in {each.name for each in sheet.headings}:
        yield f"{patient}: is no heading of this table"
    used: dict[str, str] = {}
    for heading, key in columns.items():
        if key and key not in targets():
            yield f"{heading}: there is no key {key}"
        elif key in used and key not in SEVERAL:
            yield f"{heading}: means the same as {used[key]}; keep one of the two"
        if key:
            used[key] = heading


def _tables_of(entry: Plan, paths: Sequence[Path]) -> list[Table] | None:
    """The first table that an entry is for, and the names of the others; None where none was left."""
    fitting = [path for path in paths if fits(entry.get("name") or "", path.name)]
    return [read_table(path, entry.get("sheet") or None) for path in fitting] or None


def _sheet(plan: Plan, number: int, entry: Plan, tables: Sequence[Table]) -> Sheet:
    table = tables[0]
    said = {heading.casefold(): key for heading, key in (entry.get("columns") or {}).items()}
    patient = next((each for each in table.headings if each.casefold() == (entry.get("patient") or "").casefold()), "")
    keys = {each: said.get(each.casefold()) or "" for each in table.headings if each}
    found = Proposed(table, patient, {name: key if key in targets() else None for name, key in keys.items()})
    found = replace(found, columns={name: key for name, key in found.columns.items() if name != patient})
    whole = tuple(name for name in COMPLETE if name in found.sections)
    mapped = set(found.columns.values())
    return Sheet(
        number=number,
        files=tuple(each.path.name for each in tables),
        sheet=entry.get("sheet") or "",
        rows=sum(each.read for each in tables),
        patient=patient,
        headings=tuple(Heading(name, _examples(table, name), key) for name, key in keys.items()),
        whole=whole,
        complete=entry.get("complete") or "",
        constants=tuple(_constants(entry, found.sections, mapped)),
        words=tuple(_words(plan, found)),
        emptied=(plan.get("blank") or {}).get(BY_WORD[0]) == "none" if BY_WORD[0] in mapped else None,
    )


def _examples(table: Table, heading: str) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(texts_under(table, heading)), EXAMPLES))


def _constants(entry: Plan, sections: set[str], mapped: set[str | None]) -> Iterator[Question]:
    """What must be true of all records of a table, where no column of it says so."""
    said = entry.get("constants") or {}
    for key, about in ASKED_OF_A_FILE.items():
        if key.partition(".")[0] in sections and key not in mapped:
            target = targets()[key]
            yield Question(key, target.about or about, target.words, said.get(key) or "")


def _words(plan: Plan, found: Proposed) -> Iterator[Question]:
    """What the export's words mean that the case file does not have."""
    order: Any = plan.get("dates") if plan.get("dates") in DATE_ORDERS else DATE_ORDERS[0]
    said = plan.get("words") or {}
    for key, words in own_words([found], order).items():
        target = targets()[key]
        for theirs, known in words.items():
            own = said.get(key)
            answer = own.get(theirs, known) if isinstance(own, dict) else known
            yield Question(key, target.about, target.words, answer or "", theirs)


def _entry_of(found: Proposed) -> Plan:
    columns = {heading: key or "" for heading, key in found.columns.items()}
    sheet = {"sheet": found.table.sheet} if found.table.sheet else {}
    return {"name": found.table.path.name, **sheet, "patient": found.patient or "", "columns": columns}


def keys_by_section() -> dict[str, tuple[Target, ...]]:
    """Every key that a heading may mean, by the section of the case that it stands in."""
    sections: dict[str, list[Target]] = {}
    for target in targets().values():
        sections.setdefault(target.section, []).append(target)
    assert set(LISTS) <= sections.keys()
    return {section: tuple(some) for section, some in sections.items()}
