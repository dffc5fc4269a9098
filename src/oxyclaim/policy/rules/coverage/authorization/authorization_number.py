"""A claim that needs an authorization carries its number; an approval without one is not ready to bill."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.authorization.criteria import has_authorization, has_authorization_number
from oxyclaim.policy.rules.coverage.authorization.shared import item_that_needs_one


@criterion()
def item_with_needed_authorization():
    """An oxygen item that needs an authorization, and has one."""
    return item_that_needs_one & has_authorization


@rule(
    "PAY-230",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=item_with_needed_authorization,
    requires=has_authorization_number,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The claim must carry the number of the authorization: {reasons}.",
    cure=Cure("enter the number that the payer gave the authorization", "the supplier's records"),
)
def authorization_number():
    """A claim that needs an authorization carries its number; an approval without one is not ready to bill."""
