"""Where a column can go: the keys of a case that an export may fill, with what their cells hold."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from oxyclaim.case.models import (
    Absence,
    Address,
    Authorization,
    BilledMonth,
    BloodGasTest,
    Certificate,
    Check,
    Clinical,
    Coverage,
    Delivery,
    Device,
    Diagnosis,
    Encounter,
    FollowUp,
    Item,
    Notice,
    Order,
    Patient,
    Practitioner,
    Replaced,
    Section,
    Submitter,
    Supplier,
)

Kind = Literal["date", "truth", "number", "whole", "word", "text", "name", "picked_up"]

SINGLE: dict[str, type[Section]] = {
    "patient": Patient, "coverage": Coverage, "supplier": Supplier, "submitter": Submitter,
    "practitioner": Practitioner,
}  # fmt: skip
"""The sections that a case has once: all rows of a patient must agree on them."""
LISTS: dict[str, type[Section]] = {
    "orders": Order, "encounters": Encounter, "tests": BloodGasTest, "diagnoses": Diagnosis, "deliveries": Delivery,
    "notices": Notice, "certificates": Certificate, "follow_ups": FollowUp, "history": BilledMonth,
    "absences": Absence, "checks": Check, "authorizations": Authorization, "items": Item,
}  # fmt: skip
"""The lists of a case: each row makes a record of every list that it has a cell for."""
COMPLETE = ("history", "absences")
"""Lists in which a record that is missing says that a month was not billed, or that the patient was at home."""
DATED_BY = {
    "orders": "order_date", "encounters": "date", "tests": "date", "deliveries": "date", "notices": "signed_date",
    "certificates": "date", "follow_ups": "date", "history": "service_date", "absences": "first_day",
    "checks": "date", "authorizations": "first_day", "items": "service_date",
}  # fmt: skip
"""The key by which the records of a list are put in order and known by a paper's date."""
_OWN = (
    "basis", "document", "page", "reported", "late_filing", "line_number", "primary", "secondary", "next_payer",
    "subscriber", "provider_ids", "injury", "usage",
)  # fmt: skip
"""Keys that no export fills: they say how a fact is known, are made here, or are answers and records of their own."""

IN_PLACE = "answers.equipment_in_place"
PAPERS = ("kind", "date", "page", "file", "shows", "confirmed_by", "confirmed_on")
"""The columns of an index of documents."""


@dataclass(frozen=True)
class Target:
    """A key of a case. ``path`` is its name in a mapping; ``section`` and ``keys`` the way to it.

    ``words`` are those that the case file allows; ``many``: a cell may hold several; ``private``: no message may
    repeat a value.
    """

    path: str
    section: str
    keys: tuple[str, ...]
    kind: Kind
    about: str
    words: tuple[str, ...] = ()
    many: bool = False
    private: bool = False

    @property
    def is_single(self) -> bool:
        """Whether the case has it once."""
        return self.section in SINGLE or self.section in ("clinical", "answers")


@cache
def targets() -> dict[str, Target]:
    """Every target by its path."""
    found = [each for name, model in SINGLE.items() for each in _of(name, model, (), ())]
    found += [each for name, model in LISTS.items() for each in _of(name, model, (), ())]
    found += [
        Target("patient.name", "patient", ("name",), "name", 'The whole name, "Haverstock, Dolores M".', private=True),
        Target("practitioner.name", "practitioner", ("name",), "name", 'The whole name, "Brannigan, Aoife".'),
        Target(
            IN_PLACE, "answers", ("equipment_in_place",), "truth",
            "Whether all equipment of the patient is still there: no means that some was picked up.",
        ),
    ]  # fmt: skip
    for name, info in Clinical.model_fields.items():
        finding = next(each for each in get_args(info.annotation) if each is not NoneType)
        for key, about in (("value", info.description or ""), ("date", "The date of the entry.")):
            own = _target(f"clinical.{name}" if key == "value" else f"clinical.{name}.date", "clinical", (name, key),
                          finding.model_fields[key], about)  # fmt: skip
            found.append(own)
    found += [_of_papers(key) for key in PAPERS]
    return {each.path: each for each in found}


_ABOUT_PAPERS = {
    "kind": "What kind of paper it is: a word of documents.kind.",
    "date": "The date on the paper.",
    "page": "The page of it that shows the facts.",
    "file": "The file of the scan.",
    "shows": "What the page shows: order, visit, test, diagnosis, delivery, need, notice, certificate, authorization, "
    "or a finding by its name, such as mobile_in_home. Left out, what its kind shows.",
    "confirmed_by": "Who has looked at the page and confirms that it shows what the export says.",
    "confirmed_on": "When.",
}


def _of_papers(key: str) -> Target:
    kind: Kind = "date" if key in ("date", "confirmed_on") else "whole" if key == "page" else "text"
    return Target(f"papers.{key}", "papers", (key,), kind, _ABOUT_PAPERS[key], many=key == "shows")


def _of(section: str, model: type[BaseModel], keys: tuple[str, ...], above: tuple[str, ...]) -> list[Target]:
    found: list[Target] = []
    for name, info in model.model_fields.items():
        if name in _OWN:
            continue
        kind = next((each for each in get_args(info.annotation) if each is not NoneType), info.annotation)
        if kind in (Address, Device, Replaced):
            found += _of(section, kind, (*keys, name), above)
        else:
            path = ".".join((section, *keys, name))
            found.append(_target(path, section, (*keys, name), info, info.description or ""))
    return found


def _target(path: str, section: str, keys: tuple[str, ...], info: Any, about: str) -> Target:
    kind, words, many = _kind(info.annotation)
    extra = info.json_schema_extra
    private = isinstance(extra, dict) and bool(extra.get("x-private"))
    if path == "items.device.picked_up":
        kind = "picked_up"
    return Target(path, section, keys, kind, about, words, many, private)


def _kind(annotation: Any) -> tuple[Kind, tuple[str, ...], bool]:
    """What cells of a key hold: kind, allowed words, and whether they hold several."""
    if get_origin(annotation) is list:
        kind, words, _ = _kind(get_args(annotation)[0])
        return kind, words, True
    if get_origin(annotation) is Literal:
        return "word", get_args(annotation), False
    kinds: dict[Any, Kind] = {date: "date", bool: "truth", Decimal: "number", int: "whole", str: "text"}
    if annotation in kinds:
        return kinds[annotation], (), False
    return _kind(next(each for each in get_args(annotation) if each is not NoneType))
