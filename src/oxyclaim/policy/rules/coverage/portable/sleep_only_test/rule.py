"""A sleep-only test does not qualify portable equipment."""

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.emergency.criteria import started_under_waiver
from oxyclaim.policy.rules.coverage.equipment.rule import is_for_portable
from oxyclaim.policy.rules.coverage.groups.group_1.criteria import by_fall_in_sleep, by_sleep, in_group_1_awake
from oxyclaim.policy.rules.coverage.groups.group_2.criteria import by_sleep_2, has_group_2_condition, in_group_2_awake


@criterion()
def in_group_2_by_sleep():
    """Group II by a reading in sleep."""
    return by_sleep_2 & has_group_2_condition


@criterion()
def portable_and_qualified_in_sleep():
    """Portable equipment (or its contents, or a visit to it) of a patient whom a reading in sleep qualifies."""
    return is_for_portable & (by_sleep | by_fall_in_sleep | in_group_2_by_sleep) & ~started_under_waiver


@criterion()
def qualified_awake():
    """Qualified by a test at rest and awake, or during exercise."""
    return in_group_1_awake | in_group_2_awake


@rule(
    "COV-210",
    stage=Stage.COVERAGE,
    applies=portable_and_qualified_in_sleep,
    requires=qualified_awake,
    not_met=Effect.NOT_COVERED,
    in_force=("2015-10-01", None),
    authority=("L33797, Portable oxygen systems", "NCD240.2, B"),
    sentence="The only qualifying test was taken during sleep, which does not cover portable oxygen: {reasons}.",
    if_unknown="A sleep-only test does not cover portable oxygen, and whether a test taken awake qualifies is not known: "
    "{reasons}.",
    cure=Cure(
        "do not bill the portable unit; a qualifying test at rest or during exercise helps from its date on",
        "the treating practitioner",
        Helps.LATER,
    ),
    denial="CO-50, N115",
)
def sleep_only_test():
    """A sleep-only test does not qualify portable equipment.

    Portable oxygen requires a qualifying test taken at rest and awake, or during exercise. If the only
    qualifying test was taken during sleep, use is covered during sleep only, with one stationary unit.
    """
