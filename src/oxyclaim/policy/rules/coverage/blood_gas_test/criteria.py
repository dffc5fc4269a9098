"""When a blood gas study counts. Every criterion is asked of each test of the case."""

import polars as pl

from oxyclaim.engine.grains import OTHER_TEST, TEST
from oxyclaim.engine.words import (
    Cure,
    Fact,
    Helps,
    clinical,
    criterion,
    derived,
    exists,
    known,
    line,
    of_other,
    open_question,
    other_test,
    p,
    test,
)  # fmt: skip

NEW_TEST = Cure("have a qualified provider test the patient again", "the treating practitioner", Helps.LATER)
REPORT = Cure("obtain the test report", "whoever took the test")
NOTE = Cure("obtain the practitioner's note or signed report", "the treating practitioner")

DAY = Cure("obtain the note or the discharge record for the day of the test", "the treating practitioner")

WHO = "test {test.id} of {test.date} ({test.state}, {test.result})"


SATURATION = pl.coalesce(test.spo2_percent, test.sao2_percent)
ROUNDED_SATURATION = (SATURATION + 0.5).floor()
ROUNDED_PO2 = (test.po2_mmhg + 0.5).floor()
ROUNDING_IS_PUBLISHED = line.beneficiary_state.is_in(p.rounding_states).fill_null(False)


def _text(value: pl.Expr) -> pl.Expr:
    return value.round(2).cast(pl.String).str.strip_suffix(".0")


@derived(TEST)
def saturation():
    """The saturation read, in percent, by oximetry or from arterial blood."""
    return SATURATION


@derived(TEST)
def result():
    """The value as people write it."""
    return pl.coalesce(
        pl.format("{} %", _text(SATURATION)), pl.format("{} mm Hg", _text(test.po2_mmhg)), pl.lit("no value given")
    )


@derived(TEST)
def record_is_there():
    """Always true."""
    return pl.lit(True)


@derived(TEST)
def rounded_saturation():
    """The saturation rounded to a whole percent, halves up."""
    return ROUNDED_SATURATION


@derived(TEST)
def rounded_po2():
    """The PO2 rounded to whole mm Hg, halves up."""
    return ROUNDED_PO2


@derived(TEST)
def unrounded_saturation():
    """The saturation, rounded only where the contractor of the beneficiary's state publishes that it rounds."""
    return pl.when(ROUNDING_IS_PUBLISHED).then(ROUNDED_SATURATION).otherwise(SATURATION)


@derived(TEST)
def unrounded_po2():
    """The PO2, rounded only where the contractor of the beneficiary's state publishes that it rounds."""
    return pl.when(ROUNDING_IS_PUBLISHED).then(ROUNDED_PO2).otherwise(test.po2_mmhg)


def either_reading(question, of_saturation, of_po2):
    """A limit on the test's one value, with and without rounding."""

    def value(saturation, po2):
        return Fact(pl.coalesce(of_saturation(saturation), of_po2(po2)))

    return open_question(
        question,
        lenient=value(test.rounded_saturation, test.rounded_po2),
        strict=value(test.unrounded_saturation, test.unrounded_po2),
        authority="NRND",
    )


ROUNDING = "whether this contractor, which publishes no rule, rounds {test.result} to a whole number"


@criterion(
    TEST,
    authority="L33797, Group I",
    not_met=WHO + ": above {p.group_1_saturation_max} % or {p.group_1_po2_max} mm Hg",
    unknown="test {test.id} of {test.date}: the value is not known",
    ask=REPORT,
)
def meets_group_1_value():
    """The value is at or below the Group I limit."""
    return either_reading(ROUNDING, lambda s: s <= p.group_1_saturation_max, lambda v: v <= p.group_1_po2_max)


