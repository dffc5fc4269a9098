"""A payer that pays suppliers under contract only does not pay others."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, line, p, rule

CONTRACT = Cure("find out whether you have a contract with this plan for oxygen (coverage: in_network)", "the biller")


@criterion()
def contract_wanted():
    """Only suppliers with a contract are paid."""
    return p.network_required.fill_null(False)


@criterion(
    not_met="the supplier has no contract with it", unknown="whether the supplier has one is not known", ask=CONTRACT
)
def has_contract():
    """The supplier has a contract with the payer or plan."""
    return line.in_network


@rule(
    "PAY-150",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=contract_wanted,
    requires=has_contract,
    not_met=Effect.NOT_PAYABLE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer pays suppliers under contract only: {reasons}.",
    cure=Cure("refer the patient to a supplier under contract", "the biller", Helps.NOT_TO_BE_BILLED),
)
def network():
    """A payer that pays suppliers under contract only does not pay others."""
