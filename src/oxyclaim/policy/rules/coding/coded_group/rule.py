"""What a coded modifier asserts, against what the documents show."""

import polars as pl

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule


@criterion()
def coded_with_group():
    """Somebody has put a group modifier on the line."""
    return (
        line.modifiers.list.contains(p.modifier_group_1)
        | line.modifiers.list.contains(p.modifier_group_2)
        | line.modifiers.list.contains(p.modifier_group_3)
    ).fill_null(False)


@criterion(
    not_met="the line is coded {line.modifiers}, while the group that the records support is: {line.group}",
    unknown="the group that the documents show is not known",
    ask=Cure("obtain first what the coverage group lacks", "the biller"),
)
def asserts_shown_group():
    """The coded group modifier is that of the group which the documents show."""
    groups = pl.concat_list(p.modifier_group_1, p.modifier_group_2, p.modifier_group_3)
    others = line.modifiers.list.set_intersection(groups).list.len()
    shown = line.modifiers.list.contains(line.coverage_modifier) & (others == 1)
    return pl.when(line.group != "").then(shown)


@rule(
    "COD-130",
    stage=Stage.CODING,
    applies=coded_with_group,
    requires=asserts_shown_group,
    not_met=Effect.HOLD,
    in_force=("2023-04-01", None),
    authority=("NMOD", "CGSN3"),
    sentence="The coded modifier does not match the records: {reasons}.",
    if_unknown="Whether the coded modifier is true is not known: {reasons}.",
    cure=Cure("correct the modifier before billing; a wrong one is a false statement", "the biller"),
    of_coding=True,
)
def coded_group():
    """A group modifier on a line is that of the group which the documents show."""
