"""The initial date: the day on which the patient first received oxygen under this coverage.

The first 90 days run from it, whichever unit is billed (42 USC 1395m(a)(5)(E)). A portable unit that joins later, a
replacement, or time under another payer in between opens no new 90 days. A need that ended and began again does, and so
does the entry from another payer, whose months are not the payer's own.
"""

import polars as pl

from oxyclaim.engine.grains import ABSENCE, MONTH, OTHER_UNIT
from oxyclaim.engine.words import (
    Stage,
    absence,
    criterion,
    line,
    month,
    other_unit,
    output,
    p,
    tally,
)
from oxyclaim.policy.rules.ledger.break_in_need.criteria import break_opens_new_rental
from oxyclaim.policy.rules.ledger.rental_months.criteria import LONGEST_TEMPORARY_BREAK

LONGEST_MONTH = 31


@criterion(ABSENCE)
def over_before_start():
    """Over before this rental began."""
    return absence.last_day < line.rental_start


@criterion(ABSENCE)
def need_began_anew():
    """A break in need, over before this rental began, behind which the need was proved anew."""
    return break_opens_new_rental & over_before_start


breaks_in_need = tally(need_began_anew, day="absence.last_day")


def _of_this_coverage(day):
    """Before this rental began, and behind the last break in need; unknown where that break is not certain."""
    unsure = breaks_in_need.most.is_not_null() & ~breaks_in_need.certain
    behind = (
        pl.when(unsure)
        .then(None)
        .when(breaks_in_need.last.is_null())
        .then(pl.lit(True))
        .otherwise(day > breaks_in_need.last)
    )
    return (day < line.rental_start) & behind


@criterion(MONTH)
def earlier_oxygen_month():
    """A month of rented equipment, billed to the payer before this rental began and not denied."""
    rented = month.kind_of_month.is_in(["stationary", "portable"]) & (month.kind == "rental")
    return rented & month.is_own_payers & (month.outcome != "denied") & _of_this_coverage(month.service_date)


@criterion(OTHER_UNIT)
def other_unit_rented_earlier():
    """Another line's equipment, rented before this rental began."""
    return other_unit.counted_kind.is_not_null() & _of_this_coverage(other_unit.rental_start)


@criterion(OTHER_UNIT)
def other_unit_replaces_earlier():
    """Another line's equipment replaces one that was rented before this rental began."""
    given = other_unit.replaced_rental_start.is_not_null()
    return other_unit.counted_kind.is_not_null() & given & _of_this_coverage(other_unit.replaced_rental_start)


earlier_months = tally(earlier_oxygen_month, day="month.service_date")
other_units = tally(other_unit_rented_earlier, day="other_unit.rental_start")
replaced_by_others = tally(other_unit_replaces_earlier, day="other_unit.replaced_rental_start")


def _unsure():
    """Whether an earlier first day may lie behind what is not known."""
    counts = (earlier_months, other_units, replaced_by_others)
    open_counts = [count.most.is_not_null() & ~count.certain for count in counts]
    silent = (line.rental_start - earlier_months.last).dt.total_days() > LONGEST_TEMPORARY_BREAK + LONGEST_MONTH
    others = [line.replaced_rental_start, other_units.first, replaced_by_others.first]
    unexplained = silent & (earlier_months.least < p.rental_months_paid) & pl.coalesce(others).is_null()
    return pl.any_horizontal([*open_counts, unexplained.fill_null(False)])


@output(Stage.COVERAGE, serves="COV-300", idle=line.rental_start)
def initial_date():
    """The first service date of oxygen under this coverage; null where an earlier one may lie behind what is not known."""
    replaced = [
        pl.when(_of_this_coverage(day)).then(day)
        for day in (line.replaced_rental_start, line.replaced_stationary_rental_start)
    ]
    # A day that is not given makes none earlier; whether one is missing is asked apart.
    first = line.rental_start
    for day in (earlier_months.first, other_units.first, replaced_by_others.first, *replaced):
        first = pl.when(day < first).then(day).otherwise(first)
    return pl.when(line.rental_start.is_not_null() & ~_unsure()).then(first)


def day_of_coverage(day: pl.Expr) -> pl.Expr:
    """How many days after the initial date a day is; the initial date itself is day 0."""
    return (day - line.initial_date).dt.total_days()
