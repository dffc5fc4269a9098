"""Portable equipment for patients who are away from home for some hours."""

import polars as pl

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, clinical, criterion, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_for_portable


@criterion()
def hours_away_set():
    """The payer covers portable equipment from some hours away from home on."""
    return p.hours_away_at_least.is_not_null()


@criterion()
def portable_with_hours():
    """Portable equipment of such a payer."""
    return is_for_portable & hours_away_set


@criterion(
    documents="hours_away",
    met="away from home for {line.clinical.hours_away} hours a {line.clinical.hours_away.each}",
    not_met="the patient is away from home for {line.clinical.hours_away} hours a {line.clinical.hours_away.each}",
    unknown="for how many hours a {p.hours_away_each} the patient is away from home is not documented",
    ask=Cure("obtain a note that says for how many hours the patient is away from home", "the treating practitioner"),
)
def away_long_enough():
    """The record shows that the patient is away from home for as many hours as the payer asks for.

    Hours of a day are those of a week by seven only where they reach the limit within one day; hours of a week that
    miss seven times the limit of a day say that it is missed.
    """
    hours, each = clinical.hours_away, pl.col("line.clinical.hours_away.each")
    least, wanted = p.hours_away_at_least, p.hours_away_each.fill_null("week")
    return (
        pl.when(each == wanted)
        .then(hours >= least)
        .when((each == "day") & (hours >= least))
        .then(pl.lit(True))
        .when((each == "week") & (hours < least))
        .then(pl.lit(False))
    )


@rule(
    "PAY-125",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=portable_with_hours,
    requires=away_long_enough,
    not_met=Effect.NOT_COVERED,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer covers portable equipment from {p.hours_away_at_least} hours away from home on: {reasons}.",
    if_unknown="This payer covers portable equipment from {p.hours_away_at_least} hours away from home on, and {reasons}.",
    cure=Cure("do not bill the portable unit", "the supplier", Helps.NOT_TO_BE_BILLED),
    asserts="rental",
)
def hours_away_from_home():
    """Portable equipment is covered for patients who are away from home long enough, where the payer asks for that."""
