"""Payment follows continuous use: no month is paid that begins in a break in need."""

import polars as pl

from oxyclaim.engine.grains import ABSENCE
from oxyclaim.engine.words import Cure, Effect, Stage, absence, criterion, exists, line, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold


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
