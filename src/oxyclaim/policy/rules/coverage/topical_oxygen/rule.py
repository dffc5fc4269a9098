"""Topical oxygen."""

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_in_the_family, is_topical


@criterion(not_met="{line.code} is topical oxygen")
def not_topical():
    """Not topical oxygen."""
    return is_in_the_family & ~is_topical


@rule(
    "COV-540",
    stage=Stage.COVERAGE,
    applies=is_in_the_family,
    requires=not_topical,
    not_met=Effect.NOT_COVERED,
    in_force=("2015-10-01", None),
    authority="L33797, Miscellaneous",
    sentence="Topical oxygen is not reasonable and necessary: {reasons}.",
    cure=Cure("do not bill", "the supplier", Helps.NOT_TO_BE_BILLED),
    denial="CO-50, N115",
)
def topical_oxygen():
    """Topical oxygen systems and chambers are denied as not reasonable and necessary."""