@criterion(
    TEST,
    authority="L33797, Group II",
    not_met=WHO + ": not {p.group_2_saturation} % or {p.group_2_po2_min} to {p.group_2_po2_max} mm Hg",
    unknown="test {test.id} of {test.date}: the value is not known",
    ask=REPORT,
)
def meets_group_2_value():
    """The value is in the Group II range."""
    return either_reading(
        ROUNDING,
        lambda s: s == p.group_2_saturation,
        lambda v: (v >= p.group_2_po2_min) & (v <= p.group_2_po2_max),
    )


@criterion(
    TEST,
    authority="L33797, Group III",
    not_met=WHO + ": that is hypoxemia, not its absence",
    unknown="test {test.id} of {test.date}: the value is not known",
    ask=REPORT,
)
def shows_no_hypoxemia():
    """The value is above the Group II range."""
    return either_reading(ROUNDING, lambda s: s > p.group_2_saturation, lambda v: v > p.group_2_po2_max)


@criterion(TEST, unknown="test {test.id} of {test.date}: at rest, in exercise or in sleep is not said", ask=REPORT)
def at_rest():
    """Taken at rest and awake."""
    return test.state == "rest"


@criterion(TEST, unknown="test {test.id} of {test.date}: at rest, in exercise or in sleep is not said", ask=REPORT)
def in_sleep():
    """Taken during sleep."""
    return test.state == "sleep"


@criterion(TEST)
def around_exercise():
    """Taken without oxygen during exercise or in the recovery after it: what might be the qualifying reading."""
    without_oxygen = pl.coalesce(test.on_room_air, test.oxygen_flow_lpm == 0)
    return test.state.is_in(["exercise", "recovery"]) & without_oxygen


@criterion(
    TEST,
    authority="L33797, Exercise testing",
    not_met=WHO + ": taken in recovery, resting after exercise, which never counts",
    unknown="test {test.id} of {test.date}: at rest, in exercise or in sleep is not said",
    cure=Cure("repeat the exercise test with all three readings in one session", "the treating practitioner",
              Helps.LATER),
)  # fmt: skip
def during_exercise():
    """Taken during exercise, not in the recovery after it."""
    return test.state == "exercise"


@criterion(
    TEST,
    authority="L33797, Testing specifications, General",
    not_met=WHO + ": who took it ({test.performed_by}) is not a qualified tester",
    unknown="test {test.id} of {test.date}: who took it is not known",
    ask=REPORT,
    cure=NEW_TEST,
)
def qualified_tester():
    """Taken by a treating practitioner, hospital, laboratory, IDTF or Part A provider."""
    return test.performed_by.is_in(p.qualified_testers)


@criterion(
    TEST,
    authority="L33797, Testing specifications, General",
    not_met=WHO + ": paid for by a supplier",
    unknown="test {test.id} of {test.date}: who paid for it is not known",
    ask=Cure("check in your own books that you did not pay for it", "the supplier's records"),
    cure=NEW_TEST,
)
def not_paid_by_supplier():
    """No supplier paid for it; a hospital's own certified tests are exempt."""
    return (test.paid_by != "supplier") | (test.performed_by == "hospital")


@criterion(TEST)
def tested_in_person():
    """A practitioner or other qualified professional was there."""
    return test.supervision == "in_person"


@criterion(TEST)
def home_overnight_through_idtf():
    """An overnight oximetry at home that an IDTF directed in every respect."""
    return (
        (test.study == "overnight_oximetry")
        & (test.state == "sleep")
        & (test.performed_by == "idtf")
        & test.idtf_ordered_first
        & test.idtf_instructed
        & test.tamper_proof
        & test.idtf_reported
        & ~test.supplier_took_part
    )


@criterion(
    TEST,
    authority="L33797, Testing specifications, General; Overnight oximetry studies",
    not_met=WHO + ": neither taken in person nor a home overnight oximetry under an IDTF (ordered from it before the "
    "test, with its instructions, on a tamper-proof unit, with its report to the practitioner, and no part of the supplier "
    "beyond shipping the unit and passing on locked data)",
    unknown="test {test.id} of {test.date}: whether it was taken in person (or, at home overnight, under an IDTF's "
    "direction in every respect) is not known",
    ask=REPORT,
    cure=NEW_TEST,
)
def supervised():
    """Taken in person, or at home overnight under the direction of an IDTF."""
    return tested_in_person | home_overnight_through_idtf


