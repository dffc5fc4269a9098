"""Rentals begun in the last weeks of the public health emergency."""

import polars as pl

from oxyclaim.engine.words import Effect, Kind, Stage, criterion, first_of, if_used, line, output, p, rule
from oxyclaim.policy.rules.coverage.emergency.criteria import stands_on_waiver
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment


@criterion(
    not_met="the service date {line.service_date} lies before the end of the emergency on {p.emergency_last_day}"
)
def outside_emergency_overlap():
    """The group modifiers were not yet in use, or the emergency was over."""
    return ~(p.group_modifiers_in_use & (line.service_date <= p.emergency_last_day))


@criterion()
def older_rental():
    """A rental on which KX is still taken in place of a group modifier."""
    return p.kx_in_lieu


@criterion()
def new_rental_with_group_modifier():
    """A rental begun when the group modifiers were in use."""
    return is_rental_equipment & ~older_rental


@rule(
    "COD-120",
    stage=Stage.CODING,
    applies=new_rental_with_group_modifier,
    requires=outside_emergency_overlap,
    not_met=Effect.REVIEW,
    in_force=("2023-04-01", None),
    authority=("CGSMOD", "NMOD"),
    sentence="Whether CR and the narrative COVID-19 belong beside the group modifier rests on one contractor's page: "
    "{reasons}.",
)
def emergency_overlap():
    """From 2023-04-01 to 2023-05-11 new rentals may also need CR and the narrative COVID-19."""


@output(Stage.CODING, stands_on_waiver)
def emergency_modifier(on_waiver):
    """CR where the line stands on the waiver and on no group; otherwise empty, null while unknown."""
    without_group = first_of((on_waiver, p.modifier_emergency), otherwise="")
    chosen = pl.when(line.group != "none").then(pl.lit("")).when(line.group == "none").then(without_group)
    return if_used(p.modifier_emergency, chosen)


@criterion()
def begun_with_group_modifiers():
    """Begun from 2023-04-01 on, when the group modifiers were in use, and standing on the waiver."""
    return new_rental_with_group_modifier & stands_on_waiver


@criterion(not_met="the rental began on {line.rental_start} and the documents show no group")
def stands_on_group():
    """A coverage group is met."""
    return line.group != "none"


@rule(
    "COD-121",
    stage=Stage.CODING,
    applies=begun_with_group_modifiers,
    requires=stands_on_group,
    not_met=Effect.REVIEW,
    in_force=("2023-04-01", None),
    authority=("NMOD", "CGSMOD"),
    sentence="Which modifiers a rental begun between 2023-04-01 and 2023-05-11 carries on the waiver is told in two ways: "
    "the joint article says KX with CR, CGS says CR alone; {reasons}.",
)
def emergency_without_group():
    """Rentals begun from 2023-04-01 to 2023-05-11 on the waiver alone: the contractors' pages differ."""


@criterion()
def waiver_without_group():
    """The line stands on the waiver, and no group is met."""
    return stands_on_waiver & ~stands_on_group


@rule(
    "COD-122",
    stage=Stage.CODING,
    kind=Kind.NOTE,
    applies=waiver_without_group,
    requires=stands_on_group,
    in_force=("2020-03-01", None),
    authority=("NMOD", "PHE-CR"),
    sentence="KX with CR and the narrative COVID-19 tell the payer that the rental stands on the waiver of the public "
    "health emergency: {reasons}.",
)
def emergency_start():
    """A rental begun in the emergency that meets no group carries KX, CR and the narrative COVID-19.

    The waiver goes on for its later months. A record of the need, a written order and proof of continued
    need and use are wanted all the same.
    """
