"""A coded modifier for a high or a low flow matches the order and the test."""

import polars as pl

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.coding.flow_modifier.coded import LOW, coded, coded_low_on_portable


@criterion()
def coded_with_flow_modifier():
    """Somebody has put a flow modifier on the line."""
    return coded(p.flow_modifiers)


@criterion()
def flow_modifier_to_compare():
    """A flow modifier is on the line, and it is not a low one on a portable line."""
    return coded_with_flow_modifier & ~coded_low_on_portable


@criterion(
    not_met="the line is coded {line.modifiers}; the order's flow at rest, its test, or the code itself does not support that",
    unknown="the flow that the order prescribes is not known",
)
def coded_flow_is_shown():
    """A coded modifier for a high or a low flow stands on a line whose order and test call for one of its kind."""
    high = pl.concat_list(p.flow_modifiers_with_portable, p.flow_modifiers_without_portable)
    kinds = [(high, high.list.contains(line.flow_modifier)), (LOW, LOW.list.contains(line.flow_modifier))]
    shown = pl.all_horizontal([~coded(modifiers) | called_for for modifiers, called_for in kinds])
    return pl.when(line.flow_modifier.is_not_null()).then(shown)


@rule(
    "COD-250",
    stage=Stage.CODING,
    applies=flow_modifier_to_compare,
    requires=coded_flow_is_shown,
    not_met=Effect.HOLD,
    in_force=("2018-04-01", None),
    authority=("QMOD", "QREV"),
    sentence="The coded flow modifier does not match the records: {reasons}.",
    if_unknown="Whether the coded flow modifier is true is not known: {reasons}.",
    cure=Cure("correct the modifier before billing; a wrong one changes the payment", "the biller"),
    of_coding=True,
)
def coded_flow():
    """A coded modifier for a high or a low flow matches the order and the test.

    Which of its kind (with or without portable equipment) is the front end's question.
    """
