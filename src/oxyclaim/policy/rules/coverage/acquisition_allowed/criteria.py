"""Rent or purchase, as the payer allows."""

from oxyclaim.engine.words import Cure, criterion
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold

ASK = Cure("ask the payer whether it rents or buys this item", "the biller")


@criterion()
def sold_line():
    """Oxygen equipment that is sold."""
    return is_rental_equipment & ~not_sold
