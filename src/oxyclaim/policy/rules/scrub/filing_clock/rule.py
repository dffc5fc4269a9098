"""The payer's clock for claims."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Kind, Stage, criterion, line, rule


@criterion(not_met="the payer's file sets no days for a claim: look in your contract")
def clock_set():
    """The last day for the claim can be told."""
    return line.claim_by.is_not_null()


@rule(
    "PAY-600",
    roles=Role.OF_PAYER,
    stage=Stage.SCRUB,
    kind=Kind.NOTE,
    requires=clock_set,
    not_met=Effect.NONE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The last day for the claim is not known: {reasons}.",
    cure=Cure("look in your contract, and enter the days in the payer's file", "the billing manager"),
)
def filing_clock():
    """Clocks differ from contract to contract; where the file sets none, the biller is told to look in the contract."""
