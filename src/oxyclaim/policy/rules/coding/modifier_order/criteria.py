"""The order of modifiers on a line."""

import polars as pl

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.roles import Yields
from oxyclaim.engine.words import Stage, derived, line, output, p


@derived(LINE)
def added_modifiers():
    """The modifiers that a coder put on the line, without those that the rule book chooses or bars, in their order."""
    # What remains of all lists after the first ones, without doubles, is what was added.
    ours = pl.concat_list(
        p.chosen_modifiers,
        p.foreign_modifiers,
        p.modifier_replacement.fill_null(""),
        p.modifiers_by_month.fill_null([]),
    )
    either = pl.concat_list(ours, line.modifiers.fill_null([])).list.unique(maintain_order=True)
    return either.list.slice(ours.list.len())


@output(Stage.CODING)
def all_modifiers():
    """Every modifier in the order of the slots: pricing, rental month, coverage, flow, replacement, emergency, hospice, then what was added."""
    parts = (
        line.pricing_modifier,
        line.coverage_modifier,
        line.flow_modifier,
        line.replacement_modifier,
        line.emergency_modifier,
        line.hospice_modifier,
    )
    lists = (line.modifiers_for_month, line.modifiers_for_flow)
    complete = ~pl.any_horizontal([part.is_null() for part in (*parts, *lists)])
    of_payer = pl.concat_list(p.modifiers_always.fill_null([]), line.modifiers_for_flow)
    behind_pricing = (parts[0], line.modifiers_for_month, *parts[1:])
    every = pl.concat_list(*behind_pricing, of_payer, line.added_modifiers).list.unique(maintain_order=True)
    return pl.when(complete).then(every.list.filter(pl.element() != ""))


@output(Stage.CODING, yields=Yields.MODIFIERS)
def modifiers_to_bill():
    """At most four; of more, the first three and 99. Unknown for a code outside the family: no coding is proposed."""
    too_many = line.all_modifiers.list.len() > p.modifier_slots
    first = line.all_modifiers.list.head(p.modifier_slots - 1)
    chosen = pl.when(too_many).then(pl.concat_list(first, p.modifier_overflow)).when(~too_many).then(line.all_modifiers)
    return pl.when(line.equipment != "other").then(chosen)


@output(Stage.CODING, yields=Yields.NARRATIVE)
def narrative_to_bill():
    """All modifiers, without blanks, where 99 stands in the last slot; the emergency's and the break's; the line's own note."""
    note = line.narrative.fill_null("")
    too_many = line.all_modifiers.list.len() > p.modifier_slots
    every = pl.when(too_many).then(line.all_modifiers.list.join("")).otherwise(pl.lit(""))
    told = note.str.contains(p.narrative_emergency, literal=True)
    emergency = pl.when((line.emergency_modifier != "") & ~told).then(p.narrative_emergency).otherwise(pl.lit(""))
    parts = pl.concat_list(every, emergency, line.break_narrative, note).list.eval(
        pl.element().filter(pl.element() != "")
    )
    text = parts.list.join(" ")
    return pl.when(text != "").then(text)


@derived(LINE)
def misplaced_modifiers():
    """The coded modifiers that have no place on an oxygen line."""
    return line.modifiers.fill_null([]).list.set_intersection(p.foreign_modifiers)
