"""A payer that requires a referral gets its number."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule


@criterion()
def referral_wanted():
    """The payer requires a referral."""
    return p.referral_required.fill_null(False)


@criterion(
    not_met="no referral is on file",
    unknown="whether the referral is on file is not known (coverage: referral_on_file)",
    ask=Cure("find the referral", "the supplier's records"),
)
def has_referral():
    """The referral is on file."""
    return line.referral_on_file


@rule(
    "PAY-155",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=referral_wanted,
    requires=has_referral,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer pays with a referral only: {reasons}.",
    cure=Cure("obtain the referral before billing", "the payer"),
)
def referral():
    """A payer that requires a referral gets its number."""
