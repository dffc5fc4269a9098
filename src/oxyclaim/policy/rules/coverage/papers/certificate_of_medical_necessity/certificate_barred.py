"""From service dates of 2023-01-01 on, a claim with a CMN is returned."""

from oxyclaim.engine.words import Cure, Effect, Stage, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment
from oxyclaim.policy.rules.coverage.papers.certificate_of_medical_necessity.criteria import no_certificate_attached


@rule(
    "PAP-131",
    stage=Stage.COVERAGE,
    applies=is_rental_equipment,
    requires=no_certificate_attached,
    not_met=Effect.HOLD,
    in_force=("2023-01-01", None),
    authority="CMN-END",
    sentence="Since 2023 a claim with a Certificate of Medical Necessity is returned: {reasons}.",
    cure=Cure("take the CMN off the claim", "the biller"),
    denial="MA130",
)
def certificate_barred():
    """From service dates of 2023-01-01 on, a claim with a CMN is returned."""
