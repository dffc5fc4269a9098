"""An answer as a document: sections of blocks, which say what is told and in which tone, never how it is drawn.

A view turns a service's answer into blocks; each renderer in ``render`` draws every kind of block in its own way.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, Literal, TypeVar

from oxyclaim.case import money

dollars = money.dollars
"""``1,234.50``."""

Tone = Literal["plain", "good", "caution", "question", "bad", "note", "quiet"]
"""What a text means for the reader: fine, to fix first, for a person, refused, worth knowing, in the margin."""


@dataclass(frozen=True)
class Toned:
    """A piece of text with a tone."""

    text: str
    tone: Tone = "plain"
    strong: bool = False


Cell = str | Toned
"""What stands in a table's cell."""


@dataclass(frozen=True)
class Text:
    """A sentence, or a line put together of pieces."""

    text: str | tuple[Toned, ...]
    tone: Tone = "plain"
    strong: bool = False


@dataclass(frozen=True)
class Item:
    """A labelled line; ``level`` is how deep it stands beneath the one before. The label may be empty."""

    label: str
    text: str
    tone: Tone = "plain"
    level: int = 0


@dataclass(frozen=True)
class Pairs:
    """Labels with what stands beside them."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table. ``widths``: the columns' shares of a page, 0 for as wide as its content.

    ``numbers``: the columns of numbers, counted from 0.
    ``ruled``: with a line between rows, for cells of several lines.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()
    title: str = ""
    numbers: tuple[int, ...] = ()
    ruled: bool = False


@dataclass(frozen=True)
class Check:
    """Something that must be there: how it stands, what it is, what is to be said of it, and whether it is there.

    ``standing`` may be empty.
    """

    standing: str
    words: str
    details: tuple[str, ...] = ()
    done: bool = False
    tone: Tone = "plain"


@dataclass(frozen=True)
class Checks:
    """A list of such things."""

    rows: tuple[Check, ...]


@dataclass(frozen=True)
class Choice:
    """Something that the reader answers on paper by ticking one of the boxes, and what is to be said of it."""

    words: str
    boxes: tuple[str, ...]
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bullets:
    """A plain list."""

    rows: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A titled part, in which others may stand; ``own`` is for the supplier's own eyes, and not to be sent."""

    title: str | tuple[Toned, ...]
    blocks: tuple["Block", ...]
    own: bool = False


Block = Text | Item | Pairs | Grid | Checks | Choice | Bullets | Section


@dataclass(frozen=True)
class Document:
    """A whole answer: its parts in order. ``title`` and ``state`` (a sentence) may be empty.

    Of what is printed: ``letterhead`` is who writes, a line each, and ``foot`` what each page says at its foot.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    state: str = ""
    letterhead: tuple[str, ...] = ()
    foot: str = ""


def plain(text: str | tuple[Toned, ...] | Toned) -> str:
    """The words alone."""
    if isinstance(text, Toned):
        return text.text
    return text if isinstance(text, str) else "".join(piece.text for piece in text)


def counted(count: int, one: str, many: str = "") -> str:
    """``1 line``, ``1,204 lines``: a number with its noun, which takes an s where ``many`` is not given."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def graded(grade: str) -> str:
    """What is said beside a source that is not the authority's own text: `` (secondary source)``."""
    return "" if grade in ("", "primary") else f" ({grade} source)"


def us_date(day: date | None) -> str:
    """A date as an office writes it: 06/10/2025; empty where there is none."""
    return "" if day is None else f"{day.month:02d}/{day.day:02d}/{day.year}"


_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
B = TypeVar("B")


def us_dates(text: str) -> str:
    """The text with each date in it as an office writes it."""
    return _ISO.sub(r"\2/\3/\1", text)


def reworded(block: B, words: Callable[[str], str]) -> B:
    """The block, or the whole document, with every text in it changed."""
    return _reworded(block, words)  # type: ignore[no-any-return]


def _reworded(value: Any, words: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return words(value)
    if isinstance(value, tuple):
        return tuple(_reworded(each, words) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(value, **{name: _reworded(each, words) for name, each in kept.items() if name != "tone"})
    return value
