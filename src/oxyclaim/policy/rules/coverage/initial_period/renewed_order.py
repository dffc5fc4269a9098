"""The repeat test of Groups II and III goes with a new standard written order, where the test was not waived."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.initial_period.criteria import (
    has_renewing_order,
    past_initial_period,
    retest_waived,
)


@criterion(
    not_met="no new order after the repeat test is on file",
    unknown="whether a new order was written after the repeat test is not documented",
    ask=Cure("obtain the new standard written order", "the treating practitioner"),
)
def order_renews():
    """A new order goes with the repeat test; where that was waived, none is asked for."""
    return has_renewing_order | retest_waived


@rule(
    "COV-310",
    stage=Stage.COVERAGE,
    applies=past_initial_period,
    requires=order_renews,
    not_met=Effect.HOLD,
    in_force=("2015-10-01", None),
    authority=("A52514, Continued payment", "NCC"),
    sentence="After the first days of Group II or III a new order is required: {reasons}.",
    cure=Cure(
        "find the new standard written order; payment resumes only with the first month that begins on or after its date",
        "the treating practitioner",
    ),
    asserts="coverage",
    denial="CO-50, N115",
)
def renewed_order():
    """The repeat test of Groups II and III goes with a new standard written order, where the test was not waived."""
