"""Whether a blood gas study was ordered, taken, evaluated and recorded as the policy asks."""

from oxyclaim.engine.grains import TEST
from oxyclaim.engine.words import Cure, Helps, criterion, line, open_question, p, test
from oxyclaim.policy.rules.coverage.qualifying_test.break_in_need import not_before_break_in_need
from oxyclaim.policy.rules.coverage.qualifying_test.readings import (
    DAY,
    NEW_TEST,
    NOTE,
    REPORT,
    WHO,
)


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


@criterion(TEST)
def outside_hospital():
    """Not taken as an inpatient."""
    return ~test.inpatient


@criterion(TEST)
def in_stable_state():
    """Taken in a chronic stable state."""
    return test.stable_state


@criterion(TEST)
def signs_noted():
    """The practitioner noted signs or symptoms that oxygen can relieve."""
    return test.signs_noted


@criterion(TEST)
def lcd_asks_for_stable_state():
    """The LCD in force asks for a chronic stable state outside a hospital."""
    return p.stable_state_by_lcd


@criterion(TEST)
def ncd_asks_for_stable_state():
    """The NCD in force asks for a chronic stable state outside a hospital."""
    return p.stable_state_by_ncd


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
    asks = lcd_asks_for_stable_state
    return outside_hospital & ((asks & in_stable_state) | (~asks & signs_noted))


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
    asks = ncd_asks_for_stable_state
    return outside_hospital & ((asks & in_stable_state) | (~asks & signs_noted))


@criterion(TEST)
def stable_at_older_start():
    """Outside a hospital, in a chronic stable state, for oxygen begun while the policy asked for that and for no signs."""
    begun = (line.initial_date <= p.stable_state_last_start) & (test.date <= p.stable_state_last_start)
    return begun & ~p.stable_state_by_lcd & ~test.inpatient & test.stable_state


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
    2021-09-27 on. Oxygen that began on such a test is not asked for signs noted when it is billed or replaced later.
    """
    in_state = open_question(
        "whether a test on {test.date} outside a chronic stable state counts for {line.service_date}: the NCD no longer "
        "asks for it, the LCD in force until 2022-12-31 still did",
        lenient=in_state_of_newer_policy,
        strict=in_state_of_older_policy,
        authority=("NCD240.2, B", "L33797-2020", "NCOVID22"),
    )
    return before_discharge | stable_at_older_start | in_state


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
        & not_before_break_in_need
    )
