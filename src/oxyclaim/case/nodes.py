"""The tree that every format is read into: texts, lists and records, each with its place in the file.

All values are texts, or None where nothing is written; the models of the case give them their type.
Neither a ZIP code 01234 nor a place of service 01 nor the word NO is ever taken for something else.
"""

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from oxyclaim.case.problems import shown

MAX_DEPTH = 20
"""How many lists and records may stand inside each other; a case needs seven."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

Loc = tuple[str | int, ...]
"""The way from the top of a file's tree to a node: keys, and positions in lists from 0."""


class Place(NamedTuple):
    """A place in a file, counted from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Scalar:
    """One value as written; None if nothing is written."""

    place: Place
    text: str | None


@dataclass(slots=True)
class Listing:
    """A list."""

    place: Place
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Record:
    """A group of keys with their values."""

    place: Place
    values: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)


Node = Scalar | Listing | Record


class Flaw(NamedTuple):
    """Something wrong at a node, not yet tied to a file."""

    place: Place
    loc: Loc
    message: str
    found: str | None = None
    code: str = "unreadable"
    allowed: tuple[str, ...] = ()


class Parsed(NamedTuple):
    """What one document holds; ``root`` is None if nothing is written or it cannot be read on."""

    root: Node | None
    flaws: list[Flaw]


class Unreadable(Exception):
    """The rest of the file, or of the line, cannot be read. The message repeats nothing of it."""

    def __init__(self, message: str, place: Place | None = None):
        super().__init__(message)
        self.message = message
        self.place = place


def plain(node: Node) -> Any:
    """Turn a node into dicts, lists and texts, and None where nothing is written."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.values.items()}


def child(node: Node | None, step: str | int) -> Node | None:
    """Return what stands under a key or at a position of a list, if anything does."""
    if isinstance(node, Record) and isinstance(step, str):
        return node.values.get(step)
    if isinstance(node, Listing) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


def node_at(root: Node | None, loc: Loc) -> Node | None:
    """Return the node at a way through the tree, if there is one."""
    node = root
    for step in loc:
        node = child(node, step)
    return node


def key_path(root: Node | None, loc: Loc) -> str:
    """Write a way through the tree for a reader: ``tests[id=T2].spo2_percent``."""
    text = ""
    node = root
    for step in loc:
        node = child(node, step)
        if isinstance(step, int):
            text += f"[{_label(node) or step + 1}]"
        else:
            text += f".{shown(step)}" if text else shown(step)
    return text


def _label(node: Node | None) -> str | None:
    for name in ("id", "case_id"):
        value = child(node, name)
        if isinstance(value, Scalar) and value.text and value.text.strip():
            return f"{name}={shown(value.text.strip(), 40)}"
    return None


def without_surrogates(text: str) -> str | None:
    r"""Return None for a sound text, and for one with half a character (``\ud800``) the text without it."""
    if text.isascii() or not _LONE_SURROGATE.search(text):
        return None
    return _LONE_SURROGATE.sub("\ufffd", text)


_CURLY = "\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb"
CURLY_QUOTES = re.compile(f"[{_CURLY}]")
_IN_CURLY = re.compile(f"\\s*[{_CURLY}]([^{_CURLY}]*)[{_CURLY}]\\s*")


def without_curly_quotes(text: str) -> str:
    """The text without the pair of typographic quotes around it, which a word processor puts for straight ones."""
    if text.isascii() or not (match := _IN_CURLY.fullmatch(text)):
        return text
    return match.group(1)


def keep(record: Record, key: str, place: Place, value: Node) -> Place | None:
    """Put a value under its key. If the key is there already, keep the first and return its place."""
    if key in record.keys:
        return record.keys[key]
    record.keys[key] = place
    record.values[key] = value
    return None


def doubled(key: str, first: Place) -> str:
    """Say that a key is given twice in one record."""
    return f"key {shown(key)!r} is given twice, first in line {first.line}; keep one of the two"
