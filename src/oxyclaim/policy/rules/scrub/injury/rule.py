"""Workers' compensation: a claim carries the number of the injury and its day."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, known, line, p, rule

ASK = Cure("ask the insurer or the employer for the claim number and the day of the injury", "the biller")


@criterion()
def injury_wanted():
    """The payer pays for an injury, and its number must stand on the claim."""
    return p.injury_number_required.fill_null(False)


@criterion(unknown="the number of the injury is not entered (coverage: injury: claim_number)", ask=ASK)
def injury_number_known():
    """The number of the injury is known."""
    return known(line.injury_claim_number)


@criterion(
    unknown="the day of the injury is not entered (coverage: injury: date)",
    not_met="the injury of {line.injury_date} lies after the service date",
    ask=ASK,
)
def injury_before_service():
    """The injury lies before the service."""
    return line.injury_date <= line.service_date


@criterion()
def injury_told():
    """The claim can carry the number and the day of the injury."""
    return injury_number_known & injury_before_service


@rule(
    "PAY-165",
    roles=Role.OF_PAYER,
    stage=Stage.SCRUB,
    applies=injury_wanted,
    requires=injury_told,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer pays for an injury, which the claim must name: {reasons}.",
    cure=ASK,
)
def injury():
    """A payer of workers' compensation gets the number that it gave the injury, and the day on which it happened."""
