"""A claim without a place of service is rejected."""

from oxyclaim.engine.words import Cure, Kind, Stage, criterion, rule
from oxyclaim.policy.rules.scrub.claim_data.criteria import given
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import is_coded_oxygen


@criterion(not_met="no place of service is given")
def place_of_service_given():
    """The claim carries a place of service."""
    return given("item.place_of_service")


@rule(
    "SCR-210",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_oxygen,
    requires=place_of_service_given,
    in_force=("2012-01-01", None),
    authority="NDEN",
    sentence="Rejected: {reasons}.",
    cure=Cure("enter where the patient uses the equipment", "the supplier's records"),
    denial="CO-16, M77, MA130",
)
def place_of_service_present():
    """A claim without a place of service is rejected."""
