"""What a payer's front end says to an attached Certificate of Medical Necessity."""

from oxyclaim.engine.words import Cure, Kind, Stage, rule
from oxyclaim.policy.rules.coverage.papers.certificate_of_medical_necessity.criteria import no_certificate_attached
from oxyclaim.policy.rules.scrub.coded_modifiers.criteria import is_coded_oxygen


@rule(
    "SCR-160",
    stage=Stage.SCRUB,
    kind=Kind.FORECAST,
    applies=is_coded_oxygen,
    requires=no_certificate_attached,
    in_force=("2023-01-01", None),
    authority="CMN-END",
    sentence="Returned: {reasons}.",
    cure=Cure("send a new claim without the CMN", "the biller"),
    denial="MA130",
)
def certificate_returned():
    """A claim of 2023 or later with a CMN attached is returned."""
