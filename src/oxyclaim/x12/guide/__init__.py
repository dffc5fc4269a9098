"""What the implementation guide of the 837P (005010X222A1) demands, as data.

Numbers, codes and names of loops and segments only; the data stands in pyx12, see decision 0019.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import polars as pl

from oxyclaim.x12.characters import COMPONENT
from oxyclaim.x12.guide import source
from oxyclaim.x12.guide.corrections import VERSIONS, corrected
from oxyclaim.x12.guide.matching import DEFINITION, Matcher
from oxyclaim.x12.guide.model import ElementDef, LoopDef, SegmentDef, Usage
from oxyclaim.x12.guide.siblings import with_qualifiers

__all__ = ["DEFINITION", "VERSIONS", "ElementDef", "Guide", "LoopDef", "SegmentDef", "Usage", "guide"]


@dataclass(frozen=True, eq=False)
class Guide:
    """The guide's loops by id, in its order, and its segments by number. Envelopes are the loops ISA, GS and ST."""

    loops: dict[str, LoopDef]
    segments: tuple[SegmentDef, ...]

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.segments)

    def definition_of(self, segments: pl.DataFrame, loops: Sequence[str], component: str = COMPONENT) -> pl.Series:
        """Number of the definition of each segment, from its loop, id and first elements; null: the guide has none.

        ``segments`` has the columns ``loop``, ``code`` (index of ``IDS``), ``e01`` and ``e02``.

        ``loops`` are the ids that the column ``loop`` counts; ``component`` is the file's component separator.
        Where a loop has one segment of an id, it is that one, whatever its codes; where it has several, the one
        whose codes fit.
        """
        return self._matcher.definition_of(segments, tuple(loops), component)


@cache
def guide() -> Guide:
    """The guide, read once in a process."""
    loops, segments = corrected(*source.read())
    return Guide(loops, tuple(with_qualifiers(segments)))
