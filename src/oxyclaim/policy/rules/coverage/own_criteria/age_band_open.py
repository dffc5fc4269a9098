"""For ages that the payer's text leaves open a person decides."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Effect, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.own_criteria.ages import age_left_open
from oxyclaim.policy.rules.coverage.own_criteria.shared import equipment_without_criteria


@criterion(not_met="for the patient's age the payer's text leaves it open")
def age_not_left_open():
    """The payer's text does not leave the patient's age open."""
    return ~age_left_open


@rule(
    "PAY-112",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=equipment_without_criteria,
    requires=age_not_left_open,
    not_met=Effect.REVIEW,
    unknown=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="A person settles whether the patient qualifies: {reasons}.",
)
def age_band_open():
    """For ages that the payer's text leaves open a person decides."""
