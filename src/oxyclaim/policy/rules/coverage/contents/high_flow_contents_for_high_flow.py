"""Portable liquid contents for a flow above 4 liters per minute have a code of their own."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, known, line, open_question, order, p, rule
from oxyclaim.policy.rules.coverage.contents.criteria import is_high_flow_contents
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import complete_order_for_this_code

RATES = "order {order.id}: {order.highest_rate} liters per minute"


NO_RATES = "order {order.id}: the flow is not documented"


@criterion(ORDER, met=RATES, not_met=RATES, unknown=NO_RATES)
def some_rate_above_4():
    """Dated by the service date, for more than 4 liters per minute at rest or at night."""
    return (order.highest_rate > p.high_flow_above_lpm) & known(order.rate) & (order.order_date <= line.service_date)


@criterion(ORDER, met=RATES, not_met=RATES, unknown=NO_RATES)
def every_rate_above_4():
    """Dated by the service date, for more than 4 liters per minute at rest and at night."""
    return (order.lowest_rate > p.high_flow_above_lpm) & known(order.rate) & (order.order_date <= line.service_date)


@criterion(ORDER)
def complete_order_above_4_at_some_time():
    """A complete order for the line for more than 4 liters per minute at rest or at night."""
    return complete_order_for_this_code & some_rate_above_4


@criterion(ORDER)
def complete_order_above_4_throughout():
    """A complete order for the line for more than 4 liters per minute at rest and at night."""
    return complete_order_for_this_code & every_rate_above_4


NOT_ABOVE = "no complete order prescribes more than {p.high_flow_above_lpm} liters per minute"


FLOW_UNKNOWN = "the flow ordered is not documented"


ASK_FLOW = Cure("obtain the order with the flow", "the treating practitioner")


@criterion(not_met=NOT_ABOVE, unknown=FLOW_UNKNOWN, ask=ASK_FLOW)
def some_high_flow_ordered():
    """More than 4 liters per minute are prescribed at rest or at night."""
    return exists(ORDER, complete_order_above_4_at_some_time)


@criterion(not_met=NOT_ABOVE, unknown=FLOW_UNKNOWN, ask=ASK_FLOW)
def high_flow_ordered_throughout():
    """More than 4 liters per minute are prescribed at rest and at night."""
    return exists(ORDER, complete_order_above_4_throughout)


@criterion()
def high_flow_prescribed():
    """More than 4 liters per minute are prescribed."""
    return open_question(
        "whether one of two rates above {p.high_flow_above_lpm} liters per minute is enough: the code's descriptor says "
        "at rest or at night, the regulation knows one prescribed rate, the mean",
        lenient=some_high_flow_ordered,
        strict=high_flow_ordered_throughout,
        authority=("HCPCSLIST", "42CFR414.226"),
    )


@rule(
    "COV-505",
    stage=Stage.COVERAGE,
    applies=is_high_flow_contents,
    requires=high_flow_prescribed,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2019-01-01", None),
    authority=("42CFR414.226", "HCPCSLIST"),
    sentence="{line.code} is for a prescribed flow above {p.high_flow_above_lpm} liters per minute: {reasons}.",
    if_unknown="Whether {line.code}, which is for a flow above {p.high_flow_above_lpm} liters per minute, is the right code "
    "is not known: {reasons}.",
    cure=Cure("bill the code of portable liquid contents without the high flow", "the biller"),
)
def high_flow_contents_for_high_flow():
    """Portable liquid contents for a flow above 4 liters per minute have a code of their own.

    Where the rates of day and night lie on both sides of 4, the descriptor and the regulation disagree: for a person.
    """
