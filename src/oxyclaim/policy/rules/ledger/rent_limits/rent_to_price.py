"""A payer that rents up to the purchase price pays no more once the rent has reached it."""

import polars as pl

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rent_limits.criteria import STOP
from oxyclaim.policy.rules.ledger.rent_limits.rent import cents, rent_before


@criterion()
def ends_at_price():
    """The rent ends when it has reached the purchase price."""
    return (p.rent_ends == "at_purchase_price").fill_null(False)


@criterion()
def rented_up_to_price():
    """A rental whose rent ends at the purchase price."""
    return not_sold & ends_at_price


@criterion(
    not_met="the rent allowed so far reaches the purchase price of {line.purchase_price} dollars",
    unknown="the purchase price of the item (item: purchase_price), or what was allowed for a month billed before "
    "(history: allowed), is not known",
    ask=Cure(
        "enter the purchase price by your contract, and what was allowed for each month", "the supplier's records"
    ),
)
def below_price():
    """The rent allowed so far is below the purchase price."""
    surely = rent_before.most < cents(line.purchase_price)
    reached = rent_before.least >= cents(line.purchase_price)
    first_month = line.service_date == line.rental_start
    return pl.when(reached).then(pl.lit(False)).when(surely | first_month).then(pl.lit(True))


@rule(
    "PAY-310",
    roles=Role.OF_PAYER,
    stage=Stage.LEDGER,
    applies=rented_up_to_price,
    requires=below_price,
    not_met=Effect.NOT_PAYABLE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer's rent ends at the purchase price: {reasons}.",
    if_unknown="Whether this payer still pays rent is not known: {reasons}.",
    cure=STOP,
)
def rent_to_price():
    """A payer that rents up to the purchase price pays no more once the rent has reached it."""
