"""A stationary unit for a patient who qualifies during exercise only."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.emergency.criteria import started_under_waiver
from oxyclaim.policy.rules.coverage.equipment.rule import is_stationary
from oxyclaim.policy.rules.coverage.groups.group_1.criteria import by_exercise, by_fall_in_sleep, by_rest, by_sleep
from oxyclaim.policy.rules.coverage.groups.group_2.criteria import (
    by_exercise_2,
    by_rest_2,
    by_sleep_2,
    has_group_2_condition,
)  # fmt: skip


@criterion()
def stationary_and_qualified_in_exercise():
    """Stationary equipment of a patient whom an exercise test qualifies."""
    return is_stationary & (by_exercise | (by_exercise_2 & has_group_2_condition)) & ~started_under_waiver


@criterion()
def qualified_beyond_exercise():
    """Qualified by a test at rest or in sleep too."""
    return by_rest | by_sleep | by_fall_in_sleep | ((by_rest_2 | by_sleep_2) & has_group_2_condition)


@rule(
    "COV-230",
    stage=Stage.COVERAGE,
    applies=stationary_and_qualified_in_exercise,
    requires=qualified_beyond_exercise,
    not_met=Effect.REVIEW,
    in_force=("2015-10-01", None),
    authority=("L33797, Group I", "NCD240.2, B"),
    sentence="The only qualifying test was taken during exercise; the policy covers portable oxygen for that and does "
    "not say whether a stationary unit is covered beside it.",
    cure=Cure(
        "obtain a qualifying test at rest or in sleep, which helps from its date on; or ask the contractor whether it pays for both, "
        "and keep its answer",
        "the treating practitioner",
    ),
    denial="CO-50, N115",
)
def exercise_only_test():
    """A stationary unit beside an exercise-only test is an open question."""
