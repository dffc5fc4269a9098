"""Where the payer decides between rent and purchase, a sale requires its decision on file."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Effect, Stage, criterion, p, rule
from oxyclaim.policy.rules.coverage.acquisition_allowed.criteria import ASK, sold_line
from oxyclaim.policy.rules.coverage.authorization.criteria import has_authorization


@criterion()
def payer_chooses():
    """The payer decides between rent and purchase, or takes the cheaper."""
    return p.purchase_option.is_in(["plan_decides", "cheaper"]).fill_null(False)


@criterion()
def sold_where_payer_chooses():
    """Equipment that is sold to a payer that chooses."""
    return sold_line & payer_chooses


@rule(
    "PAY-176",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=sold_where_payer_chooses,
    requires=has_authorization,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="The payer decides between rent and purchase, and its decision must be on file: {reasons}.",
    cure=ASK,
)
def payer_decides():
    """Where the payer decides between rent and purchase, a sale requires its decision on file."""
