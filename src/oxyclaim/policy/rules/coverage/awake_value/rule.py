"""A reading in sleep qualifies beside an awake value that does not."""

import polars as pl

from oxyclaim.engine.grains import TEST
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Helps,
    Stage,
    criterion,
    exists,
    known,
    line,
    open_question,
    p,
    rule,
    test,
)
from oxyclaim.policy.rules.coverage.emergency.criteria import started_under_waiver
from oxyclaim.policy.rules.coverage.groups.group_1.criteria import by_fall_in_sleep, by_sleep
from oxyclaim.policy.rules.coverage.portable.sleep_only_test.rule import in_group_2_by_sleep, qualified_awake
from oxyclaim.policy.rules.coverage.qualifying_test.criteria import WHO, any_reading, at_rest, on_room_air, sound

AWAKE = Cure("obtain a reading at rest and awake", "the treating practitioner", Helps.THIS_MONTH)


@criterion()
def qualified_in_sleep_only():
    """Qualified by a reading in sleep and not by one awake."""
    return (by_sleep | by_fall_in_sleep | in_group_2_by_sleep) & ~qualified_awake & ~started_under_waiver


@criterion(TEST, unknown="test {test.id} of {test.date}: the value is not known", ask=AWAKE)
def has_value():
    """The test has a value."""
    return known(pl.coalesce(test.saturation, test.po2_mmhg))


@criterion(TEST)
def shortly_before_the_start():
    """Taken after the start of the rental, or not longer before it than the older policy let a test be."""
    return (line.rental_start - test.date).dt.total_days() <= p.awake_value_days


@criterion(TEST)
def of_a_fitting_day():
    """Not old; how long before the start it may have been taken no text says since 2023."""
    return open_question(
        "whether a value awake of {test.date} still goes with a reading in sleep for a rental begun on {line.rental_start}: "
        "until 2022 a test was good for {p.awake_value_days} days, since then no text gives a number",
        lenient=any_reading,
        strict=shortly_before_the_start,
        authority=("L33797, Group I", "L33797-2020"),
    )


@criterion(TEST, met=WHO)
def awake_reading():
    """A value at rest on room air, taken, evaluated and recorded as a blood gas study must be, of a fitting day."""
    return has_value & on_room_air & sound & of_a_fitting_day


@criterion(ask=AWAKE)
def awake_value_shown():
    """A sound value at rest and awake on room air is on file."""
    return exists(TEST, awake_reading, among=at_rest, none="no test at rest and awake is on file")


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
    """A reading in sleep qualifies beside a documented value at rest and awake.

    That value is a blood gas study as any other: at rest on room air, by a qualified tester, evaluated and in the record,
    taken by the service date.
    """
