"""Contents and maintenance visits are paid up to the end of the equipment's lifetime."""

import polars as pl

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.coverage.after_paid_months.criteria import START_UNKNOWN
from oxyclaim.policy.rules.coverage.equipment.rule import is_contents_or_visit


@criterion(
    not_met="the lifetime of {p.lifetime_years} years from {line.rental_start} has ended",
    unknown=START_UNKNOWN,
)
def within_lifetime():
    """The reasonable useful lifetime of the equipment, from its first service date on, has not ended."""
    return line.service_date < line.rental_start.dt.offset_by(p.lifetime_years.cast(pl.String) + "y")


@rule(
    "COV-550",
    stage=Stage.COVERAGE,
    applies=is_contents_or_visit,
    requires=within_lifetime,
    not_met=Effect.REVIEW,
    in_force=("2009-01-01", None),
    authority=("NPAY", "PALM", "HC15"),
    sentence="No text says whether contents and visits are still paid after the lifetime of the equipment: {reasons}.",
    if_unknown="Whether the lifetime of the equipment has ended is not known: {reasons}.",
    cure=Cure("ask whether the patient elects new equipment, which opens a new rental", "the supplier"),
)
def after_the_lifetime():
    """After the lifetime of 5 years the patient may have new equipment; what is paid for the old is not said.

    The lifetime is reckoned from the line's own rental start. That of a portable unit ends with the stationary
    unit's beside it, which may be earlier or later.
    """
