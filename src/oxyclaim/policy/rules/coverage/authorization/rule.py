"""Prior authorization as part of the verdict."""

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.authorization.criteria import (
    OBTAIN,
    authorization_needed,
    has_authorization,
    triggers_speak,
    was_denied,
)
from oxyclaim.policy.rules.coverage.equipment.rule import is_oxygen_item


@criterion()
def item_that_needs_one():
    """An oxygen item that needs an authorization."""
    return is_oxygen_item & authorization_needed


@rule(
    "PAY-200",
    stage=Stage.COVERAGE,
    applies=item_that_needs_one,
    requires=has_authorization,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="A prior authorization that covers this line must be on file: {reasons}.",
    cure=OBTAIN,
    asserts="rental",
)
def authorization_on_file():
    """Where the payer wants an authorization, one that covers the code and the day must be on file.

    It no longer counts from the day of a change that ends it with this payer, or after its last day.
    """


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
    stage=Stage.COVERAGE,
    applies=item_without_one,
    requires=when_needed_is_known,
    not_met=Effect.REVIEW,
    unknown=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="Whether this payer wants a prior authorization is for a person to settle: {reasons}.",
    cure=Cure("ask the payer whether {line.code} needs a prior authorization", "the biller"),
)
def authorization_silent():
    """Where the payer's file is silent on authorizations, and none is on file, a person makes sure."""


@criterion(not_met="the payer denied it")
def not_denied():
    """The payer has not denied the authorization."""
    return ~was_denied


@rule(
    "PAY-220",
    stage=Stage.COVERAGE,
    applies=is_oxygen_item,
    requires=not_denied,
    not_met=Effect.NOT_COVERED,
    unknown=Effect.NONE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The payer has denied the authorization: {reasons}.",
    cure=Cure("appeal the decision, or send what it lacked with a new request", "the biller", Helps.LATER),
)
def authorization_denied():
    """A line whose authorization the payer denied is not covered, unless another one covers it."""
