"""How a form names a key of the case: by the ids of its records, so that it means the same in every version.

``orders.ORDER.signed``: a record of a list by its id; ``items.2.charge``: a line by its number;
``diagnoses.1.icd10``: of a list without ids by its place from 1; ``clinical.mobile_in_home.value``: a section.
"""

from collections.abc import Iterator
from typing import Any

Facts = dict[str, Any]
DOT = "%2E"
"""Stands for a dot in the id of a record: dots part the steps of a name."""


def key_of(record: Facts, place: int) -> str:
    """By what a form names a record of a list; ``place``: from 1."""
    return str(record.get("id", record.get("line_number", place))).replace(".", DOT)


def records_at(facts: Facts, path: str) -> list[tuple[str, Facts]]:
    """The records at a path, each with the beginning of its keys' names; the path may lead through a list."""
    found: list[tuple[str, Any]] = [("", facts)]
    for step in path.split("."):
        found = [pair for name, value in found for pair in _step(name, value.get(step), step)]
    return found


def path_of(name: str) -> str:
    """The path of a record's name, without the ids and numbers in it."""
    steps = name.split(".")
    return ".".join(step for place, step in enumerate(steps) if not (place == 1 and steps[0] in LISTS))


def _step(name: str, value: Any, step: str) -> Iterator[tuple[str, Any]]:
    way = f"{name}.{step}" if name else step
    if isinstance(value, list):
        for place, each in enumerate(value, 1):
            if isinstance(each, dict):
                yield f"{way}.{key_of(each, place)}", each
    elif isinstance(value, dict):
        yield way, value


def names_of_pointers(facts: Facts, pointers: set[str]) -> set[str]:
    """The forms' names of keys at JSON Pointers; a pointer to a whole list or section is its path."""
    return {name for pointer in pointers if (name := _name(facts, pointer.split("/")[1:]))}


def _name(facts: Facts, steps: list[str]) -> str:
    value: Any = facts
    found: list[str] = []
    for step in steps:
        if isinstance(value, list) and step.isdigit():
            record = value[int(step)] if int(step) < len(value) else {}
            found.append(key_of(record, int(step) + 1) if isinstance(record, dict) else str(int(step) + 1))
            value = record
        else:
            found.append(step)
            value = value.get(step) if isinstance(value, dict) else None
    return ".".join(found)


def put(facts: Facts, name: str, value: Any) -> None:
    """Set a key by its name in a form, its records made where there are none; None takes it out."""
    *way, key = name.split(".")
    record = _record(facts, way, make=value is not None)
    if record is None:
        return
    if value is None:
        record.pop(key, None)
    else:
        record[key] = value


def get(facts: Facts, name: str) -> Any:
    """The value of a key by its name in a form; None where there is none."""
    *way, key = name.split(".")
    record = _record(facts, way, make=False)
    return None if record is None else record.get(key)


LISTS_BY_NUMBER = ("items",)
LISTS_BY_PLACE = ("diagnoses", "absences", "checks", "history", "changes", "settlements")
LISTS_BY_ID = (
    "orders", "encounters", "tests", "deliveries", "notices", "certificates", "follow_ups", "trials",
    "authorizations", "documents",
)  # fmt: skip
LISTS = (*LISTS_BY_NUMBER, *LISTS_BY_PLACE, *LISTS_BY_ID)


def _record(facts: Facts, way: list[str], make: bool) -> Facts | None:
    value: Facts = facts
    steps = iter(way)
    for step in steps:
        if step in LISTS and value is facts:
            found = _entry(facts, step, next(steps, ""), make)
        else:
            found = value.setdefault(step, {}) if make else value.get(step)
        if not isinstance(found, dict):
            return None
        value = found
    return value


def _entry(facts: Facts, name: str, key: str, make: bool) -> Facts | None:
    entries = facts.setdefault(name, []) if make else facts.get(name) or []
    for place, each in enumerate(entries, 1):
        if isinstance(each, dict) and key_of(each, place) == key:
            found: Facts = each
            return found
    if not make or name in LISTS_BY_NUMBER:
        return None
    new: Facts = {"id": key.replace(DOT, ".")} if name in LISTS_BY_ID else {}
    entries.append(new)
    return new
