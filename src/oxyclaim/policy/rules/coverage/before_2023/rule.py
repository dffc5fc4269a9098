"""Criteria of the older policy: lung disease or symptoms, other treatment, a visit and a test within 30 days.

The LCD asked for them until 2022-12-31. The NCD of 2021-09-27 no longer did, so that for service dates
between the two they are an open question.
"""

from oxyclaim.engine.grains import TEST, VISIT
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Fact,
    Helps,
    Stage,
    clinical,
    criterion,
    encounter,
    exists,
    line,
    open_question,
    p,
    rule,
    test,
)
from oxyclaim.policy.rules.coverage.blood_gas_test.criteria import before_discharge, ordered
from oxyclaim.policy.rules.coverage.emergency.criteria import started_under_waiver
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment

NOTE = Cure("obtain the note of that time that shows it", "the treating practitioner")
AUTHORITY = ("L33797-2020", "NCD240.2-1", "NCOVID22")
IN_FORCE = ("2015-10-01", "2022-12-31")


def while_asked(asked, what):
    """What the LCD asked for, and from 2021-09-27 on the NCD no longer."""
    question = (
        f"whether {{line.service_date}} still wanted {what}: the NCD of 2021-09-27 no longer asks for it, the LCD in force "
        "until 2022-12-31 still did"
    )
    return open_question(question, lenient=asked | dropped_by_ncd, strict=asked, authority=AUTHORITY)


@criterion()
def dropped_by_ncd():
    """The NCD in force no longer asks for it."""
    return Fact(~p.older_criteria_by_ncd)


@criterion()
def judged_by_older_policy():
    """Oxygen equipment that did not start under the waiver of the public health emergency."""
    return is_rental_equipment & ~started_under_waiver


@criterion(
    documents="lung_disease_or_hypoxia_symptoms",
    not_met="the record shows neither severe lung disease nor symptoms of hypoxia that oxygen might improve",
    unknown="severe lung disease, or symptoms of hypoxia expected to improve with oxygen, are not documented",
    ask=NOTE,
)
def lung_disease_or_symptoms():
    """Severe lung disease, or symptoms of hypoxia expected to improve."""
    return clinical.lung_disease_or_hypoxia_symptoms


@criterion()
def older_diagnosis_criterion():
    """Severe lung disease or symptoms of hypoxia, while the policy asked for it."""
    return while_asked(lung_disease_or_symptoms, "severe lung disease or symptoms of hypoxia")


@rule(
    "COV-600",
    stage=Stage.COVERAGE,
    applies=judged_by_older_policy,
    requires=older_diagnosis_criterion,
    not_met=Effect.NOT_COVERED,
    in_force=IN_FORCE,
    authority=("L33797-2020", "NCD240.2-1"),
    sentence="Before 2023 oxygen wanted severe lung disease or symptoms of hypoxia: {reasons}.",
    asserts="coverage",
    denial="CO-50, N115",
)
def older_diagnosis():
    """Until 2022: severe lung disease, or symptoms of hypoxia expected to improve with oxygen."""


@criterion(
    documents="other_treatment_tried",
    not_met="the record says that no other treatment was tried or considered",
    unknown="that other treatment was tried, or considered and found ineffective, is not documented",
    ask=NOTE,
)
def other_treatment_tried():
    """Other treatment was tried, or considered and found ineffective."""
    return clinical.other_treatment_tried


@criterion()
def older_treatment_criterion():
    """Other treatment was tried or considered, while the policy asked for it."""
    return while_asked(other_treatment_tried, "other treatment to be tried or considered first")


@rule(
    "COV-610",
    stage=Stage.COVERAGE,
    applies=judged_by_older_policy,
    requires=older_treatment_criterion,
    not_met=Effect.NOT_COVERED,
    in_force=IN_FORCE,
    authority=("NCD240.2-1", "L33797-2020"),
    sentence="Before 2023 other treatment had to be tried or considered first: {reasons}.",
    asserts="coverage",
    denial="CO-50, N115",
)
def older_treatment():
    """Until 2022: other treatment was tried, or considered and found ineffective."""


@criterion(
    VISIT,
    met="visit {encounter.id} of {encounter.date}",
    not_met="visit {encounter.id} of {encounter.date} is not within {p.certification_days} days before the start "
    "{line.rental_start}",
    unknown="visit {encounter.id}: its date, or the start of the rental, is not documented",
    ask=NOTE,
)
def shortly_before_start():
    """Within 30 days before the initial date."""
    days = (line.rental_start - encounter.date).dt.total_days()
    return (days >= 0) & (days <= p.certification_days)


@criterion(ask=NOTE)
def seen_before_start():
    """The practitioner saw the patient within 30 days before the initial date."""
    return exists(VISIT, shortly_before_start, none="no visit is on file")


@criterion()
def older_visit_criterion():
    """Seen within 30 days before the initial date, while the policy asked for it."""
    return while_asked(seen_before_start, "a visit within {p.certification_days} days before the start")


@rule(
    "COV-620",
    stage=Stage.COVERAGE,
    applies=judged_by_older_policy,
    requires=older_visit_criterion,
    not_met=Effect.NOT_COVERED,
    in_force=IN_FORCE,
    authority=("IOM-CMN", "L33797-2020"),
    sentence="Before 2023 the practitioner had to see the patient within {p.certification_days} days before the initial "
    "certification: {reasons}.",
    cure=Cure("a missed visit is not cured backwards", "the treating practitioner", Helps.NEVER),
    asserts="coverage",
    denial="CO-50, N115",
)
def older_visit():
    """Until 2022: seen and evaluated within 30 days before the initial certification."""


@criterion(
    TEST,
    met="test {test.id} of {test.date}",
    not_met="test {test.id} of {test.date} is not within {p.certification_days} days before the start "
    "{line.rental_start}",
    unknown="test {test.id}: its date, or the start of the rental, is not documented",
    ask=NOTE,
)
def tested_shortly_before_start():
    """Within 30 days before the initial date; a test before discharge has its own window."""
    days = (line.rental_start - test.date).dt.total_days()
    return (days >= 0) & (days <= p.certification_days)


@criterion(TEST)
def timely_test():
    """Ordered, and taken within 30 days before the initial date or within the window before discharge."""
    return ordered & (tested_shortly_before_start | before_discharge)


@criterion(ask=NOTE)
def tested_before_start():
    """The patient was tested within 30 days before the initial date."""
    return exists(TEST, timely_test, none="no test is on file")


@criterion()
def older_test_criterion():
    """Tested within 30 days before the initial date, while the policy asked for it."""
    return while_asked(tested_before_start, "a test within {p.certification_days} days before the start")


@rule(
    "COV-630",
    stage=Stage.COVERAGE,
    applies=judged_by_older_policy,
    requires=older_test_criterion,
    not_met=Effect.NOT_COVERED,
    in_force=IN_FORCE,
    authority=("IOM-CMN", "L33797-2020"),
    sentence="Before 2023 the test had to fall within {p.certification_days} days before the initial certification: "
    "{reasons}.",
    cure=Cure("a test that came too early is not cured backwards", "the treating practitioner", Helps.NEVER),
    asserts="coverage",
    denial="CO-50, N115",
)
def older_test():
    """Until 2022: tested within 30 days before the initial certification, or within 2 days before discharge."""
