"""A claim without the ordering practitioner's name, or with another than PECOS has, is rejected."""

from oxyclaim.engine.words import Cure, Kind, Stage, criterion, rule
from oxyclaim.policy.rules.scrub.claim_data.criteria import given
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import is_coded_oxygen


@criterion(not_met="no full name of the ordering practitioner is given")
def orderer_name_given():
    """The claim carries the ordering practitioner's name."""
    return given("practitioner.last_name", "practitioner.first_name")


@rule(
    "SCR-220",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_oxygen,
    requires=orderer_name_given,
    in_force=("2014-01-06", None),
    authority=("CGSPECOS", "NDEN"),
    sentence="Rejected: {reasons}.",
    cure=Cure("enter the name exactly as in PECOS", "the biller"),
    denial="CO-16, N264, N575, MA13",
)
def orderer_name_present():
    """A claim without the ordering practitioner's name, or with another than PECOS has, is rejected."""