@criterion(
    TEST,
    authority=("L33797, Initial coverage", "NCD240.2, B"),
    not_met=WHO
    + ": not at the time of need, within {p.discharge_window_days} days before the discharge {test.discharge_date}",
    unknown="test {test.id} of {test.date}: the discharge date of the inpatient stay is not shown",
    ask=DAY,
)
def before_discharge():
    """Taken as an inpatient within 2 days before discharge."""
    days = (test.discharge_date - test.date).dt.total_days()
    return test.inpatient & (days >= 0) & (days <= p.discharge_window_days)


@criterion(
    TEST,
    not_met=WHO + ": not at the time of need; no signs that oxygen can relieve were noted, or not in a chronic stable "
    "state where the older policy asked for it",
    unknown="test {test.id} of {test.date}: the time of need is not shown (signs or symptoms that the practitioner "
    "noted; before 2023 the chronic stable state)",
    ask=DAY,
)
def in_state_of_older_policy():
    """Outside a hospital: the older LCD's chronic stable state while it was in force, else signs noted."""
    in_state = (p.stable_state_by_lcd & test.stable_state) | (~p.stable_state_by_lcd & test.signs_noted)
    return ~test.inpatient & in_state


@criterion(
    TEST,
    not_met=WHO + ": not at the time of need; no signs that oxygen can relieve were noted, or not in a chronic stable "
    "state where the older policy asked for it",
    unknown="test {test.id} of {test.date}: the time of need is not shown (signs or symptoms that the practitioner "
    "noted; before 2023 the chronic stable state)",
    ask=DAY,
)
def in_state_of_newer_policy():
    """Outside a hospital: the older NCD's chronic stable state while it was in force, else signs noted."""
    in_state = (p.stable_state_by_ncd & test.stable_state) | (~p.stable_state_by_ncd & test.signs_noted)
    return ~test.inpatient & in_state


@criterion(
    TEST,
    authority=("L33797, Initial coverage", "NCD240.2, B"),
    not_met=WHO
    + ": not at the time of need (in a hospital, within {p.discharge_window_days} days before the discharge; "
    "elsewhere, when the practitioner noted signs that oxygen can relieve, before 2023 in a chronic stable state; "
    "discharge date: {test.discharge_date})",
)
def at_time_of_need():
    """Within 2 days before discharge, or when the practitioner noted signs that oxygen can relieve.

    Before 2023 the LCD asked for a chronic stable state outside a hospital; the NCD no longer did from
    2021-09-27 on.
    """
    return before_discharge | open_question(
        "whether a test on {test.date} outside a chronic stable state counts for {line.service_date}: the NCD no longer "
        "asks for it, the LCD in force until 2022-12-31 still did",
        lenient=in_state_of_newer_policy,
        strict=in_state_of_older_policy,
        authority=("NCD240.2, B", "L33797-2020", "NCOVID22"),
    )


@criterion(
    TEST,
    authority=("NCD240.2, B", "L33797, Initial coverage"),
    not_met=WHO + ": not ordered by the treating practitioner",
    unknown="test {test.id} of {test.date}: nothing shows that the treating practitioner ordered it",
    ask=NOTE,
)
def ordered():
    """The treating practitioner ordered it."""
    return test.ordered_by_practitioner


@criterion(
    TEST,
    authority=("CEVAL", "L33797, Initial coverage"),
    not_met=WHO + ": nothing in the record shows that the treating practitioner evaluated it",
    unknown="test {test.id} of {test.date}: how the record shows the practitioner's evaluation is not known",
    ask=Cure("obtain the practitioner's note or signed report", "the treating practitioner"),
    cure=Cure(
        "have the practitioner evaluate the result in a dated note, sign the report, or name it in the order",
        "the treating practitioner",
        Helps.LATER,
    ),
)
def evaluated():
    """The treating practitioner evaluated it, shown in one of the four accepted ways."""
    return test.evaluated_by_practitioner & test.evaluation_shown_by.is_in(p.evaluation_proofs)


