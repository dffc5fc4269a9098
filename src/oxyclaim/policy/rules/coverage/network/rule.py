"""Contracts with the payer, referrals, and payers that pay few suppliers only."""

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, among, criterion, line, p, rule

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


@criterion()
def referral_wanted():
    """The payer wants a referral."""
    return p.referral_required.fill_null(False)


@criterion(
    not_met="no referral is on file",
    unknown="whether the referral is on file is not known (coverage: referral_on_file)",
    ask=Cure("find the referral", "the supplier's records"),
)
def has_referral():
    """The referral is on file."""
    return line.referral_on_file


@rule(
    "PAY-155",
    stage=Stage.COVERAGE,
    applies=referral_wanted,
    requires=has_referral,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer pays with a referral only: {reasons}.",
    cure=Cure("obtain the referral before billing", "the payer"),
)
def referral():
    """A payer that wants a referral gets its number."""


@criterion()
def few_suppliers():
    """The payer pays few suppliers only."""
    return p.exclusive_suppliers.is_not_null()


@criterion(
    not_met="the supplier is not one of them",
    unknown="the supplier's NPI is not given",
    ask=Cure("enter the supplier's NPI", "the supplier's records"),
)
def is_such_supplier():
    """The supplier is one of them."""
    return among(p.exclusive_suppliers, line.supplier_npi)


@rule(
    "PAY-160",
    stage=Stage.COVERAGE,
    applies=few_suppliers,
    requires=is_such_supplier,
    not_met=Effect.NOT_PAYABLE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer pays the suppliers of an exclusive contract only: {reasons}.",
    cure=Cure("refer the patient to a supplier of the contract", "the biller", Helps.NOT_TO_BE_BILLED),
)
def exclusive_suppliers():
    """A payer with an exclusive contract pays its suppliers only."""
