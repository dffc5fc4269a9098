"""QE or QA on a portable line goes to a person."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, rule
from oxyclaim.policy.rules.coding.flow_modifier.coded import coded_low_on_portable
from oxyclaim.policy.rules.coverage.equipment.rule import is_portable


@criterion(not_met="the line is coded {line.modifiers}")
def no_low_modifier_on_portable():
    """No QE or QA on a portable line."""
    return ~coded_low_on_portable


@rule(
    "COD-260",
    stage=Stage.CODING,
    applies=is_portable,
    requires=no_low_modifier_on_portable,
    not_met=Effect.REVIEW,
    in_force=("2018-04-01", None),
    authority=("QMOD", "SSA1834, (a)(5)(C)"),
    sentence="Whether a flow below 1 is also told on the portable line is read in two ways; the statute and the "
    "contractor's table name the stationary line only: {reasons}.",
    cure=Cure(
        "take QE or QA off the portable line, or keep the contractor's answer that it belongs there",
        "the biller",
    ),
    of_coding=True,
)
def low_flow_on_portable():
    """QE or QA on a portable line goes to a person."""
