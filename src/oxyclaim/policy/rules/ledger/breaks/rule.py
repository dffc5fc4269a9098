"""A rental that begins again within the lifetime of the equipment."""

import polars as pl

from oxyclaim.engine.grains import ABSENCE
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, absence, criterion, exists, line, p, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.breaks.criteria import break_opens_new_rental
from oxyclaim.policy.rules.ledger.rental_months.criteria import had_earlier_rental, rental_ledger
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY
from oxyclaim.policy.rules.ledger.replacement.criteria import is_replacement

NEW_START = Cure("give the first service date after the break as the start of the rental", "the biller")


@criterion()
def begins_again():
    """A rental that begins although an earlier one was paid, and replaces no equipment."""
    return not_sold & had_earlier_rental & ~is_replacement


@criterion(
    authority="42CFR414.230, (c)-(d)",
    not_met="Medicare has paid {ledger.rental.earlier_least} months before {line.rental_start}, and after the last paid "
    "month no break opens a new rental before the equipment's lifetime ends",
    unknown="how many months Medicare has paid before {line.rental_start} is not known: at least "
    "{ledger.rental.earlier_least}, at most {ledger.rental.earlier_most}",
    ask=HISTORY,
)
def ended_before_last_month():
    """The earlier rental broke off before its 36 paid months were used up."""
    at_most = rental_ledger.earlier_most < p.rental_months_paid
    used_up = rental_ledger.earlier_least >= p.rental_months_paid
    return pl.when(used_up).then(pl.lit(False)).when(at_most).then(pl.lit(True))


@rule(
    "LED-040",
    stage=Stage.LEDGER,
    applies=begins_again,
    requires=ended_before_last_month,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2006-01-01", None),
    authority=("42CFR414.230", "PALM"),
    sentence="A rental whose months are paid does not begin again before the end of the lifetime: {reasons}.",
    if_unknown="Whether the earlier rental had used up its paid months is not known: {reasons}.",
    cure=Cure("go on furnishing without rent until the lifetime ends", "the supplier", Helps.NOT_TO_BE_BILLED),
    denial="N370",
)
def no_restart_after_last_month():
    """After month 36 no break, however long, opens a new rental before the end of the lifetime."""


@criterion(ABSENCE)
def ends_before_start():
    """The break ends before the rental begins."""
    return absence.last_day < line.rental_start


@criterion(ABSENCE)
def break_before_start():
    """A break before the start of the rental that opens a new one."""
    return break_opens_new_rental & ends_before_start


@criterion(unknown="whether a break since the last month paid opens a new rental is not known")
def opened_since_last_month():
    """Behind the last month paid before the start lies a break that opens a new rental."""
    return rental_ledger.opened


@criterion()
def break_in_need():
    """A break in need, since the last month paid, that opens a new rental."""
    return exists(ABSENCE, break_before_start, none="no break is recorded") & opened_since_last_month


@rule(
    "LED-050",
    stage=Stage.LEDGER,
    applies=begins_again,
    requires=break_in_need,
    not_met=Effect.HOLD,
    unknown=Effect.REVIEW,
    in_force=("2006-01-01", None),
    authority="42CFR414.230, (c)-(d)",
    sentence="The count of months goes on from the earlier rental: {reasons}.",
    if_unknown="Whether a new rental began on {line.rental_start}, or the count of the earlier one goes on, is not known, so "
    "that at least {ledger.rental.least} and at most {ledger.rental.most} months are paid: {reasons}.",
    cure=Cure("give the earlier start of the rental, so that its paid months are counted", "the biller"),
)
def restart_after_break():
    """A new rental begins only after a break in need of more than 60 days and the rest of the rental month.

    It wants a new order, new proof of the need and the facts of the break. A hospital stay, another payer
    or months that were not billed interrupt the payment, not the count.
    """


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
    stage=Stage.LEDGER,
    applies=not_sold,
    requires=no_new_rental_since,
    not_met=Effect.HOLD,
    unknown=Effect.REVIEW,
    in_force=("2006-01-01", None),
    authority="42CFR414.230, (c)-(d)",
    sentence="A new rental has begun behind a break in need, with a start and paid months of its own: {reasons}.",
    if_unknown="Whether a break has opened a new rental is not known, so that at least {ledger.rental.least} and at most "
    "{ledger.rental.most} months are paid: {reasons}.",
    cure=NEW_START,
)
def rental_unbroken():
    """A break in need that ends a rental gives the next one a start of its own.

    On the start hang the modifier, the count of 36 months and the papers of a first month.
    """
