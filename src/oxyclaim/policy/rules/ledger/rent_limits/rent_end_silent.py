"""Where the payer's file is silent on the end of the rent, a person makes sure from the tenth month on."""

import polars as pl

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, line, p, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_ledger

SHORTEST_LIMIT_MONTHS = 10
"""The shortest number of paid months after which a payer known to us ends the rent.

California's capped rentals and one supplier's contract with BCBS Texas; Medicare has 36, others 13, or no end. It raises
*review* only.
"""


@criterion()
def limit_unset():
    """The payer's file does not say what ends the rent."""
    return p.rent_ends.is_null()


@criterion()
def past_shortest_limit():
    """By the calendar the rental is old enough for its rent to have ended with some payer."""
    return line.service_date >= line.rental_start.dt.offset_by(f"{SHORTEST_LIMIT_MONTHS}mo")


@criterion()
def rented_without_word():
    """A rental, no longer new, of a payer whose file does not say what ends the rent."""
    return not_sold & limit_unset & past_shortest_limit


@criterion(
    not_met="the payer's file does not say when the rent ends, and {ledger.rental.least} months or more are paid",
    unknown="the payer's file does not say when the rent ends, and how many months are paid is not known",
)
def below_every_limit():
    """Fewer months are paid than any payer known to us ends the rent after."""
    few = rental_ledger.most < SHORTEST_LIMIT_MONTHS
    many = rental_ledger.least >= SHORTEST_LIMIT_MONTHS
    return pl.when(many).then(pl.lit(False)).when(few).then(pl.lit(True))


@rule(
    "PAY-305",
    roles=Role.OF_PAYER,
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
