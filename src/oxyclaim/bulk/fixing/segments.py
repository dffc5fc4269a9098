"""The segments of a claim file as bytes: read one where it stands, change an element, write all changes at once."""

from bisect import bisect_right
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate

from oxyclaim.x12.core.delimiters import BLANKS, Delimiters
from oxyclaim.x12.core.pieces import raw_pieces

BYTE = "latin-1"
"""A character for each byte: what is not changed comes out as it went in."""


@dataclass
class Segment:
    """A segment at its byte positions, without its terminator. ``elements``: its id first, then one text each."""

    start: int
    end: int
    delimiters: Delimiters
    elements: list[str]

    @property
    def id(self) -> str:
        """For example NM1."""
        return self.elements[0]

    def value(self, number: int, component: int | None = None) -> str:
        """An element (from 1) or one of its components (from 1); empty where it is not there."""
        element = self.elements[number] if number < len(self.elements) else ""
        if component is None:
            return element
        parts = element.split(self.delimiters.component.decode(BYTE))
        return parts[component - 1] if component <= len(parts) else ""

    def put(self, value: str, number: int, component: int | None = None) -> None:
        """Change an element or component that is there."""
        if component is None:
            self.elements[number] = value
            return
        sign = self.delimiters.component.decode(BYTE)
        parts = self.elements[number].split(sign)
        parts[component - 1] = value
        self.elements[number] = sign.join(parts)

    @property
    def data(self) -> bytes:
        """The segment as bytes."""
        return self.delimiters.element.join(each.encode(BYTE) for each in self.elements)


class Segments:
    """The segments of a file. Raises ``UnreadableFile`` where it is no X12."""

    def __init__(self, data: bytes):
        self.data = data
        pieces = [(piece.position, piece.delimiters) for piece in raw_pieces(BytesIO(data))]
        self._begins = [position for position, _ in pieces]
        self._delimiters = [delimiters for _, delimiters in pieces]
        self._first = frozenset(self._begins)

    def delimiters(self, position: int) -> Delimiters:
        """The delimiters that hold at a position."""
        return self._delimiters[max(bisect_right(self._begins, position) - 1, 0)]

    def at(self, position: int) -> Segment:
        """The segment that begins at a position."""
        delimiters = self.delimiters(position)
        end = self.data.find(delimiters.terminator, position)
        end = len(self.data.rstrip(BLANKS)) if end < 0 else end
        text = self.data[position:end].decode(BYTE)
        return Segment(position, end, delimiters, text.split(delimiters.element.decode(BYTE)))

    def before(self, identifier: str, position: int, start: int = 0) -> int | None:
        """Where the last segment with this id before a position begins."""
        begin = identifier.encode(BYTE) + self.delimiters(position).element
        found = position
        while (found := self.data.rfind(begin, start, found)) >= 0:
            if self._begins_segment(found):
                return found
        return None

    def starts(self, identifier: str, start: int, end: int) -> list[int]:
        """Where segments with this id begin between two positions."""
        begin = identifier.encode(BYTE) + self.delimiters(start).element
        found, places = start - 1, []
        while (found := self.data.find(begin, found + 1, end)) >= 0:
            if self._begins_segment(found):
                places.append(found)
        return places

    def after(self, identifier: str, position: int) -> int | None:
        """Where the next segment with this id behind a position begins."""
        begin = identifier.encode(BYTE) + self.delimiters(position).element
        found = position
        while (found := self.data.find(begin, found + 1)) >= 0:
            if self._begins_segment(found):
                return found
        return None

    def count(self, start: int, end: int) -> int:
        """How many segments end between two positions, the last one without a terminator too."""
        return self.data.count(self.delimiters(start).terminator, start, end) + 1

    def _begins_segment(self, position: int) -> bool:
        before = self.data[max(position - 64, 0) : position].rstrip(BLANKS)
        return not before or before.endswith(self.delimiters(position).terminator) or position in self._first


class Changed:
    """A file after some changes, and where its bytes stood before."""

    def __init__(self, data: bytes, segments: list[Segment]):
        ordered = sorted(segments, key=lambda each: each.start)
        pieces, done = [], 0
        for segment in ordered:
            pieces += [data[done : segment.start], segment.data]
            done = segment.end
        self.data = b"".join([*pieces, data[done:]])
        longer = [len(segment.data) - (segment.end - segment.start) for segment in ordered]
        self._shifts = list(accumulate(longer, initial=0))
        self._old = [segment.start for segment in ordered]
        self._new = [old + shift for old, shift in zip(self._old, self._shifts, strict=False)]

    def new(self, position: int) -> int:
        """Where the segment that began at a position begins now."""
        return position + self._shifts[bisect_right(self._old, position - 1)]

    def old(self, position: int) -> int:
        """Where the segment that begins at a position now began before."""
        return position - self._shifts[bisect_right(self._new, position - 1)]
