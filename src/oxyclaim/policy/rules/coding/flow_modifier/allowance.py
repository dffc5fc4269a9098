"""Which allowance the prescribed flow calls for: half below 1, more above 4 liters per minute."""

import polars as pl

from oxyclaim.engine.grains import ORDER, OTHER_LINE, TEST
from oxyclaim.engine.words import criterion, exists, line, order, other_line, p, test
from oxyclaim.policy.rules.coding.flow_modifier.orders import (
    asks_for_portable,
    dated_by_service,
    rate_above_4,
    rate_below_1,
    stationary_order_in_force,
    two_rates,
)
from oxyclaim.policy.rules.coverage.equipment.rule import is_stationary, other_is_stationary_this_month
from oxyclaim.policy.rules.coverage.groups.group_1.criteria import (
    group_1_at_rest,
    group_1_in_exercise,
    group_1_in_sleep,
)
from oxyclaim.policy.rules.coverage.groups.group_2.criteria import (
    group_2_at_rest,
    group_2_in_exercise,
    group_2_in_sleep,
)
from oxyclaim.policy.rules.coverage.groups.group_3.criteria import in_group_3
from oxyclaim.policy.rules.coverage.qualifying_test.criteria import at_rest, in_sleep

HALF = 0.5
"""Half a liter per minute: from there on a mean is rounded up to the next whole liter."""


@criterion()
def high_flow():
    """The prescribed flow is above 4."""
    return exists(ORDER, rate_above_4, among=stationary_order_in_force)


@criterion()
def low_flow():
    """The prescribed flow is below 1."""
    return exists(ORDER, rate_below_1, among=stationary_order_in_force)


@criterion()
def averaged_flow():
    """Day and night flows differ, so that their mean counts."""
    return exists(ORDER, two_rates, among=stationary_order_in_force)


@criterion(ORDER)
def holds_for_the_month():
    """Dated by the service date, or the first order of all."""
    return dated_by_service | stationary_order_in_force


@criterion()
def portable_prescribed():
    """Portable equipment is prescribed."""
    return exists(ORDER, asks_for_portable, among=holds_for_the_month)


@criterion(TEST)
def on_high_flow():
    """Taken on 4 or more liters per minute."""
    flow = pl.coalesce(test.oxygen_flow_lpm, pl.when(test.on_room_air).then(pl.lit(0.0)))
    return flow >= p.high_flow_test_lpm


@criterion(TEST)
def qualifies_in_any_state():
    """A qualifying test of Group I or II."""
    return (
        (at_rest & (group_1_at_rest | group_2_at_rest))
        | (in_sleep & (group_1_in_sleep | group_2_in_sleep))
        | group_1_in_exercise
        | group_2_in_exercise
    )


@criterion(TEST, met="test {test.id} of {test.date} on {test.oxygen_flow_lpm} liters per minute ({test.result})")
def qualifies_on_high_flow():
    """A qualifying test taken on 4 or more liters per minute."""
    return on_high_flow & qualifies_in_any_state


@criterion()
def high_flow_shown():
    """A qualifying test on 4 or more liters per minute, or Group III."""
    return exists(TEST, qualifies_on_high_flow) | in_group_3


@criterion()
def code_without_high_flow():
    """The line's code has no modifier for a high flow."""
    return line.code.is_in(p.codes_without_high_flow).fill_null(False)


@criterion(OTHER_LINE)
def other_code_without_high_flow():
    """The other line's code has no modifier for a high flow."""
    return other_line.code.is_in(p.codes_without_high_flow).fill_null(False)


@criterion(OTHER_LINE)
def other_is_stationary_without_high_flow():
    """The stationary unit of this month has a code without a modifier for a high flow."""
    return other_is_stationary_this_month & other_code_without_high_flow


@criterion()
def high_flow_is_coded():
    """Neither the line nor the stationary unit beside it has a code without a modifier for a high flow."""
    return ~(code_without_high_flow | exists(OTHER_LINE, other_is_stationary_without_high_flow))


@criterion()
def higher_allowance():
    """The higher allowance applies: flow above 4, and shown, on equipment to whose code it belongs."""
    return high_flow & high_flow_shown & high_flow_is_coded


@criterion(
    ORDER,
    met="order {order.id}: the mean of day and night is {order.rate} liters per minute",
)
def mean_perhaps_not_above_4():
    """The mean of day and night is above 4, and 4 when it is rounded to whole liters."""
    limit = p.high_flow_above_lpm
    return order.rates_differ & (order.rate > limit) & (order.rate < limit + HALF)


@criterion(
    ORDER,
    met="order {order.id}: the mean of day and night is {order.rate} liters per minute",
)
def mean_perhaps_not_below_1():
    """The mean of day and night is below 1, and 1 when it is rounded to whole liters."""
    limit = p.low_flow_below_lpm
    return order.rates_differ & (order.rate < limit) & (order.rate >= limit - HALF)


@criterion()
def rounding_takes_high_flow():
    """Rounded, the mean is no longer above 4, where the higher allowance applies."""
    return higher_allowance & exists(ORDER, mean_perhaps_not_above_4, among=stationary_order_in_force)


@criterion()
def rounding_takes_low_flow():
    """Rounded, the mean is no longer below 1, on a stationary unit."""
    return is_stationary & exists(ORDER, mean_perhaps_not_below_1, among=stationary_order_in_force)
