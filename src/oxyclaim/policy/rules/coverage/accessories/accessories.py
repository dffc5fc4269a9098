"""Tubing, cannulas, masks, batteries, regulators, carts and the like belong to the rental."""

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_accessory, is_in_the_family


@criterion(not_met="{line.code} is an accessory or a supply of oxygen equipment")
def not_an_accessory():
    """Not an accessory or supply that the rental includes."""
    return is_in_the_family & ~is_accessory


@rule(
    "COV-530",
    stage=Stage.COVERAGE,
    applies=is_in_the_family,
    requires=not_an_accessory,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2006-01-01", None),
    authority=("A52514", "L33797, Miscellaneous"),
    sentence="The monthly rental includes options, supplies and accessories: {reasons}.",
    cure=Cure("do not bill it, and do not charge the patient", "the biller", Helps.NOT_TO_BE_BILLED),
    denial="CO-97, M15",
)
def accessories():
    """Tubing, cannulas, masks, batteries, regulators, carts and the like belong to the rental.

    Billed apart they are denied as unbundling.
    """