@criterion(
    TEST,
    authority="CEVAL",
    not_met=WHO + ": the result is not in the medical record",
    unknown="test {test.id} of {test.date}: whether the result is in the medical record is not known",
    ask=REPORT,
)
def in_medical_record():
    """The result itself is in the medical record."""
    return test.result_in_record


@criterion(
    TEST,
    authority="NCD240.2, B",
    not_met=WHO + ": taken after the service date {line.service_date}",
    unknown="test {test.id}: its date is not known",
    ask=REPORT,
)
def before_service_date():
    """Taken on or before the service date, so that it can show the need on that day."""
    return test.date <= line.service_date


@criterion(TEST)
def sound():
    """Ordered, taken, paid for, supervised, evaluated and recorded as a blood gas study must be."""
    return (
        qualified_tester
        & not_paid_by_supplier
        & supervised
        & at_time_of_need
        & ordered
        & evaluated
        & in_medical_record
        & before_service_date
    )


@criterion(OTHER_TEST)
def other_is_abg_same_day_same_state():
    """The other test is an arterial blood gas of the same day and state."""
    return (
        (test.method != "arterial_blood_gas")
        & (other_test.method == "arterial_blood_gas")
        & (other_test.date == test.date)
        & (other_test.state == test.state)
    )


@criterion(OTHER_TEST)
def other_abg_decides():
    """That arterial blood gas is itself sound."""
    return other_is_abg_same_day_same_state & of_other(sound)


@criterion(OTHER_TEST)
def other_is_contrary_abg():
    """An arterial blood gas of the same state that does not show hypoxemia, whatever its day or soundness."""
    return (
        (test.method != "arterial_blood_gas")
        & (other_test.method == "arterial_blood_gas")
        & (other_test.state == test.state)
        & (other_test.date <= line.service_date)
        & pl.coalesce(other_test.po2_mmhg > p.group_2_po2_max, other_test.sao2_percent > p.group_2_saturation)
    )


@criterion(TEST)
def uncontradicted():
    """No arterial blood gas of the same state says otherwise."""
    return ~exists(OTHER_TEST, other_is_contrary_abg)


@criterion(TEST)
def any_reading():
    """Any reading."""
    return test.record_is_there


@criterion(
    TEST,
    authority="L33797, Testing specifications, General",
    not_met=WHO + ": an arterial blood gas of the same day and state decides instead",
    unknown="test {test.id} of {test.date}: whether an arterial blood gas of the same day and state decides instead "
    "is not known",
    ask=REPORT,
)
def not_superseded():
    """No sound arterial blood gas of the same day and state takes its place."""
    return ~exists(OTHER_TEST, other_abg_decides)


@criterion(TEST)
def stands_against_abg():
    """No arterial blood gas says otherwise; how far another day's, or an unsound one, is preferred is open."""
    return open_question(
        "whether an arterial blood gas that contradicts the oximetry, taken on another day or not sound in itself, "
        "is preferred to it",
        lenient=any_reading,
        strict=uncontradicted,
        authority="NCD240.2, B",
    )


@criterion(OTHER_TEST)
def other_is_later_and_normal():
    """A later oximetry at rest on room air, before the rental began, that shows no hypoxemia; the supplier's never counts."""
    oximetry = (test.method == "oximetry") & (other_test.method == "oximetry")
    at_rest_before_start = (
        (test.state == "rest") & (other_test.state == "rest") & (other_test.date <= line.rental_start)
    )
    later = (other_test.date > test.date) & other_test.performed_by.is_in(p.qualified_testers)
    on_air = pl.coalesce(other_test.on_room_air, other_test.oxygen_flow_lpm == 0)
    return oximetry & at_rest_before_start & later & on_air & (other_test.spo2_percent > p.group_2_saturation)


