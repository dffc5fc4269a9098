"""Where an 837P file is cut, and what each piece must know of those before it: found from the bytes alone.

So a piece can be read without the pieces before it: the open envelopes and levels (the last ISA, GS, ST and HL before
the cut) go with it as its context.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

from oxyclaim.x12.claim_837p.loops import LEVELS
from oxyclaim.x12.core.delimiters import BLANKS, Delimiters
from oxyclaim.x12.core.pieces import PIECE, RawPiece, raw_pieces
from oxyclaim.x12.core.schema import ELEMENTS

ENVELOPES = ("ISA", "GS", "ST", "SE", "GE", "IEA")
_LEVEL_OR_CLAIM = ("HL", "CLM")
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
        envelopes = tuple(seen.told(each) for each in seen.envelopes)
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
    """A raw piece with its context, looked through for what begins and ends in it.

    Levels are many: only those are looked at that the next piece must know.
    """

    raw: RawPiece
    first: int
    context: tuple[Told, ...]
    _counted: tuple[int, int] = field(init=False, default=(0, 0))

    @cached_property
    def envelopes(self) -> list[_Head]:
        """Its own segments of envelopes."""
        return [_Head(each.start(1), each[1].decode()) for each in self._found(ENVELOPES)]

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
        begun = [each for each in (*self._carried, *self.envelopes) if each.id == "ST"]
        levels = sorted([*begun, *islice(self._levels_back(), 2)])
        if len(levels) < 2 or levels[-1].place < 0:
            return earlier
        before = self.told(levels[-2])
        return 0 if before.id == "ST" else _number(before.element(1))

    def context_behind(self) -> tuple[Told, ...]:
        """What the next piece needs: the open envelopes, header and levels, without any claim."""
        last = dict.fromkeys(ENVELOPES, -len(self.context) - 1)
        last |= {each.id: each.place for each in (*self._carried, *self.envelopes) if each.id != "HL"}
        kept: list[Told] = []
        for begin, end in (("ISA", "IEA"), ("GS", "GE")):
            if last[begin] > last[end]:
                kept.append(self.told(_Head(last[begin], begin)))
        if last["ST"] > max(last["SE"], last["GS"]):
            for start in (last["ST"], *self._open_levels(last["ST"])):
                kept += self._until_next(start)
        return tuple(kept)

    @cached_property
    def _carried(self) -> list[_Head]:
        """Of the context."""
        size = len(self.context)
        ids = (*ENVELOPES, "HL")
        return [_Head(row - size, each.id) for row, each in enumerate(self.context) if each.id in ids]

    def _open_levels(self, begun: int) -> Iterator[int]:
        """Where the last billing provider behind ST begins, the last subscriber behind it, the last dependent."""
        provider = self._last_provider(begun)
        if provider is None:
            return
        yield provider
        dependent = None
        for each in self._levels_back():
            if each.place <= provider:
                return
            if self._level(each) == _SUBSCRIBER:
                yield each.place
                if dependent is not None:
                    yield dependent
                return
            # One before the last subscriber is open no more.
            dependent = each.place if dependent is None else dependent

    def _last_provider(self, begun: int) -> int | None:
        found = deque(_finding_providers(self.raw.delimiters, self._spaced).finditer(self.raw.data), maxlen=1)
        own = found[0].start(1) if found else None
        if own is None and next(self._found(("HL",), only_first=True), None):
            own = 0 if self._level(_Head(0, "HL")) == _PROVIDER else None
        if own is not None:
            return own if own >= begun else None
        carried = [each.place for each in self._carried if each.id == "HL" and self._level(each) == _PROVIDER]
        return carried[-1] if carried and carried[-1] >= begun else None

    def _levels_back(self) -> Iterator[_Head]:
        """The levels, from the last one back."""
        if self._spaced:
            yield from (_Head(each.start(1), "HL") for each in reversed(list(self._found(("HL",)))))
        else:
            data, signs = self.raw.data, self.raw.delimiters
            begins, end = signs.terminator + b"HL", len(data)
            while (found := data.rfind(begins, 0, end)) >= 0:
                if data[found + 3 : found + 4] in (signs.element, signs.terminator, b""):
                    yield _Head(found + 1, "HL")
                end = found + 2
            yield from (_Head(each.start(1), "HL") for each in self._found(("HL",), only_first=True))
        yield from (each for each in reversed(self._carried) if each.id == "HL")

    @cached_property
    def _spaced(self) -> bool:
        """Whether blanks stand between segments."""
        return re.search(re.escape(self.raw.delimiters.terminator) + rb"[%b]" % BLANKS, self.raw.data) is not None

    def _found(self, ids: tuple[str, ...], only_first: bool = False) -> "Iterator[re.Match[bytes]]":
        """Segments by their ids; ``only_first``: where it is the first of the piece."""
        first, others = _finding(self.raw.delimiters, ids, self._spaced)
        if found := first.match(self.raw.data):
            yield found
        if not only_first:
            yield from others.finditer(self.raw.data)

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
        behind = start + 1
        if start < 0:
            for row, each in enumerate(self.context[start:]):
                if row and each.id in _LEVEL_OR_CLAIM:
                    return
                yield each
            if next(self._found(_LEVEL_OR_CLAIM, only_first=True), None):
                return
            start = behind = 0
        following = _finding(self.raw.delimiters, _LEVEL_OR_CLAIM, self._spaced)[1].search(self.raw.data, behind)
        yield from self._segments(start, following.start() + 1 if following else None)

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
def _finding(signs: Delimiters, ids: tuple[str, ...], spaced: bool) -> "tuple[re.Pattern[bytes], re.Pattern[bytes]]":
    """Finds the first segment of a text, and others behind a terminator, by their ids: group 1 is the id."""
    element, terminator = re.escape(signs.element), re.escape(signs.terminator)
    found = rb"(%b)(?=[%b%b]|\Z)" % ("|".join(ids).encode(), element, terminator)
    return re.compile(found), re.compile(terminator + _blanks(signs, spaced) + found)


@lru_cache(maxsize=64)
def _finding_providers(signs: Delimiters, spaced: bool) -> "re.Pattern[bytes]":
    """Finds levels of billing providers, and those of no known kind without one above: group 1 is the id."""
    element, terminator = re.escape(signs.element), re.escape(signs.terminator)
    text, ends, stops = rb"[^%b%b]*" % (element, terminator), rb"(?=[%b%b]|\Z)", rb"(?=%b|\Z)" % terminator
    ends %= (element, terminator)
    others = rb"(?!(?:%b)%b)" % ("|".join(kind for kind in LEVELS if LEVELS[kind] != _PROVIDER).encode(), ends)
    own = "|".join(kind for kind in LEVELS if LEVELS[kind] == _PROVIDER).encode()
    forms = (
        stops,
        element + text + stops,
        element + text + element + stops,
        element + text + element + text + element + rb"(?:%b)%b" % (own, ends),
        element + text + element + element + others,
    )
    return re.compile(rb"%b%b(HL)(?:%b)" % (terminator, _blanks(signs, spaced), b"|".join(forms)))


def _blanks(signs: Delimiters, spaced: bool) -> bytes:
    """The blanks that may stand before a segment."""
    those = [bytes([byte]) for byte in BLANKS if bytes([byte]) not in (signs.terminator, signs.element)]
    return rb"[%b]*" % b"".join(map(re.escape, those)) if spaced else b""


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
