"""Where the segments of a piece begin in the file."""

from dataclasses import dataclass

import polars as pl

from oxyclaim.x12.core.columns import Text, Texts


@dataclass(frozen=True)
class Places:
    """Where segments begin: those of a piece (``text``), and those that were read in earlier ones."""

    text: Text | Texts
    earlier: dict[int, tuple[Text | Texts, int]]

    def positions(self, segments: pl.Series) -> pl.Series:
        """The byte positions in the file at which segments, by their numbers, begin."""
        positions = self.text.begins(segments - self.text.first)
        for number in segments.filter(positions.is_null()).drop_nulls().unique():
            text, place = self.of(number)
            positions = positions.set(segments == number, text.begins(pl.Series([place]))[0])
        return positions

    def of(self, segment: int) -> tuple[Text | Texts, int]:
        """The text in which a segment was read, and its number in it."""
        return self.earlier.get(segment) or (self.text, segment - self.text.first)
