"""A claim without the ordering practitioner's NPI is rejected."""

from oxyclaim.engine.words import Cure, Kind, Stage, criterion, rule
from oxyclaim.policy.rules.scrub.claim_data.criteria import given
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import is_coded_oxygen


@criterion(not_met="no NPI of the ordering practitioner is given")
def orderer_npi_given():
    """The claim carries the ordering practitioner's NPI."""
    return given("practitioner.npi")


@rule(
    "SCR-221",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_oxygen,
    requires=orderer_npi_given,
    in_force=("2014-01-06", None),
    authority=("CGSPECOS", "NDEN"),
    sentence="Rejected: {reasons}.",
    cure=Cure("enter the NPI of the practitioner who ordered, and make sure of the enrollment in PECOS", "the biller"),
    denial="CO-16, N265, N276, MA13",
)
def orderer_npi_present():
    """A claim without the ordering practitioner's NPI is rejected."""