@criterion(TEST)
def latest_at_rest():
    """No later reading at rest, before the rental began, says otherwise."""
    return ~exists(OTHER_TEST, other_is_later_and_normal)


@criterion(TEST)
def stands_against_later_reading():
    """No later reading at rest says otherwise; which of two such readings shows the need at the start is open."""
    return open_question(
        "whether test {test.id} of {test.date} still shows the need at the start: a later reading at rest on room air, "
        "before the rental began, shows no hypoxemia",
        lenient=any_reading,
        strict=latest_at_rest,
        authority="NCD240.2, B",
    )


@criterion(TEST)
def acceptable():
    """Sound, not superseded, and contradicted neither by an arterial blood gas nor by a later reading at rest."""
    return sound & not_superseded & stands_against_abg & stands_against_later_reading


@criterion(OTHER_TEST)
def same_session():
    """The other reading belongs to the same session."""
    return (other_test.session == test.session) & (other_test.date == test.date)


@criterion(OTHER_TEST)
def other_is_resting_without_oxygen():
    """The other reading: at rest, without oxygen, with a value."""
    without = pl.coalesce(other_test.on_room_air, other_test.oxygen_flow_lpm == 0)
    return (other_test.state == "rest") & without & known(other_test.saturation)


@criterion(OTHER_TEST)
def other_is_exercise_improved_on_oxygen():
    """The other reading: during exercise, on oxygen, with a better saturation."""
    on_oxygen = pl.coalesce(~other_test.on_room_air, other_test.oxygen_flow_lpm > 0)
    return (other_test.state == "exercise") & on_oxygen & (other_test.saturation > test.saturation)


@criterion(OTHER_TEST)
def first_of_three():
    """The reading at rest without oxygen, of the same session, sound in itself."""
    return same_session & other_is_resting_without_oxygen & of_other(sound)


@criterion(OTHER_TEST)
def third_of_three():
    """The reading during exercise with oxygen that shows the improvement, of the same session, sound in itself."""
    return same_session & other_is_exercise_improved_on_oxygen & of_other(sound)


AGAIN = Cure(
    "repeat the exercise test with all three readings in one session", "the treating practitioner", Helps.LATER
)


@criterion(
    TEST,
    authority="L33797, Exercise testing",
    not_met=WHO + ": no reading at rest without oxygen in the same session",
    unknown="test {test.id} of {test.date}: the reading at rest without oxygen in the same session is not shown",
    ask=REPORT,
    cure=AGAIN,
)
def has_resting_reading():
    """The session also has a reading at rest without oxygen."""
    return exists(OTHER_TEST, first_of_three)


@criterion(
    TEST,
    authority="L33797, Exercise testing",
    not_met=WHO + ": no reading during exercise on oxygen in the same session that counts in itself and is better",
    unknown="test {test.id} of {test.date}: the reading during exercise on oxygen that shows the improvement "
    "is not shown",
    ask=REPORT,
    cure=AGAIN,
)
def has_improvement_on_oxygen():
    """The session also has a better reading during exercise on oxygen."""
    return exists(OTHER_TEST, third_of_three)


@criterion(
    TEST,
    authority="L33797, Exercise testing",
    not_met=WHO + ": taken on oxygen; the qualifying exercise reading is the one without it",
    unknown="test {test.id} of {test.date}: room air or oxygen is not said",
    ask=REPORT,
)
def exercise_without_oxygen():
    """The exercise reading was taken without oxygen."""
    return pl.coalesce(test.on_room_air, test.oxygen_flow_lpm == 0)


@criterion(TEST)
def complete_exercise_test():
    """A reading during exercise without oxygen, with its two companions in one session."""
    return during_exercise & exercise_without_oxygen & has_resting_reading & has_improvement_on_oxygen


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
    not_met=WHO + ": only stand-alone overnight oximetry can qualify in this way; a titration study wants the Group I "
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
