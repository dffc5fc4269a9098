"""The flow modifier follows the prescribed flow of stationary equipment at rest."""

from oxyclaim.engine.words import (
    Effect,
    Stage,
    criterion,
    line,
    rule,
)  # fmt: skip
from oxyclaim.policy.rules.coding.flow_modifier.criteria import is_judged_equipment
from oxyclaim.policy.rules.coding.flow_modifier.orders import FLOW, one_flow_ordered


@criterion(
    not_met="no flow modifier can be chosen",
    unknown="the prescribed flow, or the test on high flow that the higher allowance requires, is not documented",
    ask=FLOW,
)
def flow_modifier_chosen():
    """Whether a flow modifier belongs on the line is known."""
    return line.flow_modifier.is_in(["", "QA", "QB", "QE", "QF", "QG", "QR"])


@criterion()
def flow_settled():
    """One flow is ordered, and the modifier follows from it."""
    return one_flow_ordered & flow_modifier_chosen


@rule(
    "COD-200",
    stage=Stage.CODING,
    applies=is_judged_equipment,
    requires=flow_settled,
    not_met=Effect.HOLD,
    in_force=("2018-04-01", None),
    authority=("QMOD", "QREV"),
    sentence="Whether a flow modifier belongs on the line is not known: {reasons}.",
    cure=FLOW,
    settles="flow modifier",
)
def flow_known():
    """The flow modifier follows the prescribed flow of stationary equipment at rest.

    Portable and exercise flows do not count. Different day and night flows are averaged; a single rate
    ordered for part of the day is not averaged with zero.
    """
