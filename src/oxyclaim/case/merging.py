"""Two people change one case at once: changes of different keys go together, changes of the same key do not.

Values are those of JSON. A record is merged key by key; a list whose records all have an ``id``, record by record;
any other list is one value.
"""

from dataclasses import dataclass
from typing import Any

ABSENT: Any = type("Absent", (), {"__repr__": lambda self: "ABSENT", "__deepcopy__": lambda self, memo: self})()
"""Stands for a key that is not there."""


@dataclass(frozen=True)
class Side:
    """A key that both have changed: the way to it, what stood there, and what each wrote. None: nothing."""

    path: str
    before: Any
    kept: Any
    given: Any


@dataclass(frozen=True)
class Merged:
    """The values put together; ``clashes``: keys on which that cannot be done, with the kept value in its place."""

    value: Any
    clashes: tuple[Side, ...]


def merge(before: Any, kept: Any, given: Any) -> Merged:
    """Put together what was ``kept`` meanwhile and what is ``given`` now, both made from ``before``."""
    clashes: list[Side] = []
    value = _merge("", before, kept, given, clashes)
    return Merged(value, tuple(clashes))


def _merge(path: str, before: Any, kept: Any, given: Any, clashes: list[Side]) -> Any:
    if kept == given or given == before:
        return kept
    if kept == before:
        return given
    if all(isinstance(each, dict) for each in (kept, given)) and (before is ABSENT or isinstance(before, dict)):
        return _records(path, {} if before is ABSENT else before, kept, given, clashes)
    lists = [_by_id(each) for each in (before, kept, given)]
    if None not in lists:
        first, second, third = (each or {} for each in lists)
        return list(_records(path, first, second, third, clashes).values())
    clashes.append(Side(path, _told(before), _told(kept), _told(given)))
    return kept


def _records(
    path: str, before: dict[str, Any], kept: dict[str, Any], given: dict[str, Any], clashes: list[Side]
) -> dict[str, Any]:
    merged = {}
    for key in dict.fromkeys((*kept, *given)):
        way = f"{path}.{key}" if path else key
        value = _merge(way, before.get(key, ABSENT), kept.get(key, ABSENT), given.get(key, ABSENT), clashes)
        if value is not ABSENT:
            merged[key] = value
    return merged


def _by_id(records: Any) -> dict[str, Any] | None:
    """A list's records by their ids; None where it is none of such records."""
    if records is ABSENT:
        return {}
    if not isinstance(records, list) or not all(isinstance(one, dict) and "id" in one for one in records):
        return None
    named = {str(one["id"]): one for one in records}
    return named if len(named) == len(records) else None


def _told(value: Any) -> Any:
    return None if value is ABSENT else value
