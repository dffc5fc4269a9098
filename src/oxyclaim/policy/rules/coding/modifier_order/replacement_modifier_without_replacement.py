"""RA tells the payer that lost, stolen, damaged or worn-out equipment is replaced; a first rental never carries
it.
"""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_oxygen_item
from oxyclaim.policy.rules.ledger.replacement.criteria import is_replacement


@criterion()
def coded_as_replaced():
    """The line carries the modifier of a replaced item."""
    return line.modifiers.list.contains(p.modifier_replacement).fill_null(False)


@criterion(not_met="{p.modifier_replacement} is on the line, and the case names nothing that it replaces")
def replaces_something():
    """The modifier of a replaced item stands only on what the case says to replace other equipment."""
    return ~coded_as_replaced | is_replacement


@rule(
    "COD-147",
    stage=Stage.CODING,
    applies=is_oxygen_item,
    requires=replaces_something,
    not_met=Effect.HOLD,
    in_force=("2009-01-01", None),
    authority=("A52514, Replacement equipment", "NRA"),
    sentence="{p.modifier_replacement} belongs to the first month of a replacement only: {reasons}.",
    cure=Cure(
        "take {p.modifier_replacement} off, or say what was replaced and why (item: replaces)",
        "the biller",
    ),
    of_coding=True,
)
def replacement_modifier_without_replacement():
    """RA tells the payer that lost, stolen, damaged or worn-out equipment is replaced; a first rental never carries it."""
