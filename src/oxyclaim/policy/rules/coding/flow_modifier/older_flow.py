"""Before 2018-04-01 the highest prescribed flow counted, and QF was paid in another way."""

import polars as pl

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import (
    Effect,
    Stage,
    criterion,
    exists,
    known,
    order,
    p,
    rule,
)  # fmt: skip
from oxyclaim.policy.rules.coding.flow_modifier.criteria import is_judged_equipment
from oxyclaim.policy.rules.coding.flow_modifier.orders import FLOW, no_stationary_line, stationary_order_in_force


@criterion(ORDER)
def ordinary_rates():
    """Every rate that the order gives, that during exercise too, lies between 1 and 4 liters per minute."""
    rates = (order.flow_lpm, order.day_flow_lpm, order.night_flow_lpm, order.exercise_flow_lpm)
    within = [((rate >= p.low_flow_below_lpm) & (rate <= p.high_flow_above_lpm)).fill_null(True) for rate in rates]
    return pl.all_horizontal(within) & known(order.rate)


@criterion(
    not_met="a rate below 1 or above 4 liters per minute is ordered",
    unknown="the prescribed flow is not documented",
    ask=FLOW,
)
def ordinary_flow():
    """The flows ordered call for no modifier under any rule."""
    return no_stationary_line | exists(ORDER, ordinary_rates, among=stationary_order_in_force)


@rule(
    "COD-201",
    stage=Stage.CODING,
    applies=is_judged_equipment,
    requires=ordinary_flow,
    not_met=Effect.REVIEW,
    in_force=("2015-10-01", "2018-03-31"),
    authority="CR9848",
    sentence="Before 2018-04-01 the flow modifiers meant other things, which the rule book does not judge: {reasons}.",
    settles="flow modifier",
)
def older_flow():
    """Before 2018-04-01 the highest prescribed flow counted, and QF was paid in another way."""
