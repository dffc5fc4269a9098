"""The standard written order (SWO)."""

import polars as pl

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Cure, criterion, exists, known, line, order, p

ASK = Cure("obtain the complete, signed standard written order", "the treating practitioner")


@criterion(ORDER, unknown="order {order.id}: which items it asks for is not documented", ask=ASK)
def orders_this_code():
    """The order asks for the line's code; for contents an order for gaseous or liquid equipment does too."""
    equipment = order.items.list.set_intersection(pl.concat_list(p.gas_equipment_codes, p.liquid_equipment_codes))
    of_contents = (line.equipment == "contents") & (equipment.list.len() > 0)
    return order.items.list.contains(line.code) | of_contents


def _element(name, fact, lacks):
    """One element of the order, told by itself."""

    def element():
        return fact

    element.__name__, element.__doc__ = name, f"It has {lacks}."
    said = f"order {{order.id}} of {{order.order_date}}: {lacks}"
    return criterion(ORDER, not_met=f"{said} is missing", unknown=f"{said} is not documented", ask=ASK)(element)


names_beneficiary = _element("names_beneficiary", order.names_beneficiary, "the patient's name or MBI")


describes_items = _element("describes_items", order.describes_items, "a description of each item")


states_quantity = _element("states_quantity", order.states_quantity, "the quantity, where one applies")


names_practitioner = _element("names_practitioner", order.names_practitioner, "the practitioner's name or NPI")


signed_by_practitioner = _element(
    "signed_by_practitioner",
    order.signed & (order.signature != "stamp"),
    "the practitioner's signature, by hand or electronic (no stamp)",
)


order_dated = _element("order_dated", known(order.order_date), "the order date")


order_received = _element("order_received", known(order.received_date), "the day the supplier received it")


@criterion(
    ORDER,
    not_met="order {order.id} of {order.order_date}, received {order.received_date}, is of a day after {line.as_of}, the "
    "day of this run",
)
def here_by_the_claim():
    """Written and received by the day of the run, the earliest day of the claim."""
    return (order.order_date <= line.as_of) & (order.received_date <= line.as_of)


@criterion(
    ORDER,
    authority=("42CFR410.38", "MLN-DOC"),
    met="standard written order {order.id} of {order.order_date}, received {order.received_date}",
    ask=ASK,
)
def complete_order():
    """All elements are there and the supplier has received it."""
    return (
        names_beneficiary
        & describes_items
        & states_quantity
        & names_practitioner
        & signed_by_practitioner
        & order_dated
        & order_received
        & here_by_the_claim
    )


@criterion(ORDER)
def complete_order_for_this_code():
    """A complete order that asks for the line's code."""
    return orders_this_code & complete_order


@criterion(ask=ASK)
def has_written_order():
    """A complete standard written order for the line is in hand."""
    return exists(ORDER, complete_order, among=orders_this_code, none="no order for {line.code} is on file")


@criterion(
    ORDER,
    not_met="order {order.id} is of {order.order_date}, after the service date {line.service_date}",
    unknown="order {order.id}: the order date is not documented",
    ask=ASK,
)
def dated_by_service_date():
    """Dated on or before the service date."""
    return order.order_date <= line.service_date
