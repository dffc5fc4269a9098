"""The months billed before: what kind of equipment they were for, and which of them are paid rental months."""

import polars as pl

from oxyclaim.engine.grains import LINE, MONTH
from oxyclaim.engine.words import Cure, criterion, derived, exists, line, month, p

HISTORY = Cure(
    "list the months paid before (history), from the remittances or the payer's system", "the supplier's records"
)


def kind_of(code):
    """stationary or portable equipment; null for other codes."""
    return (
        pl.when(code.is_in(p.stationary_codes))
        .then(pl.lit("stationary"))
        .when(code.is_in(p.portable_codes))
        .then(pl.lit("portable"))
    )


def kind_with_contents(code):
    """stationary or portable equipment, stationary or portable contents; null for other codes."""
    contents = (
        pl.when(code.is_in(p.portable_contents_codes))
        .then(pl.lit("portable contents"))
        .otherwise(pl.when(code.is_in(p.contents_codes)).then(pl.lit("stationary contents")))
    )
    return pl.coalesce(kind_of(code), contents)


@derived(LINE)
def kind_of_code():
    """stationary or portable equipment, stationary or portable contents; null for other codes."""
    return kind_with_contents(line.code)


@derived(LINE)
def counted_kind():
    """stationary or portable: the kind of equipment whose paid months bear on the line, contents too."""
    return line.kind_of_code.str.strip_suffix(" contents")


@derived(LINE)
def a_lifetime_before_start():
    """The day a lifetime of equipment before the start of the rental."""
    return line.rental_start.dt.offset_by(pl.lit("-") + p.lifetime_years.cast(pl.String) + "y")


@derived(MONTH)
def kind_of_month():
    """stationary or portable equipment, stationary or portable contents; empty for other codes."""
    return pl.when(month.code.is_not_null()).then(kind_with_contents(month.code).fill_null(""))


@criterion(MONTH)
def rental_month_of_kind():
    """A rental month of the line's kind of equipment."""
    return (month.kind_of_month == line.counted_kind) & (month.kind == "rental")


@criterion(MONTH)
def paid_by_medicare():
    """A rental month of the line's kind of equipment that Medicare has paid, whoever billed it."""
    paid = (month.payer == "medicare") & (month.outcome == "paid")
    return (month.kind_of_month == line.counted_kind) & (month.kind == "rental") & paid


@criterion(MONTH)
def within_lifetime_before():
    """Before the service date, and no longer ago than a lifetime before the start of the rental."""
    return (month.service_date >= line.a_lifetime_before_start) & (month.service_date < line.service_date)


@criterion(MONTH)
def counted_month():
    """A paid month that may belong to the count: of this rental or of one that it goes on from."""
    return paid_by_medicare & within_lifetime_before


@criterion(MONTH)
def before_start():
    """Before the start of the rental, and within the lifetime of equipment before it."""
    return (month.service_date < line.rental_start) & (month.service_date >= line.a_lifetime_before_start)


@criterion(MONTH)
def earlier_month():
    """A paid month of an earlier rental within the lifetime of the equipment."""
    return paid_by_medicare & before_start


@criterion()
def history_listed():
    """The case lists the months billed before; where it does not, no earlier rental is known."""
    return line.given.list.contains("history")


@criterion()
def had_earlier_rental():
    """Medicare has paid for an earlier rental of this kind of equipment within its lifetime."""
    return history_listed & exists(MONTH, earlier_month)
