"""A second payer is billed after the first one has answered."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Effect, Stage, criterion, line, rule
from oxyclaim.policy.rules.scrub.secondary_claim.criteria import FIRST, is_second


@criterion(
    not_met="{line.primary_payer}: {line.primary_outcome}",
    unknown="what {line.primary_payer} answered is not known",
    ask=FIRST,
)
def first_has_answered():
    """The first payer has paid or denied the month."""
    return line.primary_outcome.is_in(["paid", "denied"])


@rule(
    "PAY-500",
    roles=Role.OF_PAYER,
    stage=Stage.SCRUB,
    applies=is_second,
    requires=first_has_answered,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The first payer must answer first: {reasons}.",
    cure=FIRST,
)
def first_payer_answers():
    """A second payer is billed after the first one has answered."""
