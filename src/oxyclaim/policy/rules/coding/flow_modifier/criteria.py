"""The flow (Q) modifiers: prescribed flow at rest below 1 or above 4 liters per minute."""

import polars as pl

from oxyclaim.engine.words import (
    Stage,
    criterion,
    first_of,
    output,
    p,
)  # fmt: skip
from oxyclaim.policy.rules.coding.flow_modifier.allowance import (
    averaged_flow,
    higher_allowance,
    low_flow,
    portable_prescribed,
)
from oxyclaim.policy.rules.coding.flow_modifier.same_month import beside_stationary_of_the_month
from oxyclaim.policy.rules.coverage.equipment.rule import is_portable, is_stationary


@output(
    Stage.CODING, is_stationary, low_flow, higher_allowance, averaged_flow, portable_prescribed,
    beside_stationary_of_the_month, asserts="flow", place=3,
)  # fmt: skip
def flow_modifier(stationary, low, high, averaged, portable, with_stationary):
    """The Q modifier, empty for none, null while unknown."""
    low_code = first_of((averaged, p.modifier_low_averaged), otherwise=p.modifier_low)
    with_portable = first_of((averaged, p.modifier_high_portable_averaged), otherwise=p.modifier_high_portable)
    alone = first_of((averaged, p.modifier_high_averaged), otherwise=p.modifier_high)
    high_code = first_of((portable, with_portable), otherwise=alone)
    of_stationary = first_of((high, high_code), (low, low_code), otherwise="")
    of_portable = first_of((with_stationary & high, with_portable), otherwise="")
    chosen = first_of((stationary, of_stationary), otherwise=of_portable)
    return pl.when(~p.flow_modifiers_used).then(pl.lit("")).otherwise(chosen)


@criterion()
def is_judged_equipment():
    """Stationary or portable equipment."""
    return is_stationary | is_portable
