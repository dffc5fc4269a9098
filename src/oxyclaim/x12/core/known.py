"""What has been found good before, of small files: the same segments come again and again, and asking costs."""

from collections.abc import Hashable, Iterable

import polars as pl

FEW = 2_000
"""Segments up to which each is looked up by itself; of more, asking all at once costs less than looking up."""

REMEMBERED = 50_000
"""Segments that are remembered at most; beyond them one begins anew."""


class KnownGood:
    """Rows with which nothing is wrong, as far as the rows alone can tell. ``asked``: what they were asked, and how."""

    def __init__(self) -> None:
        self._good: set[Hashable] = set()

    def unknown(self, rows: pl.DataFrame, asked: Hashable = None) -> pl.Series | None:
        """Places of the rows that are not known to be good; None where there are too many rows to look up."""
        if rows.height > FEW:
            return None
        good = self._good
        return pl.Series([n for n, row in enumerate(rows.iter_rows()) if (asked, row) not in good], dtype=pl.Int64)

    def learn(self, rows: pl.DataFrame, good: Iterable[bool], asked: Hashable = None) -> None:
        """Take in which of some rows are good."""
        if len(self._good) > REMEMBERED:
            self._good.clear()
        self._good.update((asked, row) for row, is_good in zip(rows.iter_rows(), good, strict=True) if is_good)
