"""Portable equipment requires a record that the patient is mobile, where the payer asks for it."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Effect, Stage, criterion, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_for_portable
from oxyclaim.policy.rules.coverage.portable.mobile_in_home.rule import mobile_in_home


@criterion()
def mobility_wanted():
    """The payer requires a record that the patient is mobile."""
    return p.mobility_required.fill_null(False)


@criterion()
def mobility_asked():
    """Portable equipment of a payer that requires a record of mobility."""
    return is_for_portable & mobility_wanted


@rule(
    "PAY-120",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=mobility_asked,
    requires=mobile_in_home,
    not_met=Effect.NOT_COVERED,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer requires a record that the patient is mobile within the home: {reasons}.",
    asserts="rental",
)
def mobility():
    """Portable equipment requires a record that the patient is mobile, where the payer asks for it."""
