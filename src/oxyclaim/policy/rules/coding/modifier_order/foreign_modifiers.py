"""Modifiers of capped rentals, competitive bidding, repairs, studies or missing orders do not belong on oxygen."""

from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_oxygen_item


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
    of_coding=True,
)
def foreign_modifiers():
    """Modifiers of capped rentals, competitive bidding, repairs, studies or missing orders do not belong on oxygen."""
