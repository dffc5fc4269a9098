"""Parameters: what a payer sets, each value for a closed range of dates on a named clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
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
}


class CatalogueError(Exception):
    """The rule book contradicts itself; every problem is in the message."""


@dataclass(frozen=True)
class Parameter:
    """What a payer may set: its name, meaning, type, unit and the clock its values run on."""

    name: str
    title: str
    type: str
    clock: str
    unit: str = ""


@dataclass(frozen=True)
class Value:
    """One payer's value of a parameter for a closed range of dates; ``last`` is None while it lasts."""

    first: date
    last: date | None
    value: Any
    authority: tuple[str, ...]
    note: str = ""


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
    """One wide table for each clock: a row for each payer and each date on which some value changes."""

    def __init__(self, parameters: Iterable[Parameter], values: Values):
        self._tables: dict[str, pl.DataFrame] = {}
        self.known = {parameter.name: parameter for parameter in parameters}
        for clock in CLOCKS:
            chosen = [parameter for parameter in self.known.values() if parameter.clock == clock]
            if chosen:
                self._tables[clock] = _table(chosen, values)

    def add_to(self, lines: pl.DataFrame) -> pl.DataFrame:
        """Give every line the values in force on its dates; null where none is in force."""
        for clock, table in self._tables.items():
            lines = lines.sort(CLOCKS[clock]).join_asof(
                table,
                left_on=CLOCKS[clock],
                right_on=f"since.{clock}",
                by_left="line.payer",
                by_right="payer",
                check_sortedness=False,
            )
        return lines.sort("row.line")


def _table(parameters: list[Parameter], values: Values) -> pl.DataFrame:
    clock = parameters[0].clock
    rows = []
    for payer, by_name in values.items():
        dated = {parameter.name: by_name.get(parameter.name, ()) for parameter in parameters}
        changes = {value.first for each in dated.values() for value in each}
        changes |= {value.last + timedelta(days=1) for each in dated.values() for value in each if value.last}
        for day in sorted(changes):
            row = {"payer": payer, f"since.{clock}": day}
            rows.append(row | {f"p.{name}": value_on(each, day) for name, each in dated.items()})
    schema = {"payer": pl.String, f"since.{clock}": pl.Date}
    schema |= {f"p.{parameter.name}": _TYPES[parameter.type] for parameter in parameters}
    return pl.DataFrame(rows, schema=schema).sort(f"since.{clock}")


def value_on(values: Iterable[Value], day: date) -> Any:
    """The value in force on a day, or None."""
    for value in values:
        if value.first <= day and (value.last is None or day <= value.last):
            return value.value
    return None
