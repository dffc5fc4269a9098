"""The rent that the line's payer has paid for the line's code."""

import polars as pl

from oxyclaim.engine.grains import MONTH
from oxyclaim.engine.words import criterion, derived, line, month, tally


def cents(dollars: pl.Expr) -> pl.Expr:
    """An amount of the case file, in dollars with at most two decimals, as whole cents, so that sums are exact."""
    return (dollars * 100).round().cast(pl.Int64)


@derived(MONTH)
def rent():
    """What was allowed for the month, else what was paid, in cents."""
    return cents(pl.coalesce(month.allowed, month.paid))


@criterion(MONTH)
def earlier_rent():
    """A paid rental month of the same code with the same payer before the line."""
    before = month.service_date < line.service_date
    return (month.code == line.code) & (month.kind == "rental") & month.is_own_payers & month.is_paid & before


rent_before = tally(earlier_rent, amount="month.rent")
