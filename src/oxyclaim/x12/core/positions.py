"""Where the segments of a piece begin in the file."""

from dataclasses import dataclass

import polars as pl

from oxyclaim.x12.core.columns import Text, Texts


@dataclass(frozen=True)
class Places:
    """Where segments begin: those of a piece (``text``), and those that were read in ``earlier`` ones."""

    text: Text | Texts
    earlier: dict[int, int]
    """The positions of the latter, by their numbers."""

    def positions(self, segments: pl.Series) -> pl.Series:
        """The byte positions in the file at which segments, by their numbers, begin; null for one that none has."""
        positions = self.text.begins(segments - self.text.first)
        for number in segments.filter(positions.is_null()).drop_nulls().unique():
            positions = positions.set(segments == number, self.earlier.get(number))
        return positions
