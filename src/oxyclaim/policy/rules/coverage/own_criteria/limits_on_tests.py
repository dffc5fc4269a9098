"""A payer that says who may test, how old a test may be or how many readings it has, but names no values."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.authorization.criteria import settled_by_authorization
from oxyclaim.policy.rules.coverage.own_criteria.ages import qualifies_by_prescription
from oxyclaim.policy.rules.coverage.own_criteria.criteria import has_test_within_limits
from oxyclaim.policy.rules.coverage.own_criteria.indications import qualifies_by_indication
from oxyclaim.policy.rules.coverage.own_criteria.shared import equipment_with_limits_only


@criterion()
def test_keeps_limits():
    """Some test keeps the limits, or no test is needed: by age, by diagnosis, or by the payer's own decision."""
    return has_test_within_limits | qualifies_by_prescription | qualifies_by_indication | settled_by_authorization


@rule(
    "PAY-114",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=equipment_with_limits_only,
    requires=test_keeps_limits,
    not_met=Effect.NOT_COVERED,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="No test on file counts with this payer: {reasons}.",
    if_unknown="Whether a test on file counts with this payer is not documented: {reasons}.",
    cure=Cure("a new test that counts helps later months", "the treating practitioner", Helps.LATER),
    asserts="rental",
)
def limits_on_tests():
    """A payer that says who may test, how old a test may be or how many readings it has, but names no values.

    By what values a patient qualifies is then for a person to settle (PAY-111); a test that the payer does not take
    cannot be settled away.
    """
