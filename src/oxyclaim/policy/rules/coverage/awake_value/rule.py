"""A reading in sleep qualifies beside an awake value that does not."""

import polars as pl

from oxyclaim.engine.grains import TEST
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, exists, known, rule, test
from oxyclaim.policy.rules.coverage.blood_gas_test.criteria import at_rest
from oxyclaim.policy.rules.coverage.emergency.criteria import started_under_waiver
from oxyclaim.policy.rules.coverage.groups.group_1.criteria import by_fall_in_sleep, by_sleep
from oxyclaim.policy.rules.coverage.portable.sleep_only_test.rule import in_group_2_by_sleep, qualified_awake

AWAKE = Cure("obtain a reading at rest and awake", "the treating practitioner", Helps.THIS_MONTH)


@criterion()
def qualified_in_sleep_only():
    """Qualified by a reading in sleep and not by one awake."""
    return (by_sleep | by_fall_in_sleep | in_group_2_by_sleep) & ~qualified_awake & ~started_under_waiver


@criterion(TEST, unknown="test {test.id} of {test.date}: the value is not known", ask=AWAKE)
def has_value():
    """The test has a value."""
    return known(pl.coalesce(test.saturation, test.po2_mmhg))


@criterion(ask=AWAKE, not_met="no test at rest and awake is on file")
def awake_value_shown():
    """A value at rest and awake is on file."""
    return exists(TEST, has_value, among=at_rest)


@rule(
    "COV-160",
    stage=Stage.COVERAGE,
    applies=qualified_in_sleep_only,
    requires=awake_value_shown,
    not_met=Effect.HOLD,
    in_force=("2015-10-01", None),
    authority=("L33797, Group I", "NCD240.2, B"),
    sentence="A reading in sleep qualifies a patient whose value awake does not; that value must be shown: {reasons}.",
    cure=AWAKE,
    denial="CO-50, N115",
)
def awake_value():
    """A reading in sleep qualifies beside a documented value at rest and awake."""
