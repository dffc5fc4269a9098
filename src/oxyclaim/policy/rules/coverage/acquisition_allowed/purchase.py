"""A payer that rents oxygen equipment buys none."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, p, rule
from oxyclaim.policy.rules.coverage.acquisition_allowed.criteria import ASK, sold_line


@criterion(not_met="it rents the equipment and buys none", unknown="its file does not say whether it buys it", ask=ASK)
def purchase_allowed():
    """The payer buys it, always or as it decides."""
    return p.purchase_option != "rental_only"


@rule(
    "PAY-175",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=sold_line,
    requires=purchase_allowed,
    not_met=Effect.EXCLUDED,
    unknown=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer does not buy the item: {reasons}.",
    if_unknown="Whether this payer buys the item is for a person to settle: {reasons}.",
    cure=Cure("rent it instead", "the supplier", Helps.NOT_TO_BE_BILLED),
)
def purchase():
    """A payer that rents oxygen equipment buys none."""
