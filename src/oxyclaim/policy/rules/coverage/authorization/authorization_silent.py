"""Where the payer's file is silent on authorizations, and none is on file, a person makes sure."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.authorization.criteria import has_authorization, triggers_speak
from oxyclaim.policy.rules.coverage.equipment.rule import is_oxygen_item


@criterion()
def item_without_one():
    """An oxygen item for which no covering authorization is on file."""
    return is_oxygen_item & ~has_authorization


@criterion(not_met="the payer's file does not say when this code needs one")
def when_needed_is_known():
    """The payer's file says when the line's code needs an authorization."""
    return triggers_speak


@rule(
    "PAY-210",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=item_without_one,
    requires=when_needed_is_known,
    not_met=Effect.REVIEW,
    unknown=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="Whether this payer requires a prior authorization is for a person to settle: {reasons}.",
    cure=Cure("ask the payer whether this code needs a prior authorization", "the biller"),
)
def authorization_silent():
    """Where the payer's file is silent on authorizations, and none is on file, a person makes sure."""
