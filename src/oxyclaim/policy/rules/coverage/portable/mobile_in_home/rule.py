"""Portable equipment requires a patient who is mobile within the home."""

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, clinical, criterion, rule
from oxyclaim.policy.rules.coverage.emergency.criteria import started_under_waiver
from oxyclaim.policy.rules.coverage.equipment.rule import is_portable


@criterion(
    documents="mobile_in_home",
    met="mobile within the home",
    not_met="the record says that the patient is not mobile within the home",
    unknown="that the patient is mobile within the home is not documented",
    ask=Cure("obtain the note that describes the patient's mobility within the home", "the treating practitioner"),
)
def mobile_in_home():
    """The patient is mobile within the home."""
    return clinical.mobile_in_home


@criterion()
def portable_by_its_criteria():
    """Portable equipment whose clinical criteria are enforced."""
    return is_portable & ~started_under_waiver


@rule(
    "COV-200",
    stage=Stage.COVERAGE,
    applies=portable_by_its_criteria,
    requires=mobile_in_home,
    not_met=Effect.NOT_COVERED,
    in_force=("2015-10-01", None),
    authority="L33797, Portable oxygen systems",
    sentence="Portable oxygen is covered for a patient who is mobile within the home: {reasons}.",
    cure=Cure("do not bill the portable unit", "the supplier", Helps.NOT_TO_BE_BILLED),
    asserts="coverage",
    denial="CO-50, N115",
)
def portable_needs_mobility():
    """A portable system is covered if the patient is mobile within the home."""
