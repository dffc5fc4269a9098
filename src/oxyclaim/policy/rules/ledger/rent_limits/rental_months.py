"""A payer that pays a number of rental months pays no more of them."""

import polars as pl

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rent_limits.criteria import STOP
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_ledger, rental_start_known
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY


@criterion()
def ends_after_months():
    """The rent ends after a number of paid months."""
    return (p.rent_ends == "after_months").fill_null(False)


@criterion()
def rented_for_months():
    """A rental whose rent ends after a number of paid months."""
    return not_sold & ends_after_months


@criterion(
    not_met="it has paid {ledger.rental.least} months",
    unknown="how many months it has paid is not known: at least {ledger.rental.least}, at most {ledger.rental.most}",
    ask=HISTORY,
)
def fewer_months_paid():
    """Fewer months have been paid than the payer pays."""
    surely = rental_ledger.most < p.rental_months_paid
    used_up = rental_ledger.least >= p.rental_months_paid
    first_month = (line.service_date == line.rental_start) & (rental_ledger.earlier_most.fill_null(0) == 0)
    by_calendar = line.service_date < line.rental_start.dt.offset_by(p.rental_months_paid.cast(pl.String) + "mo")
    nothing_earlier = rental_ledger.earlier_most.fill_null(0) == 0
    return (
        pl.when(used_up)
        .then(pl.lit(False))
        .when(surely | first_month | (by_calendar & nothing_earlier))
        .then(pl.lit(True))
        .otherwise(None)
    )


@criterion()
def within_payers_months():
    """The start is known and fewer months have been paid than the payer pays."""
    return rental_start_known & fewer_months_paid


@rule(
    "PAY-300",
    roles=(Role.PURCHASE_PRICE, Role.OF_PAYER),
    stage=Stage.LEDGER,
    applies=rented_for_months,
    requires=within_payers_months,
    not_met=Effect.NOT_PAYABLE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer pays {p.rental_months_paid} rental months and no more: {reasons}.",
    if_unknown="Whether the line still falls into the {p.rental_months_paid} months that this payer pays is not known: "
    "{reasons}.",
    cure=STOP,
    asserts="rental",
)
def rental_months():
    """A payer that pays a number of rental months pays no more of them.

    Only its own paid months count; those of another payer never do.
    """
