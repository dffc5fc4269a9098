"""A payer that buys after some months of rent pays no sale before."""

import polars as pl

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, p, rule
from oxyclaim.policy.rules.coverage.rent_to_own.criteria import is_sale
from oxyclaim.policy.rules.coverage.rent_to_own.months import months_paid_of_code
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY


@criterion()
def sale_waits():
    """The payer buys only after some months of rent."""
    return p.sale_after_months.is_not_null()


@criterion()
def sale_after_rent():
    """A sale to such a payer."""
    return is_sale & sale_waits


@criterion(
    not_met="fewer than {p.sale_after_months} rental months of {line.code} are paid",
    unknown="how many rental months of {line.code} are paid is not known",
    ask=HISTORY,
)
def rented_long_enough():
    """So many months have been paid."""
    surely = months_paid_of_code.least >= p.sale_after_months
    possibly = months_paid_of_code.most >= p.sale_after_months
    return pl.when(surely).then(pl.lit(True)).when(~possibly).then(pl.lit(False))


@rule(
    "PAY-340",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=sale_after_rent,
    requires=rented_long_enough,
    not_met=Effect.NOT_PAYABLE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer buys the item after {p.sale_after_months} paid months of rent: {reasons}.",
    cure=Cure("rent the item until then", "the supplier", Helps.LATER),
)
def sale_after_months():
    """A payer that buys after some months of rent pays no sale before."""
