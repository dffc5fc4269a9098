"""Where the repeat test was in time and the order came late, payment resumes where it stopped."""

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.initial_period.criteria import order_came_late, past_initial_period, retested


@criterion()
def retested_past_initial_period():
    """Group II or III, after the first days, with the repeat test in time."""
    return past_initial_period & retested


@criterion(
    not_met="the new order is dated after {line.service_date}",
    unknown="whether the new order is dated by {line.service_date} is not documented",
)
def not_between_stop_and_order():
    """The month does not lie between the end of the first days and the new order."""
    return ~order_came_late


@rule(
    "COV-311",
    stage=Stage.COVERAGE,
    applies=retested_past_initial_period,
    requires=not_between_stop_and_order,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2023-01-01", None),
    authority="A52514, Continued payment",
    sentence="Payment stopped after the first {p.initial_period_days} days and resumes once the new order exists, at the month of "
    "the rental where it stopped; the months in between are not paid: {reasons}.",
    cure=Cure(
        "bill again from the first month that begins on or after the date of the new order; the count of months goes on",
        "the biller",
        Helps.NOT_TO_BE_BILLED,
    ),
    denial="CO-50, N115",
)
def stopped_until_order():
    """Where the repeat test was in time and the order came late, payment resumes where it stopped.

    No new cycle begins, and the months between the end of the first days and the order are not paid.
    """
