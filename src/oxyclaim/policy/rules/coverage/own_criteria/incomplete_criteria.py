"""Where the file is known not to hold all criteria, a patient who misses those that it holds is for a person."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.own_criteria.shared import criteria_incomplete, equipment_under_criteria, qualifies


@criterion()
def equipment_under_incomplete_criteria():
    """Oxygen equipment of a payer whose file holds some of its criteria only."""
    return equipment_under_criteria & criteria_incomplete


@rule(
    "PAY-113",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=equipment_under_incomplete_criteria,
    requires=qualifies,
    not_met=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The patient meets none of the criteria in this payer's file, which does not hold all of them: {reasons}.",
    if_unknown="Whether the patient meets this payer's criteria is not documented: {reasons}.",
    cure=Cure("look in the payer's text whether the patient qualifies by what its file leaves out", "the biller"),
)
def incomplete_criteria():
    """Where the file is known not to hold all criteria, a patient who misses those that it holds is for a person."""
