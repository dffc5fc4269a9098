"""A rental month runs to the day before the same date of the next month, and is paid to one supplier."""

from oxyclaim.engine.grains import MONTH
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, month, rule
from oxyclaim.policy.rules.ledger.billed_before.criteria import billed_monthly_with_history, like_the_line
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY


@criterion(MONTH, met="{month.code} of {month.service_date} ({month.outcome}; supplier: {month.supplier})")
def billed_for_these_days():
    """Its rental month and the line's have a day in common: it begins less than a month before it or behind it."""
    near = (month.service_date > line.month_before_begins) & (month.service_date < line.month_after_begins)
    return like_the_line() & near


@criterion(unknown="a month billed before does not say what it was, for which day or with which answer", ask=HISTORY)
def month_is_free():
    """No month billed before has days in common with the line's month."""
    return ~exists(MONTH, billed_for_these_days)


@criterion()
def is_a_visit():
    """A maintenance visit, which has a rhythm of its own."""
    return line.equipment == "maintenance"


@criterion()
def rented_or_filled_with_history():
    """A rental month or a month of contents, whose earlier months the case lists."""
    return billed_monthly_with_history & ~is_a_visit


@rule(
    "LED-071",
    roles=Role.OTHER_SUPPLIER,
    stage=Stage.LEDGER,
    applies=rented_or_filled_with_history,
    requires=month_is_free,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority=("NPAY", "NDEN"),
    sentence="Medicare pays one unit of a kind a month, and the days from {line.service_date} on are billed already: "
    "{reasons}.",
    if_unknown="Whether the days from {line.service_date} on are billed already is not known: {reasons}.",
    cure=Cure(
        "if the service date is wrong, correct it; where another supplier billed the month, find out whose unit was in the home, "
        "with its pick-up ticket",
        "the supplier's records",
    ),
    denial="CO-151, M3, M25",
)
def month_not_billed_before():
    """A rental month runs to the day before the same date of the next month, and is paid to one supplier."""
