"""Group I: hypoxemia at rest, in sleep or during exercise."""

import polars as pl

from oxyclaim.engine.grains import TEST
from oxyclaim.engine.words import clinical, criterion, exists, open_question, p, test
from oxyclaim.policy.rules.coverage.qualifying_test.criteria import (
    WHO,
    acceptable,
    around_exercise,
    at_rest,
    complete_exercise_test,
    eligible_overnight_oximetry,
    eligible_sleep_study,
    in_sleep,
    long_enough_in_sleep,
    meets_group_1_value,
)  # fmt: skip


@criterion(TEST, met="Group I at rest: " + WHO)
def group_1_at_rest():
    """A sound test at rest and awake at or below the Group I limit, on room air or on oxygen."""
    return acceptable & meets_group_1_value


@criterion(TEST, met="Group I in sleep: " + WHO)
def group_1_in_sleep():
    """A sound sleep study at or below the Group I limit."""
    return acceptable & eligible_sleep_study & meets_group_1_value & long_enough_in_sleep


@criterion(TEST, met="Group I during exercise: " + WHO + ", with its three readings in one session")
def group_1_in_exercise():
    """A sound and complete exercise test at or below the Group I limit."""
    return complete_exercise_test & acceptable & meets_group_1_value


@criterion(
    TEST,
    not_met=WHO + ": no fall of more than {p.sleep_fall_saturation} points from the baseline, with symptoms, over at "
    "least {p.sleep_hours_min} hours",
    unknown="test {test.id} of {test.date}: baseline, hours recorded or symptoms are not known",
)
def deep_fall_in_sleep():
    """A fall from the mean saturation of more than 5 points (or of PO2 of more than 10) with symptoms."""
    fall = pl.coalesce(
        test.baseline_spo2_percent - test.spo2_percent > p.sleep_fall_saturation,
        test.baseline_po2_mmhg - test.po2_mmhg > p.sleep_fall_po2,
    )
    signs = test.symptoms_of_hypoxemia | (p.signs_count_in_sleep & clinical.signs_of_hypoxemia_in_sleep)
    return fall & signs & (test.recorded_hours >= p.sleep_hours_min)


@criterion(TEST, met="Group I by a fall in sleep: " + WHO)
def group_1_fall_in_sleep():
    """A sound sleep study with a deep fall; whether it must also reach the Group I limit is open."""
    return (
        acceptable
        & eligible_overnight_oximetry
        & deep_fall_in_sleep
        & long_enough_in_sleep
        & open_question(
            "whether a fall in sleep must also reach {p.group_1_saturation_max} % to count",
            lenient=deep_fall_in_sleep,
            strict=meets_group_1_value,
            authority="L33797, Overnight oximetry studies",
        )
    )


@criterion()
def by_rest():
    """Group I by a test at rest."""
    return exists(TEST, group_1_at_rest, among=at_rest, none="no test at rest is on file")


@criterion()
def by_sleep():
    """Group I by a reading in sleep."""
    return exists(TEST, group_1_in_sleep, among=in_sleep, none="no test in sleep is on file")


@criterion()
def by_fall_in_sleep():
    """Group I by a fall in sleep."""
    return exists(TEST, group_1_fall_in_sleep, among=in_sleep, none="no test in sleep is on file")


@criterion()
def by_exercise():
    """Group I by an exercise test."""
    return exists(
        TEST, group_1_in_exercise, among=around_exercise, none="no reading during exercise without oxygen is on file"
    )


@criterion()
def in_group_1():
    """Group I, by any of its routes."""
    return by_rest | by_sleep | by_fall_in_sleep | by_exercise


@criterion()
def in_group_1_awake():
    """Group I by a test at rest or during exercise."""
    return by_rest | by_exercise
