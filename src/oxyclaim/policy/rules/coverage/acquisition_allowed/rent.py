"""A payer that buys oxygen equipment pays no rent."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold


@criterion()
def rented_line():
    """Oxygen equipment that is rented."""
    return is_rental_equipment & not_sold


@criterion(not_met="it buys the equipment and rents none")
def rent_allowed():
    """The payer rents; where its file is silent, oxygen equipment is rented."""
    return (p.purchase_option != "purchase_only").fill_null(True)


@rule(
    "PAY-170",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=rented_line,
    requires=rent_allowed,
    not_met=Effect.NOT_PAYABLE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer pays no rent for the item: {reasons}.",
    cure=Cure(
        "bill a purchase (acquisition: purchase), if the equipment was sold", "the biller", Helps.NOT_TO_BE_BILLED
    ),
)
def rent():
    """A payer that buys oxygen equipment pays no rent."""
