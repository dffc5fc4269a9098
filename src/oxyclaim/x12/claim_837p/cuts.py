"""Where an 837P file is cut, and what each piece must know of those before it: found from the bytes alone.

So a piece can be read without the pieces before it: the open envelopes and levels (the last ISA, GS, ST and HL before
the cut) go with it as its context.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, BinaryIO, NamedTuple

from oxyclaim.x12.claim_837p.loops import LEVELS
from oxyclaim.x12.core.delimiters import BLANKS, Delimiters
from oxyclaim.x12.core.pieces import PIECE, RawPiece, raw_pieces
from oxyclaim.x12.core.schema import ELEMENTS

ENVELOPES = ("ISA", "GS", "ST", "SE", "GE", "IEA")
_HEADS = (*ENVELOPES, "HL")
_PROVIDER, _SUBSCRIBER, _DEPENDENT = "2000A", "2000B", "2000C"


class Told(NamedTuple):
    """A segment that later pieces are told of: its number and byte position in the file, its id and elements."""

    number: int
    position: int
    elements: tuple[str | None, ...]

    @property
    def id(self) -> str:
        """Its id; empty where it has none."""
        return self.elements[0] or ""

    def element(self, number: int) -> str | None:
        """An element, from 1; None where it is empty or absent."""
        return self.elements[number] if number < len(self.elements) else None


@dataclass(frozen=True)
class Cut:
    """A piece of a file: ``size`` bytes from ``position`` on, all its segments whole.

    ``first``: the number of its first segment in the file; ``count``: how many it has; ``last``: no piece follows.
    ``context``: the open envelopes, header and levels before it, without any claim. ``envelopes``: its own segments
    ISA, GS, ST, SE, GE and IEA. ``number_before``: the number (HL01) of the level before the last one of the context, 0
    if that was the first, None if unknown.
    """

    position: int
    size: int
    delimiters: Delimiters
    last: bool
    first: int = 0
    count: int = 0
    context: tuple[Told, ...] = ()
    envelopes: tuple[Told, ...] = ()
    number_before: int | None = None


def cuts(file: BinaryIO, at_once: int = PIECE) -> Iterator[tuple[Cut, bytes]]:
    """The pieces of an open file, in order, each with its bytes. Raises ``UnreadableFile``."""
    first, context, number_before = 0, tuple[Told, ...](), None
    for raw in raw_pieces(file, at_once):
        seen = _Seen(raw, first, context)
        envelopes = tuple(seen.told(each) for each in seen.heads if each.id != "HL")
        cut = Cut(
            raw.position, len(raw.data), raw.delimiters, raw.last, first, seen.count, context, envelopes, number_before
        )
        yield cut, raw.data
        first += cut.count
        number_before = seen.number_before_last(number_before)
        context = seen.context_behind()


def bytes_of(cut: Cut, file: BinaryIO) -> bytes:
    """The bytes of a piece, read once more. Raises ``OSError`` where the file is shorter now."""
    file.seek(cut.position)
    data = file.read(cut.size)
    if len(data) < cut.size:
        raise OSError(0, "it became shorter while it was read")
    return data


class _Head(NamedTuple):
    """A segment that begins or ends something: of the context by its place from the end (below 0), else its offset."""

    place: int
    id: str


@dataclass
class _Seen:
    """A raw piece with its context, looked through for what begins and ends in it."""

    raw: RawPiece
    first: int
    context: tuple[Told, ...]
    heads: list[_Head] = field(init=False)
    _counted: tuple[int, int] = field(init=False, default=(0, 0))

    def __post_init__(self) -> None:
        found = _finding(self.raw.delimiters, _HEADS).finditer(self.raw.data)
        self.heads = [_Head(each.start(1), each[1].decode()) for each in found]

    @property
    def count(self) -> int:
        """How many segments there are; one without a terminator at the end counts."""
        data, terminator = self.raw.data, self.raw.delimiters.terminator
        return self._number(len(data)) - self.first + (bool(data) and not data.endswith(terminator))

    def told(self, head: _Head) -> Told:
        """The segment of a head."""
        if head.place < 0:
            return self.context[head.place]
        return next(self._segments(head.place))

    def number_before_last(self, earlier: int | None) -> int | None:
        """HL01 of the level before the last one, 0 where only ST is before it; ``earlier`` where no level is new."""
        levels = [each for each in self._every() if each.id in ("ST", "HL")]
        if len(levels) < 2 or levels[-1].place < 0:
            return earlier
        before = self.told(levels[-2])
        return 0 if before.id == "ST" else _number(before.element(1))

    def context_behind(self) -> tuple[Told, ...]:
        """What the next piece needs: the open envelopes, header and levels, without any claim."""
        every = self._every()
        last = dict.fromkeys(ENVELOPES, -len(self.context) - 1)
        last |= {each.id: each.place for each in every if each.id != "HL"}
        by_place = {each.place: each for each in every if each.id != "HL"}
        kept: list[Told] = []
        for begin, end in (("ISA", "IEA"), ("GS", "GE")):
            if last[begin] > last[end]:
                kept.append(self.told(by_place[last[begin]]))
        if last["ST"] > max(last["SE"], last["GS"]):
            for start in (last["ST"], *self._open_levels(every, last["ST"])):
                kept += self._until_next(start)
        return tuple(kept)

    def _every(self) -> list[_Head]:
        size = len(self.context)
        carried = [_Head(row - size, each.id) for row, each in enumerate(self.context) if each.id in _HEADS]
        return [*carried, *self.heads]

    def _open_levels(self, every: Sequence[_Head], begun: int) -> Iterator[int]:
        """Where the last billing provider behind ST begins, the last subscriber behind it, the last dependent."""
        found: dict[str, int] = {}
        for each in reversed(every):
            if each.place < begun or _PROVIDER in found:
                break
            if each.id == "HL":
                level = self._level(each)
                # A dependent before the last subscriber is open no more.
                if level != _DEPENDENT or _SUBSCRIBER not in found:
                    found.setdefault(level, each.place)
        for level in (_PROVIDER, _SUBSCRIBER, _DEPENDENT):
            if level not in found:
                break
            yield found[level]

    def _level(self, head: _Head) -> str:
        """The loop of a level; one of no known kind is taken for a subscriber if it has one above it."""
        if head.place < 0:
            elements = self.context[head.place].elements
            kind, parent = elements[3] or "", elements[2] or ""
        else:
            data, signs = self.raw.data, self.raw.delimiters
            end = data.find(signs.terminator, head.place)
            parts = data[head.place : end if end >= 0 else len(data)].split(signs.element, 4)
            kind, parent = (parts[n].decode("latin-1") if n < len(parts) else "" for n in (3, 2))
        return LEVELS.get(kind) or (_SUBSCRIBER if parent else _PROVIDER)

    def _until_next(self, start: int) -> Iterator[Told]:
        """The segments from a head on, up to the next level or claim."""
        data, finding = self.raw.data, _finding(self.raw.delimiters, ("HL", "CLM"))
        behind = start + 1
        if start < 0:
            for row, each in enumerate(self.context[start:]):
                if row and each.id in ("HL", "CLM"):
                    return
                yield each
            own = finding.match(data)
            if own and self.raw.delimiters.terminator not in data[: own.start(1)]:
                return
            start = behind = 0
        following = finding.search(data, behind)
        yield from self._segments(start, following.start() + 1 if following else len(data))

    def _segments(self, start: int, end: int | None = None) -> Iterator[Told]:
        """The segments between two offsets."""
        data, signs = self.raw.data, self.raw.delimiters
        end = len(data) if end is None else end
        number = self._number(start)
        while start < end:
            stop = data.find(signs.terminator, start)
            text = data[start : stop if stop >= 0 else len(data)]
            blanks = len(text) - len(text.lstrip(BLANKS))
            yield Told(number, self.raw.position + start + blanks, _elements(text, signs.element))
            start, number = start + len(text) + 1, number + 1

    def _number(self, offset: int) -> int:
        """The number of the segment that begins at an offset; quick where offsets ascend."""
        before, counted = self._counted if self._counted[0] <= offset else (0, 0)
        counted += self.raw.data.count(self.raw.delimiters.terminator, before, offset)
        self._counted = (offset, counted)
        return self.first + counted


@lru_cache(maxsize=64)
def _finding(signs: Delimiters, identifiers: tuple[str, ...]) -> "re.Pattern[bytes]":
    """Finds segments by their ids, at the beginning or behind a terminator and perhaps blanks; group 1 is the id."""
    blanks = b"".join(
        re.escape(bytes([byte])) for byte in BLANKS if bytes([byte]) not in (signs.terminator, signs.element)
    )
    element, terminator = re.escape(signs.element), re.escape(signs.terminator)
    ids = "|".join(identifiers).encode()
    return re.compile(rb"(?:\A|%b)[%b]*(%b)(?=%b|%b|\Z)" % (terminator, blanks, ids, element, terminator))


def _elements(text: bytes, separator: bytes) -> tuple[str | None, ...]:
    """A segment's id and elements; text that is not UTF-8 is taken for Latin-1."""
    try:
        decoded = text.decode("utf-8")
    except UnicodeDecodeError:
        decoded = text.decode("latin-1")
    identifier, *elements = decoded.split(separator.decode())[: ELEMENTS + 1]
    every: list[Any] = [identifier.lstrip(BLANKS.decode()), *elements]
    every += [""] * (ELEMENTS + 1 - len(every))
    return tuple(each or None for each in every)


def _number(text: str | None) -> int | None:
    """As a column of texts is cast to numbers."""
    return int(text) if text is not None and re.fullmatch(r"[+-]?[0-9]{1,18}", text) else None
