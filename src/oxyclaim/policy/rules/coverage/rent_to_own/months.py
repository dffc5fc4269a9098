"""The rental months of the line's code that were billed to its payer, or that it has paid."""

import polars as pl

from oxyclaim.engine.grains import LINE, MONTH
from oxyclaim.engine.words import criterion, derived, line, month, tally


@criterion(MONTH)
def month_of_code():
    """A rental month of the line's code that its payer has paid before."""
    before = month.service_date < line.service_date
    return (month.code == line.code) & (month.kind == "rental") & month.is_own_payers & month.is_paid & before


months_paid_of_code = tally(month_of_code)


@criterion(MONTH)
def month_of_rental():
    """A rental month of the line's code that was billed to its payer before, since the rental began.

    A month that the payer denied may count or not.
    """
    since = (month.service_date >= line.rental_start) & (month.service_date < line.service_date)
    billed = pl.when(month.outcome != "denied").then(pl.lit(True))
    return (month.code == line.code) & (month.kind == "rental") & month.is_own_payers & since & billed


months_billed_of_rental = tally(month_of_rental)


@derived(LINE)
def calendar_months_before():
    """How many months of the rental lie before the line by the calendar."""
    return line.rental_month - 1


def fewest_before() -> pl.Expr:
    """The fewest months billed to the payer before the line."""
    return months_billed_of_rental.least.cast(pl.Int64)


def most_before() -> pl.Expr:
    """The most: what the history leaves open, and never more than the calendar holds."""
    most, calendar = months_billed_of_rental.most.cast(pl.Int64), line.calendar_months_before.cast(pl.Int64)
    return pl.when(most <= calendar).then(most).otherwise(calendar)
