"""Emergency or stand-by oxygen for a patient who does not use oxygen regularly is not covered."""

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, clinical, criterion, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment


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
