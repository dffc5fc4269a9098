"""Where the list of suppliers is known to be incomplete, one that is not on it is for a person."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, among, criterion, line, p, rule


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


@criterion()
def suppliers_incomplete():
    """The file says that its list of suppliers is incomplete."""
    return p.incomplete_lists.list.contains("exclusive_suppliers").fill_null(False)


@criterion()
def such_supplier_or_incomplete():
    """The supplier is one of them, or the list is incomplete."""
    return is_such_supplier | suppliers_incomplete


@criterion()
def few_suppliers_of_which_some():
    """The payer pays few suppliers only, and the file holds some of them."""
    return few_suppliers & suppliers_incomplete


@rule(
    "PAY-161",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=few_suppliers_of_which_some,
    requires=is_such_supplier,
    not_met=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer pays the suppliers of an exclusive contract only, of which its file does not hold all: {reasons}.",
    cure=Cure("ask the payer whether the contract names you", "the biller"),
)
def some_exclusive_suppliers():
    """Where the list of suppliers is known to be incomplete, one that is not on it is for a person."""


@rule(
    "PAY-160",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=few_suppliers,
    requires=such_supplier_or_incomplete,
    not_met=Effect.NOT_PAYABLE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer pays the suppliers of an exclusive contract only: {reasons}.",
    cure=Cure("refer the patient to a supplier of the contract", "the biller", Helps.NOT_TO_BE_BILLED),
)
def exclusive_suppliers():
    """A payer with an exclusive contract pays its suppliers only."""
