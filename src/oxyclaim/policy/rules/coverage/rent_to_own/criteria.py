"""Rent to own: a sale after some months, rent that is credited, equipment that is the patient's in the end."""

from oxyclaim.engine.words import Cure, Helps, criterion
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold

NO_SALE = Cure("do not bill the sale", "the biller", Helps.NOT_TO_BE_BILLED)


@criterion()
def is_sale():
    """Oxygen equipment that is sold."""
    return is_rental_equipment & ~not_sold
