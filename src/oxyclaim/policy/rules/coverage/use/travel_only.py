"""A portable unit for travel only: the LCD asks for mobility within the home and does not speak of travel."""

from oxyclaim.engine.words import Cure, Effect, Stage, clinical, criterion, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_portable


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
