"""Finding segments by loop and id, and the one that belongs to a level, a claim or a line."""

import polars as pl

from oxyclaim.x12.reading.loops import CODE, IDS, NUMBER


class Kinds:
    """The rows of a placed segments frame by loop and segment id. Row numbers ascend in every answer."""

    def __init__(self, segments: pl.DataFrame):
        self.segments = segments
        kind = segments.select(
            kind=pl.col("loop").cast(pl.Int32) * len(IDS) + pl.col("code"), row=pl.int_range(pl.len(), dtype=pl.Int64)
        )
        groups = kind.drop_nulls().group_by("kind").agg("row")
        self._rows = dict(zip(groups["kind"], groups["row"], strict=True))

    def rows(self, loop: str, identifier: str) -> pl.Series:
        """The rows of a kind of segment."""
        found = self._rows.get(NUMBER[loop] * len(IDS) + CODE[identifier])
        return pl.Series(dtype=pl.Int64) if found is None else found

    def rows_where(self, loop: str, identifier: str, element: str, *values: str) -> pl.Series:
        """The rows of a kind of segment whose element has one of these values."""
        rows = self.rows(loop, identifier)
        return rows.filter(self.segments[element].gather(rows).is_in(values))

    def elements(self, rows: pl.Series, *elements: str, **named: str) -> pl.DataFrame:
        """Some elements of some rows, ``named`` ones under another name; a null row gives nulls."""
        at = rows.cast(pl.Int64)
        return self.segments.select(
            pl.col(elements).gather(at), **{name: pl.col(each).gather(at) for name, each in named.items()}
        )


def last_before(rows: pl.Series, places: pl.Series) -> pl.Series:
    """For each place the last of ``rows`` before it, or null."""
    index = rows.search_sorted(places, side="left").cast(pl.Int64) - 1
    return rows.gather(index.set(index < 0, None))


def first_between(rows: pl.Series, after: pl.Series, before: pl.Series) -> pl.Series:
    """For each pair of places the first of ``rows`` behind the one and before the other, or null."""
    index = rows.search_sorted(after.fill_null(-1), side="right").cast(pl.Int64)
    found = rows.gather(index.set(index >= len(rows), None))
    return found.set((found >= before) | after.is_null(), None)


def following(rows: pl.Series, end: int) -> pl.Series:
    """For each row the next one; ``end`` for the last."""
    return rows.shift(-1, fill_value=end)


def index_of(keys: pl.Series, among: pl.Series) -> pl.Series:
    """For each key the place of the first in ``among`` (ascending, without nulls) that is the same, or null."""
    index = among.search_sorted(keys, side="left").cast(pl.Int64)
    index = index.set(index >= len(among), None)
    return index.set((among.gather(index) != keys).fill_null(True), None)
