"""What a case says, as a person reads it: by the paper that shows it, then what was only told, then the supplier's own.

Keys are told in words; each fact names its path in the case.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from oxyclaim.case.models import Case, Document, Documented

HOW_KNOWN = ("basis", "document", "page", "reported", "id")
SECTIONS = (
    "patient", "coverage", "practitioner", "orders", "encounters", "tests", "clinical", "diagnoses", "deliveries",
    "notices", "certificates", "follow_ups", "trials", "authorizations", "absences", "checks", "changes", "items",
    "history", "settlements", "supplier", "submitter", "referring", "rendering", "service_location", "correction",
    "claim_note", "attachments",
)  # fmt: skip
"""Parts of a case in the order in which they are read."""
UNITS = {"percent": "%", "mmhg": "mm Hg", "lpm": "L/min", "hours": "hours", "minutes": "minutes", "days": "days",
         "pounds": "pounds"}  # fmt: skip
"""The unit at the end of a key."""


@dataclass(frozen=True)
class Fact:
    """A key in words, its value in words, and its path in the case (a JSON Pointer)."""

    label: str
    value: str
    pointer: str
    reported: bool = False


@dataclass(frozen=True)
class Record:
    """An entry of the case: what it is, and what it says; ``page``: of the paper that shows it."""

    title: str
    facts: tuple[Fact, ...]
    page: int | None = None


@dataclass(frozen=True)
class PaperFacts:
    """A paper and everything that the case says of it."""

    document: Document
    records: tuple[Record, ...]


@dataclass(frozen=True)
class CaseFacts:
    """Everything that a case says: by paper, what was told and not seen, what nobody needs to show on paper."""

    papers: tuple[PaperFacts, ...]
    told: tuple[Record, ...]
    own: tuple[Record, ...]


def facts_of(case: Case) -> CaseFacts:
    """The facts of a case."""
    by_paper: dict[str, list[Record]] = {each.id: [] for each in case.documents or ()}
    told: list[Record] = []
    own: list[Record] = []
    for path, title, record in _records(case):
        told_of = _record(path, title, record)
        if not told_of.facts:
            continue
        if not isinstance(record, Documented):
            own.append(told_of)
        elif record.document in by_paper:
            by_paper[record.document].append(told_of)
        else:
            told.append(told_of)
    papers = tuple(PaperFacts(each, tuple(by_paper[each.id])) for each in case.documents or ())
    return CaseFacts(papers, tuple(told), tuple(own))


def words(key: str) -> str:
    """A key in words: ``spo2_percent`` is ``spo2``, its unit stands with the value."""
    head, _, unit = key.rpartition("_")
    return (head if unit in UNITS and head else key).replace("_", " ")


def value_words(key: str, value: Any) -> str:
    """A value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return ", ".join(value_words("", each) for each in value) or "none"
    if isinstance(value, Decimal):
        value = format(value, "f")
    unit = UNITS.get(key.rpartition("_")[2], "") if "_" in key else ""
    text = str(value) if isinstance(value, (int, float)) or not isinstance(value, str) else value.replace("_", " ")
    return f"{text} {unit}".strip()


def _records(case: Case) -> Iterator[tuple[str, str, BaseModel]]:
    for name in SECTIONS:
        value = getattr(case, name)
        singular = words(_one_of(name))
        if isinstance(value, BaseModel):
            yield from _parts(f"/{name}", words(name), value)
        elif isinstance(value, list):
            for place, each in enumerate(value):
                if isinstance(each, BaseModel):
                    yield f"/{name}/{place}", f"{singular} {_called(each, place)}".strip(), each


def _parts(path: str, title: str, record: BaseModel) -> Iterator[tuple[str, str, BaseModel]]:
    """The record, and the documented records in it, each on its own."""
    yield path, title, record
    for name in type(record).model_fields:
        inner = getattr(record, name)
        if isinstance(inner, Documented):
            yield f"{path}/{name}", words(name), inner


def _record(path: str, title: str, record: BaseModel) -> Record:
    facts = tuple(_facts(path, record))
    return Record(title[:1].upper() + title[1:], facts, record.page if isinstance(record, Documented) else None)


def _facts(path: str, record: BaseModel, prefix: str = "") -> Iterator[Fact]:
    reported = set(record.reported or ()) if isinstance(record, Documented) else set()
    hidden: Sequence[str] = HOW_KNOWN if isinstance(record, Documented) else ("id",)
    for name in type(record).model_fields:
        value = getattr(record, name)
        if value is None or name in hidden or isinstance(value, Documented):
            continue
        if isinstance(value, BaseModel):
            yield from _facts(f"{path}/{name}", value, f"{prefix}{words(name)}: ")
        elif isinstance(value, list) and value and isinstance(value[0], BaseModel):
            yield Fact(prefix + words(name), f"{len(value)} entries", f"{path}/{name}")
        else:
            yield Fact(prefix + words(name), value_words(name, value), f"{path}/{name}", name in reported)


def _one_of(name: str) -> str:
    singular = {"history": "billed month", "diagnoses": "diagnosis", "deliveries": "delivery", "absences": "absence"}
    return singular.get(name, name.removesuffix("s") if name != "clinical" else name)


def _called(record: BaseModel, place: int) -> str:
    for key in ("id", "line_number", "icd10"):
        if (found := getattr(record, key, None)) is not None:
            return str(found)
    return str(place + 1)
