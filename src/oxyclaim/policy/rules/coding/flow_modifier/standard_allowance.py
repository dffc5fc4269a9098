"""Above 4 liters per minute the higher allowance requires a qualifying test on 4 or more; without it, no denial."""

from oxyclaim.engine.words import (
    Cure,
    Helps,
    Kind,
    Stage,
    criterion,
    rule,
)  # fmt: skip
from oxyclaim.policy.rules.coding.flow_modifier.allowance import high_flow, high_flow_shown


@criterion(
    not_met="the flow is above {p.high_flow_above_lpm} liters per minute and no qualifying test was taken on "
    "{p.high_flow_test_lpm} or more",
    unknown="no document shows a qualifying test on {p.high_flow_test_lpm} or more liters per minute",
)
def high_flow_is_shown():
    """The higher allowance is shown."""
    return high_flow_shown


@rule(
    "COD-210",
    stage=Stage.CODING,
    kind=Kind.NOTE,
    applies=high_flow,
    requires=high_flow_is_shown,
    in_force=("2018-04-01", None),
    authority="L33797, Liter flow greater than 4 LPM",
    asserts="flow",
    sentence="The line is paid at the standard allowance, without a flow modifier: {reasons}.",
    cure=Cure("a qualifying test on 4 or more liters per minute", "the treating practitioner", Helps.LATER),
)
def standard_allowance():
    """Above 4 liters per minute the higher allowance requires a qualifying test on 4 or more; without it, no denial."""
