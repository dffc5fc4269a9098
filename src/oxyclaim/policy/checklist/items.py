"""The items of a checklist, read from ``items.yaml``: what belongs together, who supplies it, what it must show."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from oxyclaim.policy.loading import Loader

SUPPLIED_BY = {
    "practitioner": "treating practitioner",
    "tester": "whoever took the test (hospital, IDTF or laboratory)",
    "facility": "hospital or facility",
    "patient": "patient",
    "supplier": "supplier's own staff",
    "payer": "payer",
}


@dataclass(frozen=True)
class Want:
    """A rule on which an item stands; ``when`` and ``asks`` replace what it applies to and requires."""

    rule: str
    when: str | None = None
    asks: str | None = None


@dataclass(frozen=True)
class Show:
    """Something that a paper must show, and the facts (any of them) that say whether it does."""

    words: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class First:
    """The kind of record that an item waits for, and what is said where only that is lacking."""

    record: str
    words: str


@dataclass(frozen=True)
class Item:
    """A paper or fact of the file, as ``checklist.yaml`` describes it."""

    id: str
    title: str
    supplied_by: str | Mapping[str, str]
    by: str
    wants: tuple[Want, ...]
    criteria: tuple[str, ...]
    shows: tuple[Show, ...]
    request: str
    not_needed: str
    silent_without_paper: bool
    only_if_certain: bool
    not_met_is_missing: bool
    first: First | None


@cache
def items() -> tuple[Item, ...]:
    """The items in the order in which they are chased."""
    return tuple(_item(entry) for entry in _read()["items"])


@cache
def nothing_to_collect() -> dict[str, str]:
    """The rules that want neither paper nor fact of anybody, and why."""
    reasons: dict[str, str] = _read()["nothing_to_collect"]
    return reasons


@cache
def _read() -> dict[str, Any]:
    text = (Path(__file__).parent / "items.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.load(text, Loader=Loader)
    return content


def _item(entry: dict[str, Any]) -> Item:
    wants = [Want(each) if isinstance(each, str) else _want(**each) for each in entry.get("rules", [])]
    return Item(
        id=entry["id"],
        title=entry["title"],
        supplied_by=entry["from"],
        by=entry["by"],
        wants=tuple(wants),
        criteria=tuple(entry.get("criteria", [])),
        shows=tuple(_show(each) for each in entry["shows"]),
        request=entry.get("request", ""),
        not_needed=entry.get("not_needed", ""),
        silent_without_paper=entry.get("silent_without_paper", False),
        only_if_certain=entry.get("only_if_certain", False),
        not_met_is_missing=entry.get("not_met_is_missing", False),
        first=First(**entry["first"]) if "first" in entry else None,
    )


def _want(id: str, when: str | None = None, asks: str | None = None) -> Want:
    return Want(id, when, asks)


def _show(entry: str | dict[str, Any]) -> Show:
    if isinstance(entry, str):
        return Show(entry)
    facts = entry["fact"]
    return Show(entry["words"], (facts,) if isinstance(facts, str) else tuple(facts))
