"""Rentals begun in the last weeks of the public health emergency."""

import polars as pl

from oxyclaim.engine.words import Stage, criterion, first_of, if_used, line, output, p
from oxyclaim.policy.rules.coverage.emergency.criteria import stands_on_waiver
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment


@criterion()
def older_rental():
    """A rental on which KX is still taken in place of a group modifier."""
    return p.kx_in_lieu


@criterion()
def new_rental_with_group_modifier():
    """A rental begun when the group modifiers were in use."""
    return is_rental_equipment & ~older_rental


@output(Stage.CODING, stands_on_waiver)
def emergency_modifier(on_waiver):
    """CR where the line stands on the waiver and on no group; otherwise empty, null while unknown."""
    without_group = first_of((on_waiver, p.modifier_emergency), otherwise="")
    chosen = pl.when(line.group != "none").then(pl.lit("")).when(line.group == "none").then(without_group)
    return if_used(p.modifier_emergency, chosen)
