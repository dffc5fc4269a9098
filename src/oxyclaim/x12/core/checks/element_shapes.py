"""Which elements a segment has, against which it must have and may have: SNIP levels 1 and 2.

Most segments of a file have one of a few dozen shapes (definition and set of elements that are there), so each
shape is judged once.
"""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import polars as pl

from oxyclaim.x12.core.checks.findings import ERROR, none_found
from oxyclaim.x12.core.checks.reporting import loop_shown, report
from oxyclaim.x12.core.guide import Guide, SegmentDef, Usage
from oxyclaim.x12.core.schema import ELEMENTS


class Shape(NamedTuple):
    """A definition's number and the elements that are there: bit 0 stands for the first."""

    definition: int
    present: int


def shapes_of(segments: pl.DataFrame) -> pl.Series:
    """The shape of each segment as one integer; null where it has no definition."""
    present = pl.lit(0, pl.UInt32)
    for place in range(ELEMENTS):
        column = segments[f"e{place + 1:02d}"]
        if column.null_count() < len(column):
            present = present + _bit(column.name, place)
    return segments.select(shape=pl.col("definition").cast(pl.Int64) * (1 << ELEMENTS) + present).to_series()


@cache
def _bit(column: str, place: int) -> pl.Expr:
    return pl.when(pl.col(column).is_not_null()).then(pl.lit(1 << place, pl.UInt32)).otherwise(pl.lit(0, pl.UInt32))


def unpacked(shape: int) -> Shape:
    """A shape from its integer."""
    return Shape(shape >> ELEMENTS, shape & ((1 << ELEMENTS) - 1))


def shape_findings(segments: pl.DataFrame, shapes: pl.Series, kinds: list[int], guide: Guide) -> pl.DataFrame:
    """What is wrong with the shapes; ``kinds`` are the distinct ones."""
    faults = [
        {"shape": kind, "loop": loop_shown(guide.segments[shape.definition]), **fault._asdict()}
        for kind in kinds
        for shape in [unpacked(kind)]
        for fault in _faults(guide.segments[shape.definition], shape.present)
    ]
    if not faults:
        return none_found()
    rows = segments.select("segment", shape=shapes)
    return report(rows.join(pl.DataFrame(faults), on="shape", maintain_order="left"))


class _Fault(NamedTuple):
    snip_level: int
    element: str
    message: str
    severity: str = ERROR


def _faults(segment: SegmentDef, present: int) -> Iterator[_Fault]:
    places = {number for number in range(1, ELEMENTS + 1) if present >> (number - 1) & 1}
    count = len(segment.elements)
    for number, element in enumerate(segment.elements, 1):
        if element.usage is Usage.REQUIRED and number not in places:
            yield _Fault(2, element.place, f"{element.place} is missing; it is required here")
        elif element.usage is Usage.NOT_USED and number in places:
            yield _Fault(2, element.place, f"{element.place} must be left empty here")
    beyond = [place for place in places if place > count]
    if beyond:
        place = _place(segment, min(beyond))
        yield _Fault(1, place, f"{segment.id} has {max(places)} elements; at most {count} are allowed")
    judged = {element.place for element in segment.elements if element.usage is not Usage.SITUATIONAL}
    for fault in (fault for note in segment.syntax for fault in _unmet(segment, note, places)):
        # What the guide requires or leaves out anyway is found above; and one note suffices for an element.
        if fault.element not in judged:
            judged.add(fault.element)
            yield fault


def _unmet(segment: SegmentDef, note: str, places: set[int]) -> Iterator[_Fault]:
    """What a syntax note (P, R, E, C, L and the numbers of elements) finds missing or too much."""
    kind, numbers = note[0], _numbers(note)
    here, missing = [n for n in numbers if n in places], [n for n in numbers if n not in places]
    first, others = numbers[0], numbers[1:]
    if kind == "P" and here and missing:
        for number in missing:
            yield _needs(segment, number, f"is missing; it goes together with {_listed(segment, here)}")
    elif kind == "R" and not here:
        yield _needs(segment, first, f"is missing; one of {_listed(segment, numbers)} is required")
    elif kind == "E" and len(here) > 1:
        yield _needs(segment, here[-1], f"must not stand beside {_listed(segment, here[:-1])}")
    elif kind == "C" and first in places:
        for number in others:
            if number not in places:
                yield _needs(segment, number, f"is missing; {_place(segment, first)} demands it")
    elif kind == "L" and first in places and not any(number in places for number in others):
        yield _needs(
            segment, others[0], f"is missing; {_place(segment, first)} demands one of {_listed(segment, others)}"
        )


@cache
def _numbers(note: str) -> tuple[int, ...]:
    bounds = range(1, len(note) + 1, 2)
    return tuple(int(note[start:end]) for start, end in pairwise(bounds))


def _needs(segment: SegmentDef, number: int, message: str) -> _Fault:
    place = _place(segment, number)
    return _Fault(2, place, f"{place} {message}")


def _place(segment: SegmentDef, number: int) -> str:
    return f"{segment.id}{number:02d}"


def _listed(segment: SegmentDef, numbers: tuple[int, ...] | list[int]) -> str:
    return ", ".join(_place(segment, number) for number in numbers)
