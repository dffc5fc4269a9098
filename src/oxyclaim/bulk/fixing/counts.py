"""Counts and control numbers: what the file itself counts, and what a trailer repeats of its header."""

from collections.abc import Iterator
from typing import NamedTuple

from oxyclaim.bulk.fixing.segments import Segments


class Put(NamedTuple):
    """A value that an element must have. ``position``: where its segment begins."""

    position: int
    number: int
    value: str
    why: str


HEADERS = {"SE": ("ST", 2, "transaction set"), "GE": ("GS", 6, "group"), "IEA": ("ISA", 13, "interchange")}
"""By trailer: its header, the element of the header with the control number, and what both enclose."""
_TRAILERS = {header: (trailer, number, what) for trailer, (header, number, what) in HEADERS.items()}
_PARTS = {"GE": "ST", "IEA": "GS"}


def puts(segments: Segments, position: int, element: str) -> Iterator[Put]:
    """What must stand in an element of which a check says that a count or control number is wrong."""
    identifier, number = element[:-2], element[-2:]
    if identifier in HEADERS and number == "01":
        yield from _count(segments, position, identifier)
    elif identifier in HEADERS and number == "02":
        yield from _repeated(segments, position, identifier)
    elif identifier in _TRAILERS and int(number) == _TRAILERS[identifier][1]:
        yield from _new_number(segments, position, identifier)
    elif element == "LX01":
        yield from _line_number(segments, position)


def _count(segments: Segments, position: int, trailer: str) -> Iterator[Put]:
    header, _, what = HEADERS[trailer]
    begun = segments.before(header, position)
    if begun is None:
        return
    if trailer == "SE":
        yield Put(position, 1, str(segments.count(begun, position)), "the segments of the transaction set, counted")
    else:
        parts = len(segments.starts(_PARTS[trailer], begun, position))
        yield Put(position, 1, str(parts), f"what the {what} holds, counted")


def _repeated(segments: Segments, position: int, trailer: str) -> Iterator[Put]:
    header, number, what = HEADERS[trailer]
    begun = segments.before(header, position)
    if begun is not None:
        control = segments.at(begun).value(number)
        if control:
            yield Put(position, 2, control, f"the control number with which the {what} begins ({header}{number:02d})")


def _new_number(segments: Segments, position: int, header: str) -> Iterator[Put]:
    """A control number that an earlier envelope has: the next one that none of the file has, in header and trailer."""
    trailer, number, what = _TRAILERS[header]
    end = segments.after(trailer, position)
    own = segments.at(position).value(number)
    used = [segments.at(place).value(number) for place in segments.starts(header, 0, len(segments.data))]
    if end is None or not own.isdecimal() or used.count(own) < 2:
        return
    free = str(max(int(each) for each in used if each.isdecimal()) + 1).zfill(len(own))
    why = f"another {what} of the file has the control number {own}; {free} is free"
    yield Put(position, number, free, why)
    if segments.at(end).value(2) == own:
        yield Put(end, 2, free, why)


def _line_number(segments: Segments, position: int) -> Iterator[Put]:
    claim = segments.before("CLM", position)
    if claim is not None:
        place = len(segments.starts("LX", claim, position)) + 1
        yield Put(position, 1, str(place), "the lines of a claim are numbered from 1")
