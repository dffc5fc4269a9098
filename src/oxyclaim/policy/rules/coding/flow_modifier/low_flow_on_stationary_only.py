"""Below 1 liter per minute the flow modifier stands on the stationary line only."""

from oxyclaim.engine.words import (
    Kind,
    Stage,
    criterion,
    rule,
)  # fmt: skip
from oxyclaim.policy.rules.coding.flow_modifier.allowance import low_flow
from oxyclaim.policy.rules.coding.flow_modifier.same_month import beside_stationary_of_the_month
from oxyclaim.policy.rules.coverage.equipment.rule import is_portable


@criterion()
def portable_beside_stationary():
    """Portable equipment beside a stationary unit."""
    return is_portable & beside_stationary_of_the_month


@criterion(not_met="the payer's page can be read to require the stationary line's modifier on the portable line too")
def no_low_flow():
    """The flow is not below 1."""
    return ~low_flow


@rule(
    "COD-220",
    stage=Stage.CODING,
    kind=Kind.NOTE,
    applies=portable_beside_stationary,
    requires=no_low_flow,
    in_force=("2018-04-01", None),
    authority=("QMOD", "SSA1834, (a)(5)(C)"),
    sentence="Below 1 liter per minute only the stationary line carries the flow modifier: {reasons}.",
)
def low_flow_on_stationary_only():
    """Below 1 liter per minute the flow modifier stands on the stationary line only."""
