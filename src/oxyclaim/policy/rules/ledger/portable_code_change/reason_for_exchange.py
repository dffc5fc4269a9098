"""The order that changes the equipment says why, and stays in the file."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Kind, Stage, criterion, exists, order, rule
from oxyclaim.policy.rules.ledger.portable_code_change.criteria import (
    changes_by_order,
    order_for_exchange,
    rented_on_from_history,
    same_code_of_kind,
)


@criterion()
def changed_on_order():
    """Equipment that the practitioner's order changed."""
    return rented_on_from_history & changes_by_order & ~same_code_of_kind


@criterion(ORDER)
def gives_reason():
    """The order gives the reason."""
    return order.states_reason_for_change.fill_null(False)


@criterion(not_met="the case does not say whether the order gives its reason (states_reason_for_change)")
def reason_for_exchange_entered():
    """An order for the exchange gives its reason."""
    return exists(ORDER, gives_reason, among=order_for_exchange)


@rule(
    "LED-061",
    stage=Stage.LEDGER,
    kind=Kind.NOTE,
    applies=changed_on_order,
    requires=reason_for_exchange_entered,
    in_force=("2007-01-01", None),
    authority=("42CFR414.226", "A52514"),
    sentence="An order for other equipment on medical grounds must say why the first is no longer medically necessary: "
    "{reasons}.",
)
def reason_for_exchange():
    """The order that changes the equipment says why, and stays in the file."""
