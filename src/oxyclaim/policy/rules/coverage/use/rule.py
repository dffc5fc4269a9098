"""Oxygen for stand-by, or a portable unit for travel only."""

from oxyclaim.engine.grains import ORDER
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, clinical, criterion, exists, line, order, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_portable, is_rental_equipment


@criterion(
    documents="standby_only",
    not_met="the record says that oxygen is for stand-by or emergencies only",
    unknown="whether oxygen is for stand-by only is not documented",
)
def in_regular_use():
    """Not for stand-by or emergencies only."""
    return ~clinical.standby_only


@rule(
    "COV-170",
    stage=Stage.COVERAGE,
    applies=is_rental_equipment,
    requires=in_regular_use,
    not_met=Effect.NOT_COVERED,
    in_force=("2015-10-01", None),
    authority="L33797, Miscellaneous",
    sentence="Stand-by oxygen is a precaution, not a treatment: {reasons}.",
    cure=Cure("do not bill", "the supplier", Helps.NOT_TO_BE_BILLED),
    denial="CO-50, N115",
)
def standby_oxygen():
    """Emergency or stand-by oxygen for a patient who does not use oxygen regularly is not covered."""


@criterion(
    documents="travel_only",
    not_met="the record says that the portable unit is for travel only",
    unknown="whether the portable unit is for travel only is not documented",
)
def for_use_at_home():
    """Not for travel only."""
    return ~clinical.travel_only


@rule(
    "COV-240",
    stage=Stage.COVERAGE,
    applies=is_portable,
    requires=for_use_at_home,
    not_met=Effect.REVIEW,
    in_force=("2015-10-01", None),
    authority=("L33797, Portable oxygen systems", "MGOV"),
    sentence="Portable oxygen is covered for a patient who is mobile within the home; the policy says nothing of a unit for "
    "travel alone: {reasons}.",
    cure=Cure("show that the patient uses the unit at home, or do not bill it", "the treating practitioner"),
    denial="CO-50, N115",
)
def travel_only():
    """A portable unit for travel only: the LCD asks for mobility within the home and does not speak of travel."""


@criterion(
    ORDER,
    met="order {order.id} is for use during sleep only",
)
def ordered_for_sleep_only():
    """The order asks for the line's code and says that oxygen is used during sleep only."""
    asleep = order.used_during.list.contains("sleep")
    awake = order.used_during.list.set_intersection(["rest", "exercise"]).list.len() > 0
    return (order.items.list.contains(line.code) & asleep & ~awake).fill_null(False)


@criterion(not_met="an order for {line.code} says that oxygen is used during sleep only")
def ordered_for_use_awake():
    """No order for the portable unit limits the oxygen to sleep."""
    return ~exists(ORDER, ordered_for_sleep_only)


@rule(
    "COV-245",
    stage=Stage.COVERAGE,
    applies=is_portable,
    requires=ordered_for_use_awake,
    not_met=Effect.REVIEW,
    in_force=("2015-10-01", None),
    authority=("L33797, Portable oxygen systems", "L33797, Group I"),
    sentence="Portable oxygen is for a patient who moves about; an order for sleep alone speaks against it: {reasons}.",
    cure=Cure("ask the practitioner what the portable unit is for", "the treating practitioner"),
    denial="CO-50, N115",
)
def ordered_for_sleep():
    """A portable unit on an order that limits oxygen to sleep contradicts itself."""
