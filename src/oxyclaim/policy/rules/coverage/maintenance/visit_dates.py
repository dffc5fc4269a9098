"""When a maintenance visit is made and billed: six months after the rental, in the first month of its period."""

import polars as pl

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.words import criterion, derived, line, p
from oxyclaim.policy.rules.coverage.after_paid_months.criteria import last_month_ends


def visit_months_after(day):
    """The day six months behind a day."""
    return day.dt.offset_by(p.visit_months.cast(pl.String) + "mo")


def rental_and_warranty_end():
    """The later of the ends of the last paid month and of a warranty; null while the month is not certain."""
    ends = last_month_ends()
    return pl.when(line.device_warranty_ends > ends).then(line.device_warranty_ends).otherwise(ends)


@derived(LINE)
def visit_or_claim():
    """The earlier of the day of the visit and of the service date: both lie behind the six months."""
    return pl.when(line.visit_date < line.service_date).then(line.visit_date).otherwise(line.service_date)


def _period_begins():
    """The first day of the six-month period that holds the service date; periods run from the end of the rental."""
    first = rental_and_warranty_end().dt.offset_by("1d")
    day = line.service_date
    months = (day.dt.year() - first.dt.year()) * 12 + day.dt.month().cast(pl.Int32) - first.dt.month()
    passed = months - (day.dt.day() < first.dt.day()).cast(pl.Int32)
    whole = (passed // p.visit_months) * p.visit_months
    return first.dt.offset_by(whole.cast(pl.String) + "mo")


@criterion(
    not_met="the six-month periods run from the end of the rental and any warranty, and the visit of {line.visit_date}, "
    "billed on {line.service_date}, does not lie in the first month of one",
    unknown="in which six-month period the visit lies is not known",
)
def in_first_month_of_period():
    """The visit and its service date lie in the first month of a six-month period."""
    begins = _period_begins()
    ends = begins.dt.offset_by("1mo")
    return (line.visit_or_claim >= begins) & (line.service_date < ends)
