"""The standard written order (SWO)."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, known, line, order, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment

ASK = Cure("obtain the complete, signed standard written order before the claim", "the treating practitioner")


@criterion(ORDER, unknown="order {order.id}: which items it asks for is not documented", ask=ASK)
def orders_this_code():
    """The order asks for the line's code."""
    return order.items.list.contains(line.code)


@criterion(
    ORDER,
    authority=("42CFR410.38", "MLN-DOC"),
    met="standard written order {order.id} of {order.order_date}, received {order.received_date}",
    not_met="order {order.id} of {order.order_date} lacks an element (patient, item, quantity, practitioner, signature by hand "
    "or electronic)",
    unknown="order {order.id}: an element is not documented (patient, date, item, quantity, practitioner, signature) "
    "or the day it was received",
    ask=ASK,
)
def complete_order():
    """All elements are there and the supplier has received it."""
    return (
        order.names_beneficiary
        & order.describes_items
        & order.states_quantity
        & order.names_practitioner
        & order.signed
        & (order.signature != "stamp")
        & known(order.order_date)
        & known(order.received_date)
    )


@criterion(ORDER)
def complete_order_for_this_code():
    """A complete order that asks for the line's code."""
    return orders_this_code & complete_order


@criterion(ask=ASK)
def has_written_order():
    """A complete standard written order for the line is in hand."""
    return exists(ORDER, complete_order, among=orders_this_code, none="no order for {line.code} is on file")


@rule(
    "PAP-100",
    stage=Stage.COVERAGE,
    applies=is_rental_equipment,
    requires=has_written_order,
    not_met=Effect.HOLD,
    in_force=("2015-10-01", None),
    authority=("42CFR410.38", "L33797, General"),
    sentence="A complete standard written order must be in hand before the claim: {reasons}.",
    cure=ASK,
    asserts="coverage",
    denial="CO-50",
)
def written_order():
    """A complete standard written order is in the supplier's hands before the claim goes out.

    Six elements: patient name or MBI, order date, description, quantity where one applies, practitioner
    name or NPI, and the practitioner's signature.
    """
