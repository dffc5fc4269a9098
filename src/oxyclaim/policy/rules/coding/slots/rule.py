"""The order of modifiers on a line."""

import polars as pl

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.words import Effect, Stage, criterion, derived, line, output, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment


@derived(LINE)
def added_modifiers():
    """The modifiers that a coder put on the line and the rule book does not choose itself, in their order."""
    # What remains of both lists after the first, without doubles, is what was added.
    either = pl.concat_list(p.chosen_modifiers, line.modifiers.fill_null([])).list.unique(maintain_order=True)
    return either.list.slice(p.chosen_modifiers.list.len())


@criterion(not_met="the line is coded with {line.added_modifiers}")
def nothing_added():
    """The line carries no modifier beyond those that the rule book chooses."""
    return line.added_modifiers.list.len() == 0


@rule(
    "COD-140",
    stage=Stage.CODING,
    applies=is_rental_equipment,
    requires=nothing_added,
    not_met=Effect.REVIEW,
    in_force=("2018-04-01", None),
    authority="NMODS",
    sentence="The rule book does not judge what these modifiers assert: {reasons}.",
)
def added_modifiers_are_judged():
    """A modifier that the rule book does not choose itself is kept, and a person settles whether it is true."""


@output(Stage.CODING)
def all_modifiers():
    """Every modifier in the order of the slots: pricing, coverage, flow, then what a coder added."""
    ours = pl.concat_list(line.pricing_modifier, line.coverage_modifier, line.flow_modifier)
    complete = ~pl.any_horizontal(
        line.pricing_modifier.is_null(), line.coverage_modifier.is_null(), line.flow_modifier.is_null()
    )
    return pl.when(complete).then(pl.concat_list(ours, line.added_modifiers).list.filter(pl.element() != ""))


@output(Stage.CODING)
def modifiers_to_bill():
    """At most four; of more, the first three and 99."""
    too_many = line.all_modifiers.list.len() > p.modifier_slots
    first = line.all_modifiers.list.head(p.modifier_slots - 1)
    return (
        pl.when(too_many)
        .then(pl.concat_list(first, p.modifier_overflow))
        .when(~too_many)
        .then(line.all_modifiers)
    )  # fmt: skip


@output(Stage.CODING)
def narrative_to_bill():
    """All modifiers, without blanks, where 99 stands in the last slot; otherwise the line's own note."""
    too_many = line.all_modifiers.list.len() > p.modifier_slots
    every = line.all_modifiers.list.join("")
    with_note = pl.concat_str([every, line.narrative.fill_null("")], separator=" ").str.strip_chars()
    return pl.when(too_many).then(with_note).otherwise(line.narrative)
