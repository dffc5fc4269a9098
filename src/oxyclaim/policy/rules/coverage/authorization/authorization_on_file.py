"""Where the payer requires an authorization, one that covers the code and the day must be on file."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Effect, Stage, criterion, rule
from oxyclaim.policy.rules.coverage.authorization.criteria import OBTAIN, has_authorization, needed_by_file
from oxyclaim.policy.rules.coverage.authorization.shared import item_that_needs_one


@criterion()
def authorization_where_needed():
    """An authorization is on file; where none is, what makes it necessary is told too."""
    return has_authorization & (~needed_by_file | has_authorization)


@rule(
    "PAY-200",
    roles=(Role.AUTHORIZATION, Role.OF_PAYER),
    stage=Stage.COVERAGE,
    applies=item_that_needs_one,
    requires=authorization_where_needed,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="A prior authorization that covers this line must be on file: {reasons}.",
    cure=OBTAIN,
    asserts="rental",
)
def authorization_on_file():
    """Where the payer requires an authorization, one that covers the code and the day must be on file.

    It no longer counts from the day of a change that ends it with this payer, or after its last day.
    """
