"""Portable liquid contents for a flow above 4 liters per minute have a code of their own."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, order, p, rule
from oxyclaim.policy.rules.coverage.contents.criteria import is_high_flow_contents
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import complete_order_for_this_code


@criterion(
    ORDER,
    met="order {order.id}: {order.rate} liters per minute",
    not_met="order {order.id}: {order.rate} liters per minute",
    unknown="order {order.id}: the flow is not documented",
)
def order_above_4():
    """A complete order, dated by the service date, for more than 4 liters per minute."""
    return (order.rate > p.high_flow_above_lpm) & (order.order_date <= line.service_date)


@criterion(ORDER)
def complete_order_above_4():
    """A complete order for the line for more than 4 liters per minute."""
    return complete_order_for_this_code & order_above_4


@criterion(
    not_met="no complete order prescribes more than {p.high_flow_above_lpm} liters per minute",
    unknown="the flow ordered is not documented",
    ask=Cure("obtain the order with the flow", "the treating practitioner"),
)
def high_flow_ordered():
    """More than 4 liters per minute are prescribed."""
    return exists(ORDER, complete_order_above_4)


@rule(
    "COV-502",
    stage=Stage.COVERAGE,
    applies=is_high_flow_contents,
    requires=high_flow_ordered,
    not_met=Effect.REVIEW,
    in_force=("2019-01-01", None),
    authority="HCPCSLIST",
    sentence="{line.code} is for a flow above {p.high_flow_above_lpm} liters per minute: {reasons}.",
    cure=Cure("bill the contents without the high flow", "the biller"),
)
def high_flow_contents():
    """Portable liquid contents for a flow above 4 liters per minute have a code of their own."""
