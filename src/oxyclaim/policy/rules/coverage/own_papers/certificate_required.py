"""A payer that requires a certificate gets one."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.coverage.equipment.rule import is_rental_equipment


@criterion()
def certificate_wanted():
    """The payer requires a certificate on the claim."""
    return (p.certificate_on_claim == "required").fill_null(False)


@criterion()
def rental_with_certificate():
    """Oxygen equipment of a payer that requires a certificate."""
    return is_rental_equipment & certificate_wanted


@criterion(not_met="no Certificate of Medical Necessity goes with the line")
def certificate_attached():
    """A Certificate of Medical Necessity goes with the line."""
    return line.certificate_attached


@rule(
    "PAY-136",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=rental_with_certificate,
    requires=certificate_attached,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer requires the certificate with the claim: {reasons}.",
    cure=Cure("attach the certificate (certificate_attached)", "the biller"),
)
def certificate_required():
    """A payer that requires a certificate gets one."""
