"""Patients with obstructive sleep apnea."""

from oxyclaim.engine.grains import TEST
from oxyclaim.engine.words import Cure, Effect, Stage, clinical, criterion, exists, rule
from oxyclaim.policy.rules.coverage.emergency.criteria import started_under_waiver
from oxyclaim.policy.rules.coverage.equipment.rule import is_portable, is_rental_equipment
from oxyclaim.policy.rules.coverage.groups.any_group.rule import in_any_group, in_awake_group_for_portable
from oxyclaim.policy.rules.coverage.groups.group_3.criteria import in_group_3
from oxyclaim.policy.rules.coverage.qualifying_test.criteria import (
    acceptable,
    meets_group_1_value,
    titration_study,
)


@criterion()
def has_sleep_apnea():
    """Obstructive sleep apnea is documented."""
    return clinical.sleep_apnea


@criterion(TEST)
def qualifying_titration_study():
    """A sound titration study at or below the Group I limit."""
    return acceptable & titration_study & meets_group_1_value


@criterion(
    not_met="obstructive sleep apnea is documented, and no titration study qualifies this unit (the portable one never)",
    unknown="whether the qualifying test is from a titration study is not known",
)
def tested_in_titration():
    """The test was taken in a titration study."""
    return exists(TEST, qualifying_titration_study) & ~is_portable


@criterion()
def stands_on_a_group():
    """Some test shows a group; of portable equipment one that was not taken in sleep. Otherwise nothing is left to ask."""
    return in_any_group & (~is_portable | in_awake_group_for_portable | in_group_3)


@criterion()
def judged_with_sleep_apnea():
    """Oxygen equipment for a patient with sleep apnea, whom some test qualifies."""
    return is_rental_equipment & has_sleep_apnea & ~started_under_waiver & stands_on_a_group


@rule(
    "COV-150",
    stage=Stage.COVERAGE,
    applies=judged_with_sleep_apnea,
    requires=tested_in_titration,
    not_met=Effect.REVIEW,
    in_force=("2015-10-01", None),
    authority="L33797, Obstructive sleep apnea",
    sentence="With obstructive sleep apnea the policy says that only a titration study can qualify; whether that also "
    "bars a test taken awake is for a person to settle: {reasons}.",
    cure=Cure(
        "show the report of the titration study, with its hours, the AHI or RDI and the reading on PAP at the best settings; "
        "or ask the contractor whether the test taken awake stands",
        "the treating practitioner",
    ),
    denial="CO-50, N115",
)
def sleep_apnea_needs_titration():
    """With obstructive sleep apnea the qualifying test comes from a titration study."""
