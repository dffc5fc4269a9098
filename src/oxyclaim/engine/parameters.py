"""Parameters: what a payer sets, each value for a closed range of dates on a named clock."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

import polars as pl

CLOCKS = {
    "service_date": "line.service_date",
    "rental_start": "line.rental_start",
    "delivery_date": "line.device_delivered",
}
"""Each clock and the line's fact it reads."""

_TYPES: dict[str, Any] = {
    "number": pl.Float64,
    "whole number": pl.Int64,
    "truth": pl.Boolean,
    "text": pl.String,
    "list": pl.List(pl.String),
    "date": pl.Date,
    "entries": pl.Int64,
}


class CatalogueError(Exception):
    """The rule book contradicts itself; every problem is in the message."""


@dataclass(frozen=True)
class Parameter:
    """What a payer may set: its name, meaning, type, unit and the clock its values run on.

    ``words`` are the texts allowed. A parameter of type ``entries`` is a list of records, each a row of the grain that
    it lists: ``entry`` names the kind of record, ``facts`` are their columns and types. ``looser`` says of a coverage
    criterion in which direction it is looser, ``higher`` or ``lower``. ``beside`` names parameters without one of which
    nothing reads it. ``least`` and ``most`` bound a number.
    """

    name: str
    title: str
    type: str
    clock: str
    unit: str = ""
    words: tuple[str, ...] = ()
    entry: str = ""
    looser: str = ""
    beside: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Value:
    """One payer's value of a parameter for a closed range of dates; ``last`` is None while it lasts.

    ``rests_until`` is the last service date for which its source is recent enough to rest a verdict on: None where a
    source does not age, ``NEVER`` where it is too weak for that from the start. ``contested`` are other values that
    other sources (``contested_by``) give for the same thing.
    """

    first: date
    last: date | None
    value: Any
    authority: tuple[str, ...]
    note: str = ""
    rests_until: date | None = None
    contested: tuple[Any, ...] = ()
    contested_by: tuple[str, ...] = ()


NEVER = date.min
"""A source on which no verdict can rest."""

UNLISTED = -1
"""The number of the list of a payer that is silent: one entry of which nothing is known."""

Values = Mapping[str, Mapping[str, tuple[Value, ...]]]
"""Payer, then parameter, then its values in the order of time."""


def range_problems(name: str, values: Iterable[Value]) -> list[str]:
    """Gaps and overlaps between the dated values of one parameter."""
    problems = []
    ordered = sorted(values, key=lambda value: value.first)
    for value in ordered:
        if value.last is not None and value.last < value.first:
            problems.append(f"{name}: the value from {value.first} ends before it starts")
    for earlier, later in pairwise(ordered):
        if earlier.last is None or earlier.last >= later.first:
            problems.append(f"{name}: the values from {earlier.first} and {later.first} overlap")
        elif earlier.last + timedelta(days=1) != later.first:
            problems.append(
                f"{name}: no value between {earlier.last} and {later.first}; write the gap as `value: null`"
            )
    return problems


class ParameterTables:
    """One wide table for each clock: for each payer a row for each date on which some value changes.

    ``days`` are those dates, by clock. ``entries`` holds a frame for each list of records; ``p.<name>`` is the number
    of the list in force, null where the payer is silent.
    """

    def __init__(self, parameters: Iterable[Parameter], values: Values):
        self.known = {parameter.name: parameter for parameter in parameters}
        self.entries: dict[str, pl.DataFrame] = {}
        for parameter in self.known.values():
            if parameter.type == "entries":
                values, self.entries[parameter.name] = _numbered(parameter, values)
        self._tables: dict[str, pl.DataFrame] = {}
        self.days: dict[str, list[date]] = {}
        self._rows: list[pl.Expr] = []
        for clock, fact in CLOCKS.items():
            chosen = [parameter for parameter in self.known.values() if parameter.clock == clock]
            if chosen:
                days = self.days[clock] = _changes(chosen, values)
                self._tables[clock] = _table(chosen, values, days)
                self._rows.append(_row(pl.col(fact), list(values), days).alias(f"at.{clock}"))

    def rows_for(self, lines: pl.DataFrame) -> pl.DataFrame:
        """For every line, which row of each clock's table holds: columns ``at.<clock>``."""
        return lines.select(self._rows)

    def values_at(self, rows: pl.DataFrame, wanted: Collection[str] | None = None) -> list[pl.Series]:
        """The values of those rows as columns, null where none is in force. ``wanted`` None: all."""
        values: list[pl.Series] = []
        for clock, table in self._tables.items():
            chosen = [name for name in table.columns if wanted is None or name in wanted]
            if chosen:
                values += table[chosen][rows[f"at.{clock}"]].get_columns()
        return values

    @cached_property
    def lists(self) -> set[str]:
        """The columns of the parameters that are lists."""
        return {f"p.{parameter.name}" for parameter in self.known.values() if parameter.type == "list"}

    def row_column(self, name: str) -> str:
        """The column of ``rows_for`` on which a parameter's column hangs."""
        return f"at.{self.known[name.removeprefix('p.')].clock}"


