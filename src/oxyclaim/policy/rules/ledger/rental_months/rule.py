"""How long equipment is paid by the month."""

import polars as pl

from oxyclaim.engine.words import Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold


@criterion(
    unknown="the first service date of this rental (rental_start) is not known",
    met="the rental began on {line.rental_start}",
)
def rental_start_known():
    """The rental's first service date is known."""
    return line.rental_start <= line.service_date


@criterion(
    authority="42CFR414.230",
    not_met="the rental began on {line.rental_start}, {p.rental_months_paid} months or more earlier, so that its paid "
    "months may be used up",
    unknown="without rental_start the months already paid cannot be counted",
)
def within_paid_months():
    """The service date lies within the paid months, counted without breaks."""
    return line.service_date < line.rental_start.dt.offset_by(p.rental_months_paid.cast(pl.String) + "mo")


@criterion()
def within_paid_months_of_known_start():
    """The start is known and its paid months run."""
    return rental_start_known & within_paid_months


@rule(
    "LED-010",
    stage=Stage.LEDGER,
    applies=not_sold,
    requires=within_paid_months_of_known_start,
    not_met=Effect.REVIEW,
    in_force=("2006-01-01", None),
    authority=("42CFR414.230", "SSA1834, (a)(5)(F)"),
    sentence="Whether {line.service_date} still falls into the {p.rental_months_paid} paid rental months "
    "cannot be settled: {reasons}.",
    asserts="rental",
    denial="N370",
)
def paid_rental_months():
    """Oxygen equipment is paid for at most 36 months of continuous use.

    Breaks in use or in payment move the end of the 36 months. This rule counts calendar months from the
    start; a line beyond them needs the history of paid months, and goes to a person.
    """
