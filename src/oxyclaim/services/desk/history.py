"""What became of a case: its versions with what each changed, verdicts that were kept, and who looked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from oxyclaim.case.merging import Side
from oxyclaim.services.desk.facts import value_words, words
from oxyclaim.services.desk.kept import Look, SupplierDesk
from oxyclaim.services.store.kept import VerdictLine


@dataclass(frozen=True)
class Difference:
    """A key that a version changed: where, and the values before and after, in words; empty for nothing."""

    where: str
    before: str
    after: str


@dataclass(frozen=True)
class VersionTold:
    """A version: who, when, why, and what it changed; ``first`` changed nothing."""

    number: int
    author: str
    at: str
    reason: str
    origin: str
    merged: bool
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class VerdictTold:
    """A verdict that was kept, and of which version."""

    number: int
    version: int
    at: str
    author: str
    lines: tuple[VerdictLine, ...]


@dataclass(frozen=True)
class History:
    """The latest first."""

    versions: tuple[VersionTold, ...]
    verdicts: tuple[VerdictTold, ...]
    looks: tuple[Look, ...]


def history(desk: SupplierDesk, case_id: str) -> History:
    """What became of a case."""
    told: list[VersionTold] = []
    before: Any = None
    for each in desk.store.versions(case_id):
        value = json.loads(each.text)
        differences = tuple(differing(before, value)) if before is not None else ()
        told.append(
            VersionTold(
                each.version, each.author, each.at, each.reason, each.origin, each.merged_from is not None, differences
            )
        )
        before = value
    kept = desk.store.kept_verdicts(desk.store.verdict_numbers(case_id))
    verdicts = [VerdictTold(each.verdict_id, each.verdict.version, each.at, each.author, each.verdict.lines)
                for each in kept]  # fmt: skip
    return History(tuple(reversed(told)), tuple(reversed(verdicts)), tuple(desk.looks(case_id)))


def differing(before: Any, after: Any) -> Iterator[Difference]:
    """What differs between two cases, key by key."""
    one, two = dict(_flat("", before)), dict(_flat("", after))
    for path in dict.fromkeys((*one, *two)):
        if one.get(path) != two.get(path):
            key = path.rpartition("/")[2]
            yield Difference(_where(path), _told(key, one.get(path)), _told(key, two.get(path)))


def side_words(side: Side) -> tuple[Difference, str]:
    """A key that two have changed: where, what was there and what the other wrote, and what was written here."""
    key = side.path.rpartition(".")[2]
    where = ", ".join(words(step) for step in side.path.split("."))
    return Difference(where, _told(key, side.before), _told(key, side.kept)), _told(key, side.given)


def _flat(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Every single value with its path; records in a list by their id, or by their place from 1."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _flat(f"{path}/{key}", each)
    elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        for place, each in enumerate(value, 1):
            yield from _flat(f"{path}/{each.get('id', each.get('line_number', place))}", each)
    else:
        yield path, value


def _where(path: str) -> str:
    return ", ".join(words(step) for step in path.split("/")[1:])


def _told(key: str, value: Any) -> str:
    return "" if value is None else value_words(key, value)
