"""Breaks: which of them open a new rental."""

import polars as pl

from oxyclaim.engine.grains import ABSENCE, ABSENCE_MONTH
from oxyclaim.engine.words import Cure, absence, absence_month, criterion, derived, exists, known, line, month, p
from oxyclaim.policy.rules.ledger.rental_months.months import kind_of

LONGEST_MONTH = 31
MONTHS_LOOKED_BACK = 3
"""How far before a break a month is looked for whose anniversary tells where the rental month ends."""


def _days():
    return (absence.last_day - absence.first_day).dt.total_days() + 1


def _is_over():
    """Whether it lies before the service date; unknown where it began before and nobody has said when it ended."""
    return (absence.first_day < line.service_date) & (absence.last_day < line.service_date)


def _number(day):
    """A day as a number, which is quicker to reckon with for many pairs."""
    return day.dt.epoch("d")


def _rental_month_ends(day):
    """The number of the first anniversary of an earlier day behind the begin of the absence."""
    here = absence.number_of_month + _clipped(day.dt.day(), absence.days_of_month)
    there = absence.number_of_month + absence.days_of_month + _clipped(day.dt.day(), absence.days_of_next_month)
    begin = _number(absence.first_day)
    return pl.when(here > begin).then(here).when(here <= begin).then(there)


def _clipped(day, last):
    return pl.when(day <= last).then(day).when(day > last).then(last)


@derived(ABSENCE)
def number_of_month():
    """The number of the last day before the calendar month in which the absence begins."""
    return _number(absence.first_day.dt.month_start()) - 1


@derived(ABSENCE)
def days_of_month():
    """How many days that month has."""
    return absence.first_day.dt.month_end().dt.day().cast(pl.Int32)


@derived(ABSENCE)
def days_of_next_month():
    """How many days the month behind it has."""
    return absence.first_day.dt.month_start().dt.offset_by("1mo").dt.month_end().dt.day().cast(pl.Int32)


@derived(ABSENCE_MONTH)
def kind_of_equipment():
    """stationary or portable; empty for other codes."""
    return pl.when(month.code.is_not_null()).then(kind_of(month.code).fill_null(""))


@criterion(ABSENCE_MONTH)
def month_before_break():
    """A rental month of the line's kind, not denied, shortly before the break."""
    begun = (month.service_date <= absence.first_day) & (
        month.service_date > absence.first_day.dt.offset_by(f"-{MONTHS_LOOKED_BACK}mo")
    )
    return (
        begun
        & (absence_month.kind_of_equipment == line.counted_kind)
        & (month.kind == "rental")
        & (month.outcome != "denied")
    )


@criterion(ABSENCE_MONTH)
def reaches_beyond():
    """By this month's anniversary the break is longer than 60 days and the rest of the rental month."""
    # A break is temporary up to the 60th day behind the rental month in which it began.
    return _number(absence.last_day) >= _rental_month_ends(month.service_date) + p.break_days


@criterion(ABSENCE_MONTH)
def beyond_by_this_month():
    """By a month before it the break is longer than 60 days and the rest of the month."""
    return month_before_break & reaches_beyond


@criterion(ABSENCE_MONTH)
def temporary_by_this_month():
    """By a month before it the break is no longer than 60 days and the rest of the month."""
    return month_before_break & ~reaches_beyond


@criterion(ABSENCE)
def surely_long():
    """More than 60 days and the longest rest that a month can have."""
    return _days() > p.break_days + LONGEST_MONTH


@criterion(ABSENCE)
def perhaps_long():
    """More than 60 days."""
    return _days() > p.break_days


@criterion(ABSENCE)
def not_known_of_break():
    """What is not known of a break: neither met nor not met."""
    return pl.lit(None, pl.Boolean)


@criterion(ABSENCE)
def long_by_the_months():
    """More than 60 days and the rest of the rental month, as the months before the break tell; unknown without them."""
    beyond, temporary = exists(ABSENCE_MONTH, beyond_by_this_month), exists(ABSENCE_MONTH, temporary_by_this_month)
    return (beyond & (~temporary | not_known_of_break)) | (~temporary & not_known_of_break)


@criterion(ABSENCE)
def days_alone_count():
    """The payer counts the days of a break alone."""
    return p.break_days_alone.is_not_null()


@criterion(ABSENCE)
def long_by_days_alone():
    """As many days as the payer asks for."""
    return _days() >= p.break_days_alone


@criterion(ABSENCE)
def long_enough():
    """More than 60 days and the rest of the rental month in which the use ceased, or as many days as the payer counts."""
    by_month = surely_long | (perhaps_long & long_by_the_months)
    return (days_alone_count & long_by_days_alone) | (~days_alone_count & by_month)


@criterion(ABSENCE)
def ended_need():
    """The need had ended before the service date, and new need was documented afterwards."""
    told = pl.coalesce(absence.new_need_documented, known(absence.statement_date))
    return (absence.reason == "no_need") & _is_over() & told


@criterion(
    ABSENCE,
    met="the need ended from {absence.first_day} to {absence.last_day}",
    not_met="the break from {absence.first_day} to {absence.last_day} ({absence.reason}) opens no new rental",
    unknown="whether the break from {absence.first_day} to {absence.last_day} was a break in need of more than "
    "{p.break_days} days and the rest of the rental month, with new proof of the need, is not known",
    ask=Cure("find the order, the proof of the need and the facts of the break", "the supplier's records"),
)
def break_opens_new_rental():
    """An end of the need for more than 60 days and the rest of the rental month, with new proof of the need."""
    return ended_need & long_enough


@criterion(ABSENCE)
def months_under_a_plan():
    """60 days or more in a Medicare Advantage plan, over by the service date."""
    days = _days() >= p.break_days
    return (absence.reason == "medicare_advantage") & _is_over() & days


@criterion(ABSENCE)
def count_left_open():
    """The payer's rules do not say that the count resumes after a plan."""
    return ~p.advantage_count_resumes


@criterion(ABSENCE)
def perhaps_opened_by_plan():
    """Time in a plan whose effect on the count the payer leaves open: unknown there, else not met."""
    return months_under_a_plan & count_left_open & not_known_of_break


@criterion(ABSENCE)
def opens_new_count():
    """Behind it the paid months are counted anew."""
    return break_opens_new_rental | perhaps_opened_by_plan
