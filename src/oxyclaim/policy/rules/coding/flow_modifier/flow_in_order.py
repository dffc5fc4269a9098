"""A flow modifier tells the payer the flow that the order prescribes."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import (
    Kind,
    Stage,
    criterion,
    exists,
    order,
    rule,
)  # fmt: skip
from oxyclaim.policy.rules.coding.flow_modifier.allowance import higher_allowance, low_flow
from oxyclaim.policy.rules.coding.flow_modifier.orders import stationary_order_in_force


@criterion(ORDER, met="order {order.id} prescribes {order.rate_told}")
def rate_given():
    """The order gives the rate that decides."""
    return order.rate > 0


@criterion()
def flow_is_ordered():
    """An order gives the flow."""
    return exists(ORDER, rate_given, among=stationary_order_in_force)


@criterion()
def flow_out_of_range():
    """The flow is below 1, or above 4 and shown."""
    return low_flow | higher_allowance


@rule(
    "COD-205",
    stage=Stage.CODING,
    kind=Kind.NOTE,
    applies=flow_out_of_range,
    requires=flow_is_ordered,
    in_force=("2018-04-01", None),
    authority=("QMOD", "QREV"),
    sentence="A flow modifier rests on the order: {reasons}.",
    asserts="flow",
)
def flow_in_order():
    """A flow modifier tells the payer the flow that the order prescribes."""
