"""The codes that tell a segment from its siblings."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from oxyclaim.x12.core.guide.model import ElementDef, SegmentDef

_TWO_CODES = "PWK"
"""A line's certificate of medical necessity and its other papers share PWK01 CT; PWK02 tells them apart."""

_OPENERS = frozenset({"NM1", "HL"})
"""Segments that open loops which only their codes tell apart (NM101, HL03)."""

_QUALIFIER = {"HL": "HL03"}
"""Where the code is not in the first element."""


def with_qualifiers(segments: Iterable[SegmentDef]) -> list[SegmentDef]:
    """Give each segment the codes that tell it from the others of its id in its loop, or its loop from others."""
    segments = list(segments)
    uses = Counter((segment.loop, segment.id) for segment in segments)
    return [
        replace(segment, qualifiers=_qualifiers(segment, alone=uses[segment.loop, segment.id] == 1))
        for segment in segments
    ]


def _qualifiers(segment: SegmentDef, *, alone: bool) -> dict[str, frozenset[str]]:
    if alone and segment.id not in _OPENERS:
        return {}
    wanted = 2 if segment.id == _TWO_CODES else 1
    parts = (_first_part(element) for element in segment.elements)
    named = _QUALIFIER.get(segment.id)
    return dict([(part.place, part.codes) for part in parts if part.codes and named in (None, part.place)][:wanted])


def _first_part(element: ElementDef) -> ElementDef:
    return element.parts[0] if element.parts else element
