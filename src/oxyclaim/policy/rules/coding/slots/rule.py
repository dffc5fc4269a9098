"""The order of modifiers on a line."""

import polars as pl

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, derived, line, output, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_oxygen_item


@derived(LINE)
def added_modifiers():
    """The modifiers that a coder put on the line, without those that the rule book chooses or bars, in their order."""
    # What remains of all lists after the first ones, without doubles, is what was added.
    ours = pl.concat_list(p.chosen_modifiers, p.foreign_modifiers)
    either = pl.concat_list(ours, line.modifiers.fill_null([])).list.unique(maintain_order=True)
    return either.list.slice(ours.list.len())


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
)
def added_modifiers_are_judged():
    """A modifier that the rule book does not choose itself is kept, and a person settles whether it is true."""


@output(Stage.CODING)
def all_modifiers():
    """Every modifier in the order of the slots: pricing, coverage, flow, replacement, emergency, hospice, then what was added."""
    parts = (
        line.pricing_modifier,
        line.coverage_modifier,
        line.flow_modifier,
        line.replacement_modifier,
        line.emergency_modifier,
        line.hospice_modifier,
    )
    complete = ~pl.any_horizontal([part.is_null() for part in (*parts, line.modifiers_for_flow)])
    of_payer = pl.concat_list(p.modifiers_always.fill_null([]), line.modifiers_for_flow)
    every = pl.concat_list(*parts, of_payer, line.added_modifiers).list.unique(maintain_order=True)
    return pl.when(complete).then(every.list.filter(pl.element() != ""))


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
    """All modifiers, without blanks, where 99 stands in the last slot; the emergency's narrative; the line's own note."""
    note = line.narrative.fill_null("")
    too_many = line.all_modifiers.list.len() > p.modifier_slots
    every = pl.when(too_many).then(line.all_modifiers.list.join("")).otherwise(pl.lit(""))
    told = note.str.contains(p.narrative_emergency, literal=True)
    emergency = pl.when((line.emergency_modifier != "") & ~told).then(p.narrative_emergency).otherwise(pl.lit(""))
    parts = pl.concat_list(every, emergency, note).list.eval(pl.element().filter(pl.element() != ""))
    text = parts.list.join(" ")
    return pl.when(text != "").then(text)


@derived(LINE)
def misplaced_modifiers():
    """The coded modifiers that have no place on an oxygen line."""
    return line.modifiers.fill_null([]).list.set_intersection(p.foreign_modifiers)


@criterion(not_met="{line.misplaced_modifiers} among the line's modifiers")
def nothing_foreign():
    """No modifier that has no place on an oxygen line."""
    return line.misplaced_modifiers.list.len() == 0


@rule(
    "COD-145",
    stage=Stage.CODING,
    applies=is_oxygen_item,
    requires=nothing_foreign,
    not_met=Effect.HOLD,
    in_force=("2015-10-01", None),
    authority=("NFEE", "OTHERMOD"),
    sentence="Take off what has no place on an oxygen line: {reasons}.",
    cure=Cure("correct the modifiers before billing", "the biller"),
)
def foreign_modifiers():
    """Modifiers of capped rentals, competitive bidding, repairs, studies or missing orders do not belong on oxygen."""
