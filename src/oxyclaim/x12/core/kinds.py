"""Finding segments by loop and id, and the one that belongs to a level, a claim or a line.

Each answer has two ways to it: over lists for a few rows, where a query costs more than the search itself, and over
columns for many. Both say the same.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

FILE = "file"
"""The column that numbers files, in the segments of several."""
FEW = 2_000
"""Rows up to which lists are quicker."""


class Kinds:
    """The rows of a placed segments frame by loop and segment id. Row numbers ascend in every answer.

    ``loops`` and ``ids``: what the columns ``loop`` and ``code`` count. Where the segments are those of several files,
    a column ``file`` numbers these.
    """

    def __init__(self, segments: pl.DataFrame, loops: Mapping[str, int], ids: Mapping[str, int]):
        self.segments = segments
        self._begins = file_begins(segments)
        self._loops, self._ids = loops, ids
        self._lists: dict[str, list[Any]] = {}
        if segments.height <= FEW:
            found: dict[int, list[int]] = {}
            for row, (loop, code) in enumerate(zip(self._list("loop"), self._list("code"), strict=True)):
                if loop is not None and code is not None:
                    found.setdefault(loop * len(ids) + code, []).append(row)
            self._rows = {kind: pl.Series(rows, dtype=pl.Int64) for kind, rows in found.items()}
            return
        kind = segments.select(
            kind=pl.col("loop").cast(pl.Int32) * len(ids) + pl.col("code"), row=pl.int_range(pl.len(), dtype=pl.Int64)
        )
        groups = kind.drop_nulls().group_by("kind").agg("row")
        self._rows = dict(zip(groups["kind"], groups["row"], strict=True))

    def rows(self, loop: str, identifier: str) -> pl.Series:
        """The rows of a kind of segment."""
        found = self._rows.get(self._loops[loop] * len(self._ids) + self._ids[identifier])
        return pl.Series(dtype=pl.Int64) if found is None else found

    def rows_where(self, loop: str, identifier: str, element: str, *values: str) -> pl.Series:
        """The rows of a kind of segment whose element has one of these values."""
        rows = self.rows(loop, identifier)
        if self.segments.height <= FEW:
            elements = self._list(element)
            return pl.Series([row for row in rows.to_list() if elements[row] in values], dtype=pl.Int64)
        return rows.filter(self.segments[element].gather(rows).is_in(values))

    def elements(self, rows: pl.Series, *elements: str, **named: str) -> pl.DataFrame:
        """Some elements of some rows, ``named`` ones under another name; a null row gives nulls."""
        if self.segments.height <= FEW:
            at = rows.to_list()
            schema = self.segments.schema
            columns = []
            for name, each in [*((name, name) for name in elements), *named.items()]:
                values = self._list(each)
                texts = [None if row is None else values[row] for row in at]
                columns.append(pl.Series(name, texts, dtype=schema[each]))
            return pl.DataFrame(columns)
        numbers = rows.cast(pl.Int64)
        return self.segments.select(
            pl.col(elements).gather(numbers), **{name: pl.col(each).gather(numbers) for name, each in named.items()}
        )

    def in_same_file(self, found: pl.Series, places: pl.Series) -> pl.Series:
        """What was found before some places, without what stands in another file."""
        if len(self._begins) < 2:
            return found
        begins = last_before(self._begins, places + 1)
        return found.set((found < begins).fill_null(True), None)

    def first_of_files(self, rows: pl.Series) -> pl.Series:
        """The first of some rows in each file."""
        if len(self._begins) < 2:
            return rows.head(1)
        files = self._begins.search_sorted(rows, side="right")
        return rows.filter((files != files.shift(1)).fill_null(True))

    def ends(self, rows: pl.Series) -> pl.Series:
        """Where what begins at each row ends at the latest: at the next of the rows, or with the file."""
        end = following(rows, self.segments.height)
        if len(self._begins) < 2:
            return end
        later = self._begins.search_sorted(rows, side="right").cast(pl.Int64)
        of_file = pl.concat([self._begins[1:], pl.Series([self.segments.height], dtype=pl.Int64)])
        return pl.select(pl.min_horizontal(end.alias("end"), of_file.gather(later - 1).alias("file"))).to_series()

    def _list(self, column: str) -> list[Any]:
        known = self._lists.get(column)
        if known is None:
            known = self._lists[column] = self.segments[column].to_list()
        return known


def file_begins(segments: pl.DataFrame) -> pl.Series:
    """The rows at which files begin in the segments of several; none where they are of one."""
    if FILE not in segments.columns:
        return pl.Series(dtype=pl.Int64)
    return segments.select(
        (pl.col(FILE) != pl.col(FILE).shift(1)).fill_null(True).arg_true().cast(pl.Int64)
    ).to_series()


def file_ends(segments: pl.DataFrame) -> list[int]:
    """The last row of each file."""
    return [*(begin - 1 for begin in file_begins(segments)[1:]), segments.height - 1]


def in_file(segments: pl.DataFrame) -> Callable[[pl.Expr], pl.Expr]:
    """Makes an expression that looks at rows before or behind look within its file only."""
    return (lambda expression: expression.over(FILE)) if FILE in segments.columns else (lambda expression: expression)


def last_before(rows: pl.Series, places: pl.Series) -> pl.Series:
    """For each place the last of ``rows`` before it, or null."""
    if len(rows) <= FEW and len(places) <= FEW:
        among = rows.to_list()
        found = [
            None if place is None or not (index := bisect_left(among, place)) else among[index - 1]
            for place in places.to_list()
        ]
        return pl.Series(found, dtype=pl.Int64)
    before = rows.search_sorted(places, side="left").cast(pl.Int64) - 1
    return rows.gather(before.set(before < 0, None)).set(places.is_null(), None)


def first_between(rows: pl.Series, after: pl.Series, before: pl.Series) -> pl.Series:
    """For each pair of places the first of ``rows`` behind the one and before the other, or null."""
    if len(rows) <= FEW and len(after) <= FEW:
        among, count = rows.to_list(), len(rows)
        found: list[int | None] = []
        for begin, end in zip(after.to_list(), before.to_list(), strict=True):
            index = count if begin is None else bisect_right(among, begin)
            found.append(among[index] if index < count and among[index] < end else None)
        return pl.Series(found, dtype=pl.Int64)
    behind = rows.search_sorted(after.fill_null(-1), side="right").cast(pl.Int64)
    first = rows.gather(behind.set(behind >= len(rows), None))
    return first.set((first >= before) | after.is_null(), None)


def following(rows: pl.Series, end: int) -> pl.Series:
    """For each row the next one; ``end`` for the last."""
    if len(rows) <= FEW:
        return pl.Series([*rows.to_list()[1:], end][: len(rows)], dtype=pl.Int64)
    return rows.shift(-1, fill_value=end)


def index_of(keys: pl.Series, among: pl.Series) -> pl.Series:
    """For each key the place of the first in ``among`` (ascending, without nulls) that is the same, or null."""
    if len(keys) <= FEW and len(among) <= FEW:
        places: dict[Any, int] = {}
        for place, key in enumerate(among.to_list()):
            places.setdefault(key, place)
        return pl.Series([places.get(key) for key in keys.to_list()], dtype=pl.Int64)
    index = among.search_sorted(keys, side="left").cast(pl.Int64)
    index = index.set(index >= len(among), None)
    return index.set((among.gather(index) != keys).fill_null(True), None)


def at(values: pl.Series, places: pl.Series) -> pl.Series:
    """The value at each place; null for none."""
    if len(values) <= FEW and len(places) <= FEW:
        every = values.to_list()
        return pl.Series(values.name, [None if n is None else every[n] for n in places.to_list()], dtype=values.dtype)
    return values.gather(places)
