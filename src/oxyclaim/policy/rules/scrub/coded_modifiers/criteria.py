"""What a payer's front end says to the modifiers that somebody has put on a line."""

from oxyclaim.engine.grains import LINE
from oxyclaim.engine.words import Cure, criterion, derived, line
from oxyclaim.policy.rules.coverage.equipment.rule import (
    is_contents,
    is_maintenance,
    is_rental_equipment,
    is_stationary,
)

RESUBMIT = Cure("send a new claim with the right modifiers; a rejected line has no appeal", "the biller")


def has(modifiers):
    """Whether the line bears one of some modifiers."""
    return line.modifiers.list.set_intersection(modifiers).list.len() > 0


def count(modifiers):
    """How many of some modifiers the line bears."""
    return line.modifiers.list.set_intersection(modifiers).list.len()


@criterion()
def is_coded():
    """Somebody has put modifiers on the line."""
    return line.modifiers.is_not_null()


@criterion()
def is_coded_equipment():
    """A coded line of oxygen equipment."""
    return is_coded & is_rental_equipment


@criterion()
def is_coded_oxygen():
    """A coded line of oxygen equipment, contents or a maintenance visit."""
    return is_coded & (is_rental_equipment | is_contents | is_maintenance)


@criterion()
def is_coded_stationary():
    """A coded line of stationary equipment."""
    return is_coded & is_stationary


@derived(LINE)
def coded_text():
    """The coded modifiers as one text."""
    return line.modifiers.list.join(" ")
