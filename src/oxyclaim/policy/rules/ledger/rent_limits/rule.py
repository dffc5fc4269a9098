"""How long, or up to what sum, a payer pays rent."""

import polars as pl

from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rent_limits.rent import cents, rent_before
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_ledger, rental_start_known
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY

SHORTEST_LIMIT_MONTHS = 10
"""The shortest number of paid months after which a payer known to us ends the rent.

California's capped rentals and one supplier's contract with BCBS Texas; Medicare has 36, others 13, or no end. It raises
*review* only.
"""


@criterion()
def is_after_rent():
    """Contents or a maintenance visit."""
    return line.equipment.is_in(["contents", "maintenance"])


STOP = Cure("stop the rent; close the rental with this payer", "the biller", Helps.NOT_TO_BE_BILLED)


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


@criterion()
def limit_unset():
    """The payer's file does not say what ends the rent."""
    return p.rent_ends.is_null()


@criterion()
def rented_without_word():
    """A rental of a payer whose file does not say what ends the rent."""
    return not_sold & limit_unset


@criterion(
    not_met="the payer's file does not say when the rent ends, and {ledger.rental.least} months or more are paid",
    unknown="the payer's file does not say when the rent ends, and how many months are paid is not known",
)
def below_every_limit():
    """Fewer months are paid than any payer known to us ends the rent after."""
    by_calendar = line.service_date < line.rental_start.dt.offset_by(f"{SHORTEST_LIMIT_MONTHS}mo")
    few = (rental_ledger.most < SHORTEST_LIMIT_MONTHS) | by_calendar
    many = rental_ledger.least >= SHORTEST_LIMIT_MONTHS
    return pl.when(many).then(pl.lit(False)).when(few).then(pl.lit(True))


@rule(
    "PAY-305",
    stage=Stage.LEDGER,
    applies=rented_without_word,
    requires=below_every_limit,
    not_met=Effect.REVIEW,
    unknown=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="Whether this payer still pays rent is for a person to settle: {reasons}.",
    cure=Cure("look in your contract with the payer when the rent ends", "the billing manager"),
)
def rent_end_silent():
    """Where the payer's file is silent on the end of the rent, a person makes sure from the tenth month on."""


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


@criterion(
    not_met="it pays no {line.equipment}, or not while it still pays rent ({ledger.rental.least} months are paid)",
    unknown="its file does not say what it pays after the rent has ended, or how many months are paid is not known",
    ask=HISTORY,
)
def paid_after_rent():
    """The payer pays it once its rent has ended, and the rent has."""
    ended = rental_ledger.least >= p.rental_months_paid
    not_yet = rental_ledger.most < p.rental_months_paid
    over = pl.when(ended).then(pl.lit(True)).when(not_yet).then(pl.lit(False))
    return p.after_rent_billable.list.contains(line.equipment) & over


@rule(
    "PAY-315",
    stage=Stage.LEDGER,
    applies=is_after_rent,
    requires=paid_after_rent,
    not_met=Effect.NOT_PAYABLE,
    unknown=Effect.REVIEW,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="What this payer pays after the rent: {reasons}.",
    cure=Cure("bill it once the rent has ended, if the payer pays it then", "the biller", Helps.LATER),
)
def after_the_rent():
    """Contents and maintenance visits are paid after the rent has ended, by payers that pay them."""
