"""Rentals begun from 2023-04-01 to 2023-05-11 on the waiver alone: the contractors' pages differ."""

from oxyclaim.engine.words import Cure, Effect, Kind, Stage, criterion, line, rule
from oxyclaim.policy.rules.coding.public_health_emergency.criteria import new_rental_with_group_modifier
from oxyclaim.policy.rules.coverage.emergency.criteria import stands_on_waiver


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
    cure=Cure(
        "ask the contractor which of the two it takes, and keep its answer; or obtain the test that shows a group",
        "the biller",
    ),
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
