"""Group II: borderline hypoxemia with a condition of the heart or the blood."""

from oxyclaim.engine.grains import TEST
from oxyclaim.engine.words import Cure, Facts, Helps, clinical, criterion, exists, p
from oxyclaim.policy.rules.coverage.qualifying_test.criteria import (
    WHO,
    acceptable,
    around_exercise,
    at_rest,
    complete_exercise_test,
    eligible_overnight_oximetry,
    in_sleep,
    long_enough_in_sleep,
    meets_group_2_value,
)  # fmt: skip

SHOWN = Cure("obtain the note or study that shows it", "the treating practitioner", Helps.LATER)
pulmonary_hypertension_finding = Facts("line.clinical.pulmonary_hypertension")
cor_pulmonale_finding = Facts("line.clinical.cor_pulmonale")


@criterion(TEST, met="Group II at rest: " + WHO)
def group_2_at_rest():
    """A sound test at rest and awake in the Group II range."""
    return acceptable & meets_group_2_value


@criterion(TEST, met="Group II in sleep: " + WHO)
def group_2_in_sleep():
    """A sound sleep study in the Group II range."""
    return acceptable & eligible_overnight_oximetry & meets_group_2_value & long_enough_in_sleep


@criterion(TEST, met="Group II during exercise: " + WHO + ", with its three readings in one session")
def group_2_in_exercise():
    """A sound and complete exercise test in the Group II range."""
    return complete_exercise_test & acceptable & meets_group_2_value


@criterion(
    met="dependent edema suggesting congestive heart failure is charted",
    documents="dependent_edema_suggesting_chf",
    unknown="dependent edema suggesting congestive heart failure is not documented",
    ask=SHOWN,
)
def edema():
    """Dependent edema suggesting congestive heart failure."""
    return clinical.dependent_edema_suggesting_chf


@criterion(
    met="pulmonary hypertension is shown by {line.clinical.pulmonary_hypertension.shown_by}",
    documents="pulmonary_hypertension",
    unknown="pulmonary hypertension with the study that shows it is not documented",
    ask=SHOWN,
)
def pulmonary_hypertension():
    """Pulmonary hypertension, determined by an accepted measurement."""
    return clinical.pulmonary_hypertension & pulmonary_hypertension_finding.shown_by.is_in(p.heart_studies)


@criterion(
    met="cor pulmonale is shown by {line.clinical.cor_pulmonale.shown_by}",
    documents="cor_pulmonale",
    unknown="cor pulmonale with the study that shows it is not documented",
    ask=SHOWN,
)
def cor_pulmonale():
    """Cor pulmonale, determined by an accepted measurement."""
    return clinical.cor_pulmonale & cor_pulmonale_finding.shown_by.is_in(p.heart_studies)


@criterion(
    met="hematocrit {line.clinical.hematocrit_percent} %",
    documents="hematocrit_percent",
    unknown="a hematocrit is not documented",
    ask=SHOWN,
)
def erythrocythemia():
    """Erythrocythemia with a hematocrit above 56."""
    return clinical.hematocrit_percent > p.hematocrit_above


@criterion(
    authority="L33797, Group II",
    not_met="none of the Group II conditions is met (dependent edema suggesting CHF, pulmonary hypertension or cor "
    "pulmonale by an accepted study, hematocrit above {p.hematocrit_above} %)",
    unknown="a Group II condition is not documented (dependent edema suggesting CHF, pulmonary hypertension or cor "
    "pulmonale by an accepted study, hematocrit above {p.hematocrit_above} %)",
    ask=SHOWN,
)
def has_group_2_condition():
    """One of the four Group II conditions."""
    return edema | pulmonary_hypertension | cor_pulmonale | erythrocythemia


@criterion()
def by_rest_2():
    """The Group II value in a test at rest."""
    return exists(TEST, group_2_at_rest, among=at_rest, none="no test at rest is on file")


@criterion()
def by_sleep_2():
    """The Group II value in a test in sleep."""
    return exists(TEST, group_2_in_sleep, among=in_sleep, none="no test in sleep is on file")


@criterion()
def by_exercise_2():
    """The Group II value in an exercise test."""
    return exists(
        TEST, group_2_in_exercise, among=around_exercise, none="no reading during exercise without oxygen is on file"
    )


@criterion()
def in_group_2():
    """Group II: the value and a condition."""
    return (by_rest_2 | by_sleep_2 | by_exercise_2) & has_group_2_condition


@criterion()
def in_group_2_awake():
    """Group II by a test at rest or during exercise."""
    return (by_rest_2 | by_exercise_2) & has_group_2_condition
