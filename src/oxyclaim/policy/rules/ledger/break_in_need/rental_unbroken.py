"""A break in need that ends a rental gives the next one a start of its own."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_ledger

NEW_START = Cure("give the first service date after the break as the start of the rental", "the biller")


@criterion(
    not_met="a break since {line.rental_start} ended it",
    unknown="whether a break since {line.rental_start} has opened a new one is not known",
    ask=Cure("find the reason of the break, the new order and the new proof of the need", "the supplier's records"),
)
def no_new_rental_since():
    """Since the start that the case gives no break has opened a new rental."""
    return ~rental_ledger.reopened


@rule(
    "LED-055",
    roles=Role.RESTART,
    stage=Stage.LEDGER,
    applies=not_sold,
    requires=no_new_rental_since,
    not_met=Effect.HOLD,
    unknown=Effect.REVIEW,
    in_force=("2006-01-01", None),
    authority="42CFR414.230, (c)-(d)",
    sentence="A new rental has begun after a break in need, with a start and paid months of its own: {reasons}.",
    if_unknown="Whether a break has opened a new rental is not known, so that at least {ledger.rental.least} and at most "
    "{ledger.rental.most} months are paid: {reasons}.",
    cure=NEW_START,
)
def rental_unbroken():
    """A break in need that ends a rental gives the next one a start of its own.

    On the start hang the modifier, the count of 36 months and the papers of a first month.
    """
