"""Rent or purchase, as the payer allows."""

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, p, rule
from oxyclaim.policy.rules.coverage.authorization.criteria import has_authorization
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold

ASK = Cure("ask the payer whether it rents or buys this item", "the biller")


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


@criterion()
def sold_line():
    """Oxygen equipment that is sold."""
    return is_rental_equipment & ~not_sold


@criterion(not_met="it rents the equipment and buys none", unknown="its file does not say whether it buys it", ask=ASK)
def purchase_allowed():
    """The payer buys it, always or as it decides."""
    return p.purchase_option != "rental_only"


@rule(
    "PAY-175",
    stage=Stage.COVERAGE,
    applies=sold_line,
    requires=purchase_allowed,
    not_met=Effect.EXCLUDED,
    unknown=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer does not buy the item: {reasons}.",
    if_unknown="Whether this payer buys the item is for a person to settle: {reasons}.",
    cure=Cure("rent it instead", "the supplier", Helps.NOT_TO_BE_BILLED),
)
def purchase():
    """A payer that rents oxygen equipment buys none."""


@criterion()
def payer_chooses():
    """The payer decides between rent and purchase, or takes the cheaper."""
    return p.purchase_option.is_in(["plan_decides", "cheaper"]).fill_null(False)


@criterion()
def sold_where_payer_chooses():
    """Equipment that is sold to a payer that chooses."""
    return sold_line & payer_chooses


@rule(
    "PAY-176",
    stage=Stage.COVERAGE,
    applies=sold_where_payer_chooses,
    requires=has_authorization,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The payer decides between rent and purchase, and its decision must be on file: {reasons}.",
    cure=ASK,
)
def payer_decides():
    """Where the payer decides between rent and purchase, a sale wants its decision on file."""
