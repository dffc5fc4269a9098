"""What the installed data says wrongly of the guide, put right. The reasons stand in decision 0019."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from oxyclaim.x12.claim_837p.versions import PROFESSIONAL
from oxyclaim.x12.core.guide.model import ElementDef, LoopDef, SegmentDef, Usage

_ANY_REPETITION_SEPARATOR = frozenset[str]()

_CODES: dict[tuple[str, str], Callable[[frozenset[str]], frozenset[str]]] = {
    ("GS", "GS08"): lambda codes: frozenset(PROFESSIONAL),
    ("ST", "ST03"): lambda codes: frozenset(PROFESSIONAL),
    ("ISA", "ISA11"): lambda codes: _ANY_REPETITION_SEPARATOR,
    ("ST", "BHT06"): lambda codes: codes | {"31"},
}
"""Codes of an element by loop and place."""

_REQUIRED = frozenset({("ST", "ST03")})
"""Elements that the guide requires, by loop and place."""

_SAME_POSITION_AS = {
    **dict.fromkeys(("2330D", "2330E", "2330F", "2330G"), "2330A"),
    **dict.fromkeys(("2420G", "2420H"), "2420A"),
}
"""Loops that begin with an NM1 of the same position as another's: they come in any order."""


def corrected(loops: dict[str, LoopDef], segments: Iterable[SegmentDef]) -> tuple[dict[str, LoopDef], list[SegmentDef]]:
    """Put loops and segments right."""
    positions = {id: loops[other].position for id, other in _SAME_POSITION_AS.items()}
    return (
        {id: replace(loop, position=positions.get(id, loop.position)) for id, loop in loops.items()},
        [_segment(segment) for segment in segments],
    )


def _segment(segment: SegmentDef) -> SegmentDef:
    if not any((segment.loop, element.place) in _CODES.keys() | _REQUIRED for element in segment.elements):
        return segment
    return replace(segment, elements=tuple(_element(segment.loop, element) for element in segment.elements))


def _element(loop: str, element: ElementDef) -> ElementDef:
    if (loop, element.place) in _REQUIRED:
        element = replace(element, usage=Usage.REQUIRED)
    correct = _CODES.get((loop, element.place))
    return replace(element, codes=correct(element.codes)) if correct else element
