"""A line whose authorization the payer denied is not covered, unless another one covers it."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.authorization.criteria import authorizations_listed, was_denied
from oxyclaim.policy.rules.coverage.equipment.rule import is_oxygen_item


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
    roles=Role.OF_PAYER,
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
