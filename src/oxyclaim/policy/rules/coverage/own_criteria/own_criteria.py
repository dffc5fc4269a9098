"""The patient qualifies by the payer's own criteria: by age, by a diagnosis, or by a test value."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Effect, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.own_criteria.shared import criteria_incomplete, equipment_under_criteria, qualifies
from oxyclaim.policy.rules.coverage.qualifying_test.readings import NEW_TEST


@criterion()
def qualifies_or_incomplete():
    """The patient qualifies, or the file's criteria are incomplete."""
    return qualifies | criteria_incomplete


@rule(
    "PAY-110",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=equipment_under_criteria,
    requires=qualifies_or_incomplete,
    not_met=Effect.NOT_COVERED,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The patient does not meet this payer's criteria: {reasons}.",
    if_unknown="Whether the patient meets this payer's criteria is not documented: {reasons}.",
    cure=NEW_TEST,
    asserts="rental",
)
def own_criteria():
    """The patient qualifies by the payer's own criteria: by age, by a diagnosis, or by a test value.

    An authorization that covers the line settles the question in their place. Where the payer itself decides on
    patients who miss its values, missing them asks for an authorization and is no denial; where its text leaves the
    patient's age open, a person decides (PAY-112).
    """
