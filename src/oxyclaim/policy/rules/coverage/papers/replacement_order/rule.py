"""A replacement requires a new order."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, order, rule
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import complete_order_for_this_code, orders_this_code
from oxyclaim.policy.rules.ledger.replacement.criteria import is_replacement


@criterion(
    ORDER,
    not_met="order {order.id} of {order.order_date} is the replaced rental's",
    unknown="order {order.id}: its date, or the start of the replaced rental, is not known",
)
def later_than_replaced_start():
    """Dated after the replaced rental began."""
    return order.order_date > line.replaced_rental_start


@criterion(ORDER)
def new_complete_order():
    """A complete order for the line, newer than the replaced rental's."""
    return complete_order_for_this_code & later_than_replaced_start


@criterion(ask=Cure("obtain a new standard written order", "the treating practitioner"))
def has_new_order():
    """A new order for the replacement is on file."""
    return exists(ORDER, new_complete_order, among=orders_this_code, none="no order for {line.code} is on file")


@rule(
    "PAP-140",
    stage=Stage.COVERAGE,
    applies=is_replacement,
    requires=has_new_order,
    not_met=Effect.HOLD,
    in_force=("2009-01-01", None),
    authority=("NRA", "NFAQ"),
    sentence="A replacement requires a new order: {reasons}.",
    cure=Cure("obtain a new standard written order before the claim", "the treating practitioner"),
    asserts="coverage",
    denial="CO-50, N115",
)
def replacement_order():
    """A replacement needs a new order; no new test or visit by the rules for oxygen."""
