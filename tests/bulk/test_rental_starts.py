"""Where a rental began, as far as earlier claims tell. All claims are made up."""

from datetime import date

import polars as pl
import pytest

from oxyclaim.bulk.family import Family
from oxyclaim.bulk.rental_starts import rental_starts
from oxyclaim.case.days import add_months
from oxyclaim.policy import load

FAMILY = Family.of(load())
DAY = date(2026, 2, 10)
LONG_AGO = date(2020, 1, 1)


def start(
    months_before: list[int],
    history_from: date | None = LONG_AGO,
    code: str = "E1390",
    denied: tuple[int, ...] = (),
) -> date | None:
    lines = pl.DataFrame(
        {"claim": [0], "position": [1], "code": ["E1390"], "modifiers": [["RR", "N1"]], "service_from": [DAY]}
    )
    months = pl.DataFrame(
        {
            "claim": [0] * len(months_before),
            "month.code": [code] * len(months_before),
            "month.kind": ["rental"] * len(months_before),
            "month.outcome": ["denied" if n in denied else None for n in months_before],
            "month.service_date": [add_months(DAY, -n) for n in months_before],
        },
        schema_overrides={"claim": pl.Int64, "month.service_date": pl.Date, "month.code": pl.String},
    ).with_columns(pl.col("month.kind", "month.outcome").cast(pl.String))
    found = rental_starts(lines, months, FAMILY, history_from, paid_months=36, break_days=60)
    return found["rental_start"][0] if found.height else None


@pytest.mark.parametrize(
    ("months_before", "expected"),
    [([], 0), ([1, 2, 3], 3), ([1, 2, 3, 8, 9], 3), ([1, 3], 3), ([5], 0)],
    ids=["none before", "three in a row", "a long gap", "a missed month", "a gap before the line"],
)
def test_the_rental_began_with_the_first_month_without_a_long_gap(months_before: list[int], expected: int) -> None:
    assert start(months_before) == add_months(DAY, -expected)


def test_a_history_that_reaches_back_no_further_does_not_tell() -> None:
    assert start([1, 2, 3], history_from=add_months(DAY, -3)) is None
    assert start([], history_from=None) is None


def test_more_months_than_are_paid_tell_enough() -> None:
    months = list(range(1, 37))
    assert start(months, history_from=add_months(DAY, -36)) == add_months(DAY, -36)
    assert start(months[:-1], history_from=add_months(DAY, -35)) is None


def test_months_of_the_other_unit_tell_nothing() -> None:
    assert start([1, 2, 3], code="E1392") == DAY


def test_a_month_that_was_denied_begins_nothing() -> None:
    assert start([1, 2, 3], denied=(3,)) == add_months(DAY, -2)
