"""Where the payer's file is silent on its criteria, and no authorization stands in their place, a person decides."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.own_criteria.criteria import criteria_stated
from oxyclaim.policy.rules.coverage.own_criteria.shared import equipment_without_criteria


@criterion(not_met="the payer's file names neither test values, nor ages, nor diagnoses")
def criteria_are_stated():
    """The payer's file says by what a patient qualifies."""
    return criteria_stated


@rule(
    "PAY-111",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=equipment_without_criteria,
    requires=criteria_are_stated,
    not_met=Effect.REVIEW,
    unknown=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="What a patient must show to qualify with this payer is for a person to settle: {reasons}.",
    cure=Cure("ask the payer for its oxygen policy, and enter its values in the payer's file", "the billing manager"),
)
def criteria_silent():
    """Where the payer's file is silent on its criteria, and no authorization stands in their place, a person decides."""
