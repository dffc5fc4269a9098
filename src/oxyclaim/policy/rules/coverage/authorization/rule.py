"""Prior authorization as part of the verdict."""

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.authorization.criteria import (
    OBTAIN,
    authorization_needed,
    authorizations_listed,
    has_authorization,
    in_transition,
    needed_by_file,
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
def excused_by_transition():
    """An oxygen item that would need an authorization, were the course not under way at the enrolment."""
    return is_oxygen_item & needed_by_file & in_transition


@rule(
    "PAY-205",
    stage=Stage.COVERAGE,
    applies=excused_by_transition,
    requires=has_authorization,
    not_met=Effect.REVIEW,
    unknown=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The course was under way when the patient came to this payer on {line.enrolled_on}, which excuses it from an "
    "authorization for {p.transition_days} days: make sure that the payer knows of it ({reasons}).",
    cure=Cure("tell the payer of the course under way, and keep its answer", "the biller"),
)
def transition():
    """A course of treatment under way at the enrolment needs no authorization for some days; a person makes sure of it.

    The law on Medicare Advantage is known to us at second hand, and a plan that does not know of the course denies it.
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


@criterion()
def item_with_listed_authorizations():
    """An oxygen item of a case that lists its authorizations."""
    return is_oxygen_item & authorizations_listed


@criterion(not_met="the payer denied it", unknown="whether the payer denied one is not documented")
def not_denied():
    """The payer has not denied the authorization."""
    return ~was_denied


@rule(
    "PAY-220",
    stage=Stage.COVERAGE,
    applies=item_with_listed_authorizations,
    requires=not_denied,
    not_met=Effect.NOT_COVERED,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The payer has denied the authorization: {reasons}.",
    if_unknown="Whether the payer has denied an authorization is not known: {reasons}.",
    cure=Cure("appeal the decision, or send what it lacked with a new request", "the biller", Helps.LATER),
)
def authorization_denied():
    """A line whose authorization the payer denied is not covered, unless another one covers it."""
