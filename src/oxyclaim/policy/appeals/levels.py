"""The levels of appeal and the parts of a packet, read from ``levels.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from oxyclaim.policy.loading import Loader

LATER = "later"
"""The purpose of a packet that asks about the decision of an earlier appeal."""
PLAN = "plan"


@dataclass(frozen=True)
class Least:
    """The least that must be at stake, of requests filed in a range of days."""

    first: date
    last: date
    cents: int
    authority: str


@dataclass(frozen=True)
class Level:
    """A level of appeal. ``business``: the lines of business that have it; empty for whatever has no other.

    ``after``: the level whose decision it asks about. ``needed`` are the fields without which it is no request.
    """

    id: str
    business: tuple[str, ...]
    after: str
    route: str
    title: str
    step: str
    to: str
    to_without_number: str
    where: str
    request: str
    form: str
    needed: tuple[str, ...]
    wanted: tuple[str, ...]
    note: str
    no_signature: str
    least: tuple[Least, ...]
    authority: tuple[str, ...]


@dataclass(frozen=True)
class Waiver:
    """What a supplier without a contract sends with its appeal to a plan of these lines of business."""

    business: tuple[str, ...]
    words: str
    without: str
    authority: tuple[str, ...]


@dataclass(frozen=True)
class Reopening:
    """What a reopening can put right, and what only a redetermination can."""

    can_change: str
    only_redetermination: str
    wait: str
    authority: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A part of a packet: the case's records whose papers stand in it, kinds of papers, names of files.

    ``wanted``: the files of which a packet for a purpose must hold one.
    """

    id: str
    title: str
    records: tuple[str, ...]
    kinds: tuple[str, ...]
    files: tuple[str, ...]
    wanted: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Appeals:
    """All of it."""

    levels: Mapping[str, Level]
    waiver: Waiver
    reopening: Reopening
    parts: tuple[Part, ...]
    parts_authority: tuple[str, ...]
    grounds: Mapping[str, str]
    """By denial of the catalogue: the part of the packet that must answer it, where that is not the table."""
    records_asked: frozenset[str]
    """Denials which say that records did not come."""

    def of_business(self, line_of_business: str) -> tuple[Level, ...]:
        """The levels that a line of business has, the first one first."""
        own = tuple(each for each in self.levels.values() if line_of_business in each.business)
        return own or tuple(each for each in self.levels.values() if not each.business)


@cache
def appeals() -> Appeals:
    """Read once."""
    content = yaml.load((Path(__file__).parent / "levels.yaml").read_text(encoding="utf-8"), Loader=Loader)
    waiver, reopening = content["waiver"], content["reopening"]
    return Appeals(
        levels={id: _level(id, entry) for id, entry in content["levels"].items()},
        waiver=Waiver(**waiver | {"business": tuple(waiver["business"]), "authority": tuple(waiver["authority"])}),
        reopening=Reopening(**reopening | {"authority": tuple(reopening["authority"])}),
        parts=tuple(_part(entry) for entry in content["parts"]),
        parts_authority=tuple(content["parts_authority"]),
        grounds={denial: part for part, denials in content["grounds"].items() for denial in denials},
        records_asked=frozenset(content["records_asked"]),
    )


def _level(id: str, entry: Mapping[str, Any]) -> Level:
    lists = {name: tuple(entry.get(name, ())) for name in ("business", "needed", "wanted", "authority")}
    least = tuple(Least(each["from"], each["to"], each["cents"], each["authority"]) for each in entry.get("least", ()))
    texts = {name: entry.get(name, "") for name in ("after", "note", "no_signature")}
    return Level(id=id, **{**entry, **texts, **lists, "least": least})


def _part(entry: Mapping[str, Any]) -> Part:
    lists = {name: tuple(entry.get(name, ())) for name in ("records", "kinds", "files")}
    wanted = {purpose: tuple(files) for purpose, files in entry.get("wanted", {}).items()}
    return Part(entry["id"], entry["title"], **lists, wanted=wanted)