def _numbered(parameter: Parameter, values: Values) -> tuple[Values, pl.DataFrame]:
    """The values with a number in place of each list, and the lists as one frame: ``list``, ``record``, the facts."""
    lists: list[Any] = []
    numbered: dict[str, Mapping[str, tuple[Value, ...]]] = {}
    for payer, by_name in values.items():
        dated = by_name.get(parameter.name, ())
        replaced = []
        for value in dated:
            if value.value is None:
                replaced.append(value)
            else:
                lists.append(value.value)
                replaced.append(replace(value, value=len(lists) - 1))
        numbered[payer] = {**by_name, parameter.name: tuple(replaced)} if dated else by_name
    keys = {"list": pl.Int64, "record": pl.Int64, "present": pl.Boolean, "unlisted": pl.Boolean}
    rows = [{"list": UNLISTED, "record": 0, "present": True, "unlisted": True}]
    rows += [
        {"list": number, "record": record, "present": True, "unlisted": False} | dict(entry)
        for number, entries in enumerate(lists)
        for record, entry in enumerate(entries)
    ]
    return numbered, pl.DataFrame(rows, schema=keys | {name: _TYPES[kind] for name, kind in parameter.facts.items()})


def _changes(parameters: list[Parameter], values: Values) -> list[date]:
    """The days on which some payer's value begins, or has ended the day before."""
    dated = [value for by_name in values.values() for each in parameters for value in by_name.get(each.name, ())]
    return sorted({value.first for value in dated} | {value.last + timedelta(days=1) for value in dated if value.last})


def _row(day: pl.Expr, payers: list[str], days: list[date]) -> pl.Expr:
    """Which row of a clock's table holds for a line: row 0 before the first day, or without date or payer."""
    position = pl.lit(pl.Series(days, dtype=pl.Date)).search_sorted(day, side="right").cast(pl.Int32)
    before = pl.col("line.payer").replace_strict(
        payers, [index * len(days) for index in range(len(payers))], default=None, return_dtype=pl.Int32
    )
    in_force = day.is_not_null() & before.is_not_null() & (position > 0)
    return pl.when(in_force).then(before + position).otherwise(0)


def _table(parameters: list[Parameter], values: Values, days: list[date]) -> pl.DataFrame:
    """For each payer a row for each day, below a row in which nothing is in force."""
    columns = []
    for each in parameters:
        different: list[Any] = [None]
        rows = [0]
        for by_name in values.values():
            of_payer = [0] * len(days)
            for value in reversed(by_name.get(each.name, ())):  # of two that overlap the first one holds
                first, behind = _held(value, days)
                of_payer[first:behind] = [len(different)] * (behind - first)
                different.append(value.value)
            rows += of_payer
        columns.append(pl.Series(f"p.{each.name}", different, dtype=_TYPES[each.type]).gather(rows))
    return pl.DataFrame(columns)


def _held(value: Value, days: list[date]) -> tuple[int, int]:
    """The place of the first day on which a value is in force, and of the first one behind it."""
    first = bisect_left(days, value.first)
    return first, len(days) if value.last is None else max(first, bisect_right(days, value.last))


def value_in_force(values: Iterable[Value], day: date) -> Value | None:
    """The dated value in force on a day, or None."""
    for value in values:
        if value.first <= day and (value.last is None or day <= value.last):
            return value
    return None


def value_on(values: Iterable[Value], day: date) -> Any:
    """What is in force on a day, or None."""
    value = value_in_force(values, day)
    return None if value is None else value.value
