"""A second payer is billed after the first one has answered, a third after both."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Effect, Stage, criterion, line, rule
from oxyclaim.policy.rules.scrub.secondary_claim.criteria import FIRST, SECOND, is_second


@criterion(
    not_met="{line.primary_payer}: {line.primary_outcome}",
    unknown="what {line.primary_payer} answered is not known",
    ask=FIRST,
)
def first_has_answered():
    """The first payer has paid or denied the month."""
    return line.primary_outcome.is_in(["paid", "denied"])


@criterion(
    not_met="{line.secondary_payer}: {line.secondary_outcome}",
    unknown="what {line.secondary_payer} answered is not known",
    ask=SECOND,
)
def second_has_answered():
    """The second payer, where the claim goes to a third, has paid or denied the month."""
    return ~line.has_secondary | line.secondary_outcome.is_in(["paid", "denied"])


@criterion()
def each_before_has_answered():
    """Every payer that is asked before this one has answered."""
    return first_has_answered & second_has_answered


@rule(
    "PAY-500",
    roles=Role.OF_PAYER,
    stage=Stage.SCRUB,
    applies=is_second,
    requires=each_before_has_answered,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The payers before this one must answer first: {reasons}.",
    cure=FIRST,
)
def first_payer_answers():
    """A second payer is billed after the first one has answered, a third after both."""
