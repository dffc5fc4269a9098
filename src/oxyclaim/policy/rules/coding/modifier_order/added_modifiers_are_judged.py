"""A modifier that the rule book does not choose itself is kept, and a person settles whether it is true."""

import polars as pl

from oxyclaim.engine.words import Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_oxygen_item


@criterion(not_met="the line is coded with {line.added_modifiers}")
def nothing_added():
    """The line carries no modifier beyond those that the rule book chooses."""
    ours = pl.concat_list(
        line.emergency_modifier.fill_null(""),
        line.replacement_modifier.fill_null(""),
        line.hospice_modifier.fill_null(""),
        p.modifier_upgrade_free,
    )
    return line.added_modifiers.list.set_difference(ours).list.len() == 0


@rule(
    "COD-140",
    stage=Stage.CODING,
    applies=is_oxygen_item,
    requires=nothing_added,
    not_met=Effect.REVIEW,
    in_force=("2018-04-01", None),
    authority="NMODS",
    sentence="The rule book does not judge what these modifiers assert: {reasons}.",
    of_coding=True,
)
def added_modifiers_are_judged():
    """A modifier that the rule book does not choose itself is kept, and a person settles whether it is true."""
