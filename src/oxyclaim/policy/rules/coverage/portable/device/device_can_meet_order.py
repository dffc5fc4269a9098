"""A device that cannot give the ordered flow does not furnish what was ordered."""

import polars as pl

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, order, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.papers.written_order.criteria import complete_order, orders_this_code


@criterion()
def device_flow_known():
    """The device's highest flow is known."""
    return line.device_maximum_flow_lpm > 0


@criterion()
def equipment_of_known_flow():
    """Oxygen equipment whose highest flow is known."""
    return is_rental_equipment & device_flow_known


@criterion(ORDER)
def asks_for_more_flow():
    """A complete order for the line asks, at rest or in exercise, for more than the device gives."""
    rates = (order.flow_lpm, order.day_flow_lpm, order.night_flow_lpm, order.exercise_flow_lpm)
    beyond = pl.any_horizontal([(rate > line.device_maximum_flow_lpm).fill_null(False) for rate in rates])
    return beyond & (order.order_date <= line.service_date)


@criterion(ORDER)
def order_beyond_device():
    """An order for the line that is beyond the device."""
    return orders_this_code & complete_order & asks_for_more_flow


@criterion(
    not_met="the device gives at most {line.device_maximum_flow_lpm} liters per minute, and an order asks for more",
    unknown="which flow the orders ask for is not documented",
)
def device_meets_order():
    """No order asks for more flow than the device gives."""
    return ~exists(ORDER, order_beyond_device)


@rule(
    "COV-430",
    stage=Stage.COVERAGE,
    applies=equipment_of_known_flow,
    requires=device_meets_order,
    not_met=Effect.REVIEW,
    unknown=Effect.NONE,
    in_force=("2015-10-01", None),
    authority="OXY-DEVICE",
    sentence="The device cannot give what is ordered: {reasons}.",
    cure=Cure("furnish a device that meets the order, or ask the practitioner which flow is meant", "the supplier"),
)
def device_can_meet_order():
    """A device that cannot give the ordered flow does not furnish what was ordered.

    No policy text that we could read says what the payer does then; the product definition of E1392 is
    known to us from memory only, so a person decides.
    """
