"""Group III is first covered for the days ordered, if they are fewer than 90."""

from oxyclaim.engine.words import Cure, Effect, Stage, rule
from oxyclaim.policy.rules.coverage.initial_period.criteria import within_days_that_count, within_first_days


@rule(
    "COV-305",
    stage=Stage.COVERAGE,
    applies=within_first_days,
    requires=within_days_that_count,
    not_met=Effect.REVIEW,
    in_force=("2021-09-27", None),
    authority=("NCD240.2, D", "NCC"),
    sentence="Group III is covered for the days ordered, and the repeat test is due only from day {p.retest_first_day} on; "
    "what holds in between is not said: {reasons}.",
    if_unknown="Whether the first days of Group III still run is not known: {reasons}.",
    cure=Cure(
        "obtain a new order for the days that follow, and ask the contractor whether it carries on until the repeat test is due",
        "the treating practitioner",
    ),
    denial="CO-50, N115",
)
def ordered_days():
    """Group III is first covered for the days ordered, if they are fewer than 90.

    Where they end before the repeat test is due, no text says whether a new order alone carries on.
    """
