"""The months billed before: what kind of equipment they were for, and which of them are paid rental months."""

import polars as pl

from oxyclaim.engine.grains import LINE, MONTH
from oxyclaim.engine.words import Cure, criterion, derived, line, month, p, tally

HISTORY = Cure(
    "list the months paid before (history), from the remittances or the payer's system", "the supplier's records"
)


BEFORE_THE_PLAN = "^([^/]+)"


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


def last_day_left_behind(day, span):
    """The last day from which a span of months (``"1mo"``, or an expression) has passed on a day.

    At the end of a month it is the end of the earlier one, since month arithmetic clips.
    """
    earlier = day.dt.offset_by(pl.lit("-") + span)
    return pl.when(day == day.dt.month_end()).then(earlier.dt.month_end()).otherwise(earlier)


def known_only_if(condition):
    """True where the condition is met, else unknown: what it would take to say no is not known."""
    return pl.when(condition).then(pl.lit(True))


@derived(LINE)
def a_lifetime_before_service():
    """The day a lifetime of equipment before the service date."""
    return line.service_date.dt.offset_by(pl.lit("-") + p.lifetime_years.cast(pl.String) + "y")


@derived(LINE)
def a_lifetime_before_start():
    """The day a lifetime of equipment before the start of the rental."""
    return line.rental_start.dt.offset_by(pl.lit("-") + p.lifetime_years.cast(pl.String) + "y")


@derived(MONTH)
def kind_of_month():
    """stationary or portable equipment, stationary or portable contents; empty for other codes."""
    return pl.when(month.code.is_not_null()).then(kind_with_contents(month.code).fill_null(""))


@derived(MONTH)
def is_rental_of_kind():
    """A rental month of the line's kind of equipment."""
    return (month.kind_of_month == line.counted_kind) & (month.kind == "rental")


@derived(LINE)
def family():
    """The line's payer, without the plan."""
    return line.payer.str.extract(BEFORE_THE_PLAN)


def answered_by_own_payer() -> pl.Expr:
    """Answered by the line's payer, at whatever grain a month stands."""
    same = month.payer.str.extract(BEFORE_THE_PLAN) == line.family
    not_said = month.payer.is_in(["other", "medicare_advantage"]) & (line.payer != "medicare")
    return pl.when(~not_said).then(same)


def paid() -> pl.Expr:
    """Paid, at whatever grain a month stands."""
    return pl.when(month.outcome != "pending").then(month.outcome == "paid")


@derived(MONTH)
def is_own_payers():
    """Answered by the line's payer, under whatever plan; not known where only the kind of payer is."""
    return answered_by_own_payer()


@derived(MONTH)
def of_counted_supplier():
    """Billed by a supplier whose months count: anybody, or only one's own; not known where the payer is silent."""
    own = month.supplier == "own"
    return (
        pl.when(p.months_count_by == "member")
        .then(pl.lit(True))
        .when(p.months_count_by == "supplier")
        .then(own)
        .otherwise(pl.when(own).then(pl.lit(True)))
    )


@derived(MONTH)
def of_counted_code():
    """For the line's own code, where only such months count."""
    return pl.when(p.months_count_code == "code").then(month.code == line.code).otherwise(pl.lit(True))


@derived(MONTH)
def is_paid():
    """Paid, by whomever; unknown while the answer is outstanding."""
    return paid()


@derived(MONTH)
def may_count():
    """A rental month of the line's kind, answered by its payer, that may belong to the count if it is paid.

    It lies before the service date, and no longer ago than a lifetime before the start of the rental.
    """
    since = (month.service_date >= line.a_lifetime_before_start) | p.lifetime_years.is_null()
    in_reach = since & (month.service_date < line.service_date)
    counts = month.of_counted_supplier & month.of_counted_code
    return month.is_rental_of_kind & month.is_own_payers & in_reach & counts


@criterion(MONTH)
def counted_month():
    """A month that counts: it was paid, or its denial is under appeal."""
    return month.may_count & (month.is_paid | ((month.outcome == "denied") & month.appealed))


@criterion(MONTH)
def denied_month():
    """A month of this rental that was denied, without an appeal."""
    of_this_rental = month.service_date >= line.rental_start
    return month.may_count & of_this_rental & (month.outcome == "denied") & ~month.appealed


denied_months = tally(denied_month)


@criterion()
def history_listed():
    """The case lists the months billed before; where it does not, no earlier rental is known."""
    return line.history_listed
