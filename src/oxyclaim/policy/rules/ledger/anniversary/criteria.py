"""A rental month begins on an anniversary."""

import polars as pl

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.words import derived, line


@derived(LINE)
def service_is_month_end():
    """The service date is the last day of its month."""
    return line.service_date == line.service_date.dt.month_end()


@derived(LINE)
def anniversary_of_start():
    """The last anniversary of the start of the rental that is not after the service date."""
    start, day = line.rental_start, line.service_date
    months = (day.dt.year() - start.dt.year()) * 12 + day.dt.month().cast(pl.Int32) - start.dt.month()
    this_month = start.dt.offset_by(months.cast(pl.String) + "mo")
    return (
        pl.when(this_month <= day).then(this_month).otherwise(start.dt.offset_by((months - 1).cast(pl.String) + "mo"))
    )
