"""The month has not been billed before: by the supplier itself, or by another one."""

import polars as pl

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.words import criterion, derived, line, month
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rental_months.months import history_listed, last_day_left_behind


@derived(LINE)
def month_before_begins():
    """The last day on which a month may begin that ends before the line's."""
    return last_day_left_behind(line.service_date, pl.lit("1mo"))


@derived(LINE)
def month_after_begins():
    """The day on which the month behind the line's begins."""
    return line.service_date.dt.offset_by("1mo")


@derived(LINE)
def billed_as():
    """rental, contents or maintenance: what of the line is billed month by month; null for the rest."""
    return (
        pl.when(line.equipment == "maintenance")
        .then(pl.lit("maintenance"))
        .when(line.kind_of_code.str.ends_with("contents"))
        .then(pl.lit("contents"))
        .when(line.kind_of_code.is_not_null())
        .then(pl.lit("rental"))
    )


def like_the_line():
    """Billed to Medicare for the same kind of equipment, contents or visit, and not denied."""
    alike = (month.kind_of_month == line.kind_of_code) & (month.kind == line.billed_as)
    return alike & month.is_own_payers & (month.outcome != "denied")


@criterion()
def is_billed_monthly():
    """Equipment, contents or a visit."""
    return line.billed_as.is_not_null()


@criterion()
def filled_or_visited():
    """Contents or a visit, which are neither rented nor sold."""
    return line.billed_as.is_in(["contents", "maintenance"])


@criterion()
def billed_monthly_with_history():
    """Rented equipment, contents or a visit, whose earlier months the case lists."""
    return is_billed_monthly & (filled_or_visited | not_sold) & history_listed
