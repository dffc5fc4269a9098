"""A mean that rounding to whole liters takes across 1 or 4 goes to a person."""

from oxyclaim.engine.words import (
    Cure,
    Effect,
    Stage,
    criterion,
    rule,
)  # fmt: skip
from oxyclaim.policy.rules.coding.flow_modifier.allowance import rounding_takes_high_flow, rounding_takes_low_flow
from oxyclaim.policy.rules.coding.flow_modifier.criteria import is_judged_equipment


@criterion(
    not_met="to whole liters the mean of day and night is rounded to {p.high_flow_above_lpm}, which is not above it; "
    "unrounded it is above it"
)
def rounding_leaves_high_flow():
    """Rounding does not take the higher allowance."""
    return ~rounding_takes_high_flow


@criterion(
    not_met="to whole liters the mean of day and night is rounded to {p.low_flow_below_lpm}, which is not below it; "
    "unrounded it is below it"
)
def rounding_leaves_low_flow():
    """Rounding does not take the lower allowance."""
    return ~rounding_takes_low_flow


@criterion()
def rounding_changes_nothing():
    """The mean of day and night calls for the same modifier rounded and unrounded."""
    return rounding_leaves_high_flow & rounding_leaves_low_flow


@rule(
    "COD-206",
    stage=Stage.CODING,
    applies=is_judged_equipment,
    requires=rounding_changes_nothing,
    not_met=Effect.REVIEW,
    unknown=Effect.NONE,
    in_force=("2018-04-01", None),
    authority=("A52514", "42CFR414.226", "ROUNDED-LITERS"),
    sentence="The article says that the mean of day and night is rounded, and not to how many digits; the regulation says "
    "only that it is the mean: {reasons}.",
    cure=Cure("ask the contractor to how many digits the mean is rounded", "the biller"),
)
def rounded_mean():
    """A mean that rounding to whole liters takes across 1 or 4 goes to a person.

    Ordinary rounding is the article's word; that whole liters are meant is inference.
    """
