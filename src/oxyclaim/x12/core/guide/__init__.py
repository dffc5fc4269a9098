"""What an implementation guide demands, as data: loops, segments, elements; and what a segment of a file is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from oxyclaim.x12.core.characters import COMPONENT
from oxyclaim.x12.core.guide.matching import DEFINITION, Matcher
from oxyclaim.x12.core.guide.model import ElementDef, LoopDef, SegmentDef, Usage

__all__ = ["DEFINITION", "ElementDef", "Guide", "LoopDef", "SegmentDef", "Usage"]


@dataclass(frozen=True, eq=False)
class Guide:
    """The guide's loops by id, in its order, and its segments by number. Envelopes are the loops ISA, GS and ST.

    ``ids``: the segment ids that the column ``code`` of a placed segments frame counts.
    """

    loops: dict[str, LoopDef]
    segments: tuple[SegmentDef, ...]
    ids: tuple[str, ...]

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.segments, self.ids)

    def definition_of(self, segments: pl.DataFrame, loops: Sequence[str], component: str = COMPONENT) -> pl.Series:
        """Number of the definition of each segment, from its loop, id and first elements; null: the guide has none.

        ``segments`` has the columns ``loop``, ``code`` (index of ``ids``), ``e01`` and ``e02``.

        ``loops`` are the ids that the column ``loop`` counts; ``component`` is the file's component separator.
        Where a loop has one segment of an id, it is that one, whatever its codes; where it has several, the one
        whose codes fit.
        """
        return self._matcher.definition_of(segments, tuple(loops), component)
