"""A rental month begins on an anniversary."""

import polars as pl

from oxyclaim.engine.grains import ABSENCE, LINE, MONTH
from oxyclaim.engine.words import Cure, Effect, Stage, absence, criterion, derived, exists, line, month, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold


def _is_anniversary_of(day):
    """Whether the service date is that day, or the same day of a later month (its last day, if it is shorter)."""
    same = day.dt.day() == line.service_date.dt.day()
    clipped = line.service_is_month_end & (day.dt.day() > line.service_date.dt.day())
    return (day <= line.service_date) & (same | clipped)


@derived(LINE)
def service_is_month_end():
    """The service date is the last day of its month."""
    return line.service_date == line.service_date.dt.month_end()


@criterion(
    not_met="it is no anniversary of the start {line.rental_start}",
    unknown="the first service date of this rental (rental_start) is not known",
)
def on_anniversary_of_start():
    """An anniversary of the start of the rental."""
    return _is_anniversary_of(line.rental_start)


@criterion()
def on_anniversary_of_delivery():
    """An anniversary of the day on which this device was first delivered, as after a change of supplier."""
    delivered = line.device_delivered
    return (_is_anniversary_of(delivered) & (delivered > line.rental_start)).fill_null(False)


@criterion(MONTH)
def later_month_of_series():
    """The service date is an anniversary of a rental month that was billed before and not denied."""
    return month.is_rental_of_kind & (month.outcome != "denied") & _is_anniversary_of(month.service_date)


@criterion(ABSENCE, met="the absence ended on {absence.last_day}")
def anniversary_of_return():
    """The service date is an anniversary of the end of an absence, or of the day behind it."""
    return _is_anniversary_of(absence.last_day) | _is_anniversary_of(absence.last_day.dt.offset_by("1d"))


@criterion(
    not_met="it is an anniversary neither of the start {line.rental_start}, nor of the delivery, nor of a month billed before, "
    "nor of the end of an absence",
    unknown="it is no anniversary of the start {line.rental_start}, and whether a month billed before or the end of an absence "
    "has moved the day is not known",
    ask=Cure("correct the service date, or list the months billed before and the absences", "the supplier's records"),
)
def on_an_anniversary():
    """The service date is an anniversary of the start, a delivery, a month billed before, or a return."""
    moved = exists(MONTH, later_month_of_series) | exists(ABSENCE, anniversary_of_return)
    return on_anniversary_of_start | on_anniversary_of_delivery | moved


@rule(
    "LED-075",
    stage=Stage.LEDGER,
    applies=not_sold,
    requires=on_an_anniversary,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority=("NPAY", "NSTAY"),
    sentence="A rental month is billed on its first day, and {line.service_date} is not known to be one: {reasons}.",
    cure=Cure("correct the service date", "the biller"),
)
def anniversary():
    """A rental month is billed with the day on which it begins: the same day of each month.

    The day moves when the patient was in hospital on it: the month then begins on the day of the discharge. It moves
    also with a new supplier, and when billing resumes after an absence.
    """


@criterion(ABSENCE, met="from {absence.first_day} on")
def without_need():
    """A time without need that holds the service date."""
    ended = pl.when(absence.last_day.is_null()).then(pl.lit(False)).otherwise(absence.last_day < line.service_date)
    return (absence.reason == "no_need") & (absence.first_day <= line.service_date) & ~ended


@criterion(
    not_met="the case says that there was no need of oxygen on {line.service_date}",
    unknown="whether a time without need holds {line.service_date} is not known",
    ask=Cure("say of each absence why it was and how long it lasted", "the supplier's records"),
)
def needed_on_service_date():
    """No time without need holds the service date."""
    return ~exists(ABSENCE, without_need)


@rule(
    "LED-080",
    stage=Stage.LEDGER,
    applies=not_sold,
    requires=needed_on_service_date,
    not_met=Effect.NOT_PAYABLE,
    unknown=Effect.HOLD,
    in_force=("2006-01-01", None),
    authority="42CFR414.230, (c)-(d)",
    sentence="No rental month begins while the oxygen is not needed: {reasons}.",
    cure=Cure("bill from the day on which the need is back", "the biller"),
)
def need_on_the_day():
    """Payment follows continuous use: no month is paid that begins in a break in need."""
