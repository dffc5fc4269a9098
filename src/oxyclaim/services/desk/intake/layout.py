"""The papers as they are entered, from ``layout.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Part:
    """What stands on a paper: the entries of a list of the case, or one section.

    ``path``: its name in the case, steps between dots; ``id``: of a first entry, where entries have ids. ``first``:
    keys that are asked whenever the paper is entered, ``always``: those that are shown even where nothing is asked;
    ``never``: keys that are not entered here, ``only``: where given, the only ones that are; ``hints``: what a newcomer
    asks about a key.
    """

    path: str
    is_list: bool
    id: str | None
    title: str
    first: tuple[str, ...]
    always: tuple[str, ...]
    never: tuple[str, ...]
    only: tuple[str, ...]
    labels: Mapping[str, str]
    hints: Mapping[str, str]

    def has(self, key: str) -> bool:
        """Whether the key is entered here."""
        return key not in self.never and (not self.only or key in self.only)


@dataclass(frozen=True)
class PaperForm:
    """A paper: its kind in ``documents``, if it is one; ``own``: the supplier looks it up."""

    id: str
    title: str
    document: str | None
    own: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class LookUp:
    """What one source is asked before billing; ``who``: as the engine calls it."""

    source: str
    who: str
    asked: tuple[str, ...]


@cache
def papers() -> tuple[PaperForm, ...]:
    """All papers, in the order in which a fax is read."""
    return tuple(_paper(entry) for entry in _read()["papers"])


def paper_of(id: str) -> PaperForm | None:
    """The paper with this id."""
    return next((each for each in papers() if each.id == id), None)


@cache
def look_ups() -> tuple[LookUp, ...]:
    """Who is asked what."""
    return tuple(LookUp(each["source"], each["who"], tuple(each["asked"])) for each in _read()["look_ups"])


@cache
def look_up_words() -> dict[str, str]:
    """What each look-up finds where it finds nothing."""
    found: dict[str, str] = _read()["look_up_words"]
    return found


@cache
def _read() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "layout.yaml").read_text(encoding="utf-8"))
    return content


def _paper(entry: dict[str, Any]) -> PaperForm:
    parts = tuple(_part(each, entry["title"]) for each in entry["records"])
    return PaperForm(entry["id"], entry["title"], entry.get("document"), entry.get("own", False), parts)


def _part(entry: dict[str, Any], title: str) -> Part:
    return Part(
        path=entry.get("list") or entry["section"],
        is_list="list" in entry,
        id=entry.get("id"),
        title=entry.get("title", title),
        first=tuple(entry["first"]),
        always=tuple(entry.get("always", ())),
        never=tuple(entry.get("never", ())),
        only=tuple(entry.get("only", ())),
        labels=entry.get("labels", {}),
        hints=entry.get("hints", {}),
    )
