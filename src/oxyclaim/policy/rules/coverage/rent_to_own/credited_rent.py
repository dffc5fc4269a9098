"""Where the rent that counts toward the price has reached it, nothing is left to be paid for a sale."""

import polars as pl

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.coverage.rent_to_own.criteria import NO_SALE, is_sale
from oxyclaim.policy.rules.ledger.rent_limits.rent import cents, rent_before


@criterion()
def rent_is_credited():
    """The payer counts rent toward the purchase price."""
    return p.rent_credited_percent.is_not_null()


@criterion()
def sale_with_credit():
    """A sale to such a payer."""
    return is_sale & rent_is_credited


@criterion(
    not_met="the rent credited reaches the purchase price of {line.purchase_price} dollars",
    unknown="the purchase price (item: purchase_price), or what was allowed for a month of rent (history: allowed), is not "
    "known",
    ask=Cure(
        "enter the purchase price by your contract, and what was allowed for each month", "the supplier's records"
    ),
)
def something_left_to_pay():
    """The rent credited does not reach the purchase price."""
    price = cents(line.purchase_price) * 100
    left = rent_before.most * p.rent_credited_percent < price
    nothing = rent_before.least * p.rent_credited_percent >= price
    return pl.when(left).then(pl.lit(True)).when(nothing).then(pl.lit(False))


@rule(
    "PAY-345",
    roles=Role.OF_PAYER,
    stage=Stage.COVERAGE,
    applies=sale_with_credit,
    requires=something_left_to_pay,
    not_met=Effect.NOT_PAYABLE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer counts {p.rent_credited_percent} % of the rent toward the purchase price: {reasons}.",
    cure=NO_SALE,
)
def credited_rent():
    """Where the rent that counts toward the price has reached it, nothing is left to be paid for a sale."""
