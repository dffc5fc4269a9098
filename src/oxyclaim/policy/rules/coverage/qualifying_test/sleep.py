"""Readings in sleep: overnight oximetry, titration studies, blood drawn in sleep."""

import polars as pl

from oxyclaim.engine.grains import TEST
from oxyclaim.engine.words import (
    Fact,
    clinical,
    criterion,
    open_question,
    p,
    test,
)
from oxyclaim.policy.rules.coverage.qualifying_test.readings import (
    REPORT,
    ROUNDING_IS_PUBLISHED,
    WHO,
    any_reading,
)


@criterion(TEST)
def few_events():
    """The titration brought AHI or RDI, rounded as values are, to 10 an hour; below 10 before it, further down."""
    before, after = test.events_per_hour_before, test.events_per_hour_after
    rounded = (after + 0.5).floor()

    def few(measured):
        few_before = before < p.titration_events_max
        return Fact((~few_before & (measured <= p.titration_events_max)) | (few_before & (after < before)))

    return open_question(
        "whether this contractor, which publishes no rule, rounds the events an hour of test {test.id}",
        lenient=few(rounded),
        strict=few(pl.when(ROUNDING_IS_PUBLISHED).then(rounded).otherwise(after)),
        authority="NRND",
    )


@criterion(TEST)
def long_titration():
    """A titration study of at least 2 hours, read on PAP at its best settings; another condition explains the value."""
    long_enough = (test.study == "titration_polysomnography") & (test.titration_hours >= p.titration_hours_min)
    return long_enough & test.read_at_optimal_pap & clinical.hypoxemia_explained_by_other_condition


@criterion(TEST)
def titration_study():
    """A titration study of at least 2 hours that treated the apnea, read on PAP at its best settings."""
    return long_titration & few_events


@criterion(TEST)
def overnight_oximetry():
    """Stand-alone overnight oximetry of a patient without sleep apnea."""
    return (test.study == "overnight_oximetry") & ~clinical.sleep_apnea


@criterion(TEST)
def abg_in_sleep():
    """An arterial blood gas drawn in sleep, outside a sleep study, of a patient without sleep apnea.

    The policy gives a PO2 for sleep; what it asks of sleep studies it asks of oximetry.
    """
    drawn = (test.method == "arterial_blood_gas") & (test.study == "spot")
    return drawn & ~clinical.sleep_apnea


@criterion(
    TEST,
    authority="L33797, Overnight oximetry studies; Obstructive sleep apnea",
    not_met=WHO + ": a reading in sleep counts only from stand-alone overnight oximetry or, with sleep apnea, from a "
    "titration study of {p.titration_hours_min} hours or more that treated it, read on PAP at the best settings, while "
    "another condition explains the hypoxemia",
    unknown="test {test.id} of {test.date}: what sleep study it belongs to, or a condition of that study, is not known",
    ask=REPORT,
)
def eligible_sleep_study():
    """Stand-alone overnight oximetry or an arterial blood gas, or with sleep apnea a titration study."""
    return overnight_oximetry | titration_study | abg_in_sleep


@criterion(
    TEST,
    authority="L33797, Overnight oximetry studies; Obstructive sleep apnea",
    not_met=WHO
    + ": only stand-alone overnight oximetry can qualify in this way; a titration study requires the Group I "
    "value",
    unknown="test {test.id} of {test.date}: what sleep study it belongs to is not known",
    ask=REPORT,
)
def eligible_overnight_oximetry():
    """Stand-alone overnight oximetry, or an arterial blood gas, of a patient without sleep apnea."""
    return overnight_oximetry | abg_in_sleep


@criterion(
    TEST,
    authority=("N03", "PRO2"),
    not_met=WHO + ": fewer than {p.sleep_minutes_min} minutes at the qualifying value, which the policy before 2023 "
    "asked for",
    unknown="test {test.id} of {test.date}: the minutes at the qualifying value, which the policy before 2023 asked for, "
    "are not known",
    ask=REPORT,
)
def minutes_reached():
    """At the qualifying value for the minutes asked for, where any are."""
    return Fact((p.sleep_minutes_min == 0) | (test.minutes_at_qualifying_value >= p.sleep_minutes_min))


@criterion(TEST)
def long_enough_in_sleep():
    """Before 2023: five minutes at the qualifying value; how the text read then is known from copies only."""
    return open_question(
        "whether fewer than {p.sleep_minutes_min} minutes at the qualifying value sufficed on {line.service_date}; the "
        "rule of the time is known to us from secondary copies",
        lenient=any_reading,
        strict=minutes_reached,
        authority=("N03", "PRO2"),
    )
