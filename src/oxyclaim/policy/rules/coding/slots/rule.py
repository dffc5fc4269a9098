"""The order of modifiers on a line."""

import polars as pl

from oxyclaim.engine.words import Stage, line, output, p


@output(Stage.CODING)
def all_modifiers():
    """Every modifier in the order of the slots: pricing, coverage, flow, then what a coder added."""
    ours = pl.concat_list(line.pricing_modifier, line.coverage_modifier, line.flow_modifier)
    # What remains of both lists after the first is what a coder added, still in the coder's order.
    either = pl.concat_list(p.chosen_modifiers, line.modifiers.fill_null([])).list.unique(maintain_order=True)
    added = either.list.slice(p.chosen_modifiers.list.len())
    complete = ~pl.any_horizontal(
        line.pricing_modifier.is_null(), line.coverage_modifier.is_null(), line.flow_modifier.is_null()
    )
    return pl.when(complete).then(pl.concat_list(ours, added).list.filter(pl.element() != ""))


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
