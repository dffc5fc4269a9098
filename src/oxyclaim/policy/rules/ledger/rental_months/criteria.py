"""The paid rental months of a line's kind of equipment, counted from the months billed before."""

import polars as pl

from oxyclaim.engine.grains import LINE, MONTH
from oxyclaim.engine.words import Cure, criterion, derived, exists, line, month, p, tally

HISTORY = Cure(
    "list the months paid before (history), from the remittances or the payer's system", "the supplier's records"
)


def _kind(code):
    return (
        pl.when(code.is_in(p.stationary_codes))
        .then(pl.lit("stationary"))
        .when(code.is_in(p.portable_codes))
        .then(pl.lit("portable"))
    )


@derived(LINE)
def counted_kind():
    """stationary or portable: the kind of equipment whose paid months bear on the line."""
    contents = (
        pl.when(line.code.is_in(p.portable_contents_codes))
        .then(pl.lit("portable"))
        .otherwise(pl.when(line.code.is_in(p.contents_codes)).then(pl.lit("stationary")))
    )
    return pl.coalesce(_kind(line.code), contents)


@derived(MONTH)
def counted_kind_of_month():
    """stationary or portable; empty for contents and other codes."""
    return pl.when(month.code.is_not_null()).then(_kind(month.code).fill_null(""))


@criterion(MONTH)
def paid_by_medicare():
    """A rental month of the line's kind of equipment that Medicare has paid, whoever billed it."""
    return (
        (month.counted_kind_of_month == line.counted_kind)
        & (month.kind == "rental")
        & (month.payer == "medicare")
        & (month.outcome == "paid")
    )


@criterion(MONTH)
def since_start():
    """Between the start of the rental and the service date."""
    return (month.service_date >= line.rental_start) & (month.service_date < line.service_date)


@criterion(MONTH)
def before_start():
    """Before the start of the rental, and within the lifetime of equipment before it."""
    earliest = line.rental_start.dt.offset_by(pl.lit("-") + p.lifetime_years.cast(pl.String) + "y")
    return (month.service_date < line.rental_start) & (month.service_date >= earliest)


@criterion(MONTH)
def counted_month():
    """A paid month of this rental."""
    return paid_by_medicare & since_start


@criterion(MONTH)
def earlier_month():
    """A paid month of an earlier rental within the lifetime of the equipment."""
    return paid_by_medicare & before_start


paid_months = tally(counted_month)
earlier_months = tally(earlier_month)


@criterion(
    unknown="the first service date of this rental (rental_start) is not known",
    met="the rental began on {line.rental_start}",
)
def rental_start_known():
    """The rental's first service date is known."""
    return line.rental_start <= line.service_date


@criterion(
    authority="42CFR414.230",
    not_met="Medicare has paid {least.counted_month} months of this rental, begun on {line.rental_start}",
    unknown="the rental began on {line.rental_start}, {p.rental_months_paid} months or more earlier, and how many of its "
    "months Medicare has paid is not known",
    ask=HISTORY,
)
def within_paid_months():
    """Fewer than 36 months have been paid: by the calendar, or as the months billed before show."""
    by_calendar = line.service_date < line.rental_start.dt.offset_by(p.rental_months_paid.cast(pl.String) + "mo")
    at_most = paid_months.most < p.rental_months_paid
    used_up = paid_months.least >= p.rental_months_paid
    return (
        pl.when(used_up)
        .then(pl.lit(False))
        .when(by_calendar | at_most)
        .then(pl.lit(True))
        .otherwise(pl.when(by_calendar.is_null()).then(None))
    )


@criterion()
def history_listed():
    """The case lists the months billed before; where it does not, no earlier rental is known."""
    return line.given.list.contains("history")


@criterion()
def had_earlier_rental():
    """Medicare has paid for an earlier rental of this kind of equipment within its lifetime."""
    return history_listed & exists(MONTH, earlier_month)
