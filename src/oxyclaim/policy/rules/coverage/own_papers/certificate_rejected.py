"""A payer that rejects certificates gets none."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule


@criterion()
def certificate_barred():
    """The payer rejects a certificate on the claim."""
    return (p.certificate_on_claim == "rejected").fill_null(False)


@criterion(not_met="a Certificate of Medical Necessity goes with the line")
def certificate_left_off():
    """No Certificate of Medical Necessity goes with the line."""
    return ~line.certificate_attached


@rule(
    "PAY-135",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=certificate_barred,
    requires=certificate_left_off,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer rejects a claim with a certificate: {reasons}.",
    cure=Cure("take the certificate off the claim", "the biller"),
)
def certificate_rejected():
    """A payer that rejects certificates gets none."""
