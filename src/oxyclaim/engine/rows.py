"""The rows of an evaluation as explanations read them: one by one, by grain, each beneath a coarser one.

A frame has a thousand columns and an explanation reads some dozens of them, so a column becomes Python values when a
row is first asked for it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from oxyclaim.engine.evaluate import Evaluation
from oxyclaim.engine.grains import GRAINS, LINE, Grain

Row = Mapping[str, Any]


class Rows:
    """The rows of an evaluation, found by grain and by the coarser row they belong to."""

    def __init__(self, evaluation: Evaluation):
        self._children: dict[tuple[str, int], list[Row]] = defaultdict(list)
        self.lines: dict[int, Row] = {}
        for grain, frame in evaluation.frames.items():
            if grain is LINE:
                self.lines = dict(zip(frame[LINE.row].to_list(), _rows_of(frame), strict=True))
            elif grain.parent is not None:
                present = frame.filter("present")
                for parent, row in zip(present[grain.parent.row].to_list(), _rows_of(present), strict=True):
                    self._children[grain.name, parent].append(row)

    def of_source(self, source: str, line: Row) -> list[Row]:
        """The line's records of one kind."""
        grain = next(grain for grain in GRAINS if grain.source == source and grain.parent is LINE)
        return self.under(grain, line)

    def under(self, grain: Grain, row: Row) -> list[Row]:
        """The finer rows of a row."""
        assert grain.parent is not None
        return self._children[grain.name, row[grain.parent.row]]


class _Columns(dict[str, list[Any]]):
    """The columns of a frame as lists, each made when it is first read."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame
        self.names = dict.fromkeys(frame.columns)

    def __missing__(self, name: str) -> list[Any]:
        if name not in self.names:
            raise KeyError(name)
        values = self[name] = self._frame[name].to_list()
        return values


class _Row(Row):
    """One row of a frame."""

    __slots__ = ("_at", "_columns")

    def __init__(self, columns: _Columns, at: int) -> None:
        self._columns = columns
        self._at = at

    def __getitem__(self, name: str) -> Any:
        return self._columns[name][self._at]

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a column; ``default`` where the frame has none of the name."""
        return self._columns[name][self._at] if name in self._columns.names else default

    def __contains__(self, name: object) -> bool:
        return name in self._columns.names

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns.names)

    def __len__(self) -> int:
        return len(self._columns.names)


def _rows_of(frame: pl.DataFrame) -> list[Row]:
    columns = _Columns(frame)
    return [_Row(columns, at) for at in range(frame.height)]


class Shown(Row):
    """What a sentence shows of a record: the row's values; where one is null, what is said of it or of the line."""

    def __init__(self, row: Row, *said: Row | None) -> None:
        self._row = row
        self._said = [each for each in said if each is not None]

    def __getitem__(self, name: str) -> Any:
        value = self._row.get(name)
        if value is not None:
            return value
        for each in self._said:
            if name in each:
                return each[name]
        return self._row[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(name for each in (self._row, *self._said) for name in each))

    def __len__(self) -> int:
        return sum(1 for _ in self)
