"""A rental that begins again within the lifetime of the equipment."""

import polars as pl

from oxyclaim.engine.grains import ABSENCE
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, absence, criterion, exists, line, p, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rental_months.criteria import HISTORY, earlier_months, had_earlier_rental
from oxyclaim.policy.rules.ledger.replacement.criteria import is_replacement

LONGEST_MONTH = 31


@criterion()
def begins_again():
    """A rental that begins although an earlier one was paid, and replaces no equipment."""
    return not_sold & had_earlier_rental & ~is_replacement


@criterion(
    authority="42CFR414.230, (c)-(d)",
    not_met="Medicare has paid {least.earlier_month} months before {line.rental_start}, and after the last paid month no "
    "break opens a new rental before the equipment's lifetime ends",
    unknown="how many months Medicare has paid before {line.rental_start} is not known",
    ask=HISTORY,
)
def ended_before_last_month():
    """The earlier rental broke off before its 36 paid months were used up."""
    at_most = earlier_months.most < p.rental_months_paid
    used_up = earlier_months.least >= p.rental_months_paid
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


@criterion(
    ABSENCE,
    met="the need ended from {absence.first_day} to {absence.last_day}",
    not_met="the break from {absence.first_day} to {absence.last_day} ({absence.reason}) opens no new rental",
    unknown="whether the break from {absence.first_day} to {absence.last_day} was a break in need of more than "
    "{p.break_days} days and the rest of the rental month, with new proof of the need, is not known",
    ask=Cure("find the order, the proof of the need and the facts of the break", "the supplier's records"),
)
def break_opens_new_rental():
    """An end of the need for more than 60 days and the rest of the rental month, with new proof of the need.

    The rest of the month is at most 31 days: between the two bounds it is not known.
    """
    days = (absence.last_day - absence.first_day).dt.total_days() + 1
    long_enough = (
        pl.when(days > p.break_days + LONGEST_MONTH).then(pl.lit(True)).when(days <= p.break_days).then(pl.lit(False))
    )
    before = absence.last_day < line.rental_start
    return (absence.reason == "no_need") & long_enough & before & absence.new_need_documented


@criterion()
def break_in_need():
    """A break in need that opens a new rental."""
    return exists(ABSENCE, break_opens_new_rental, none="no break is recorded")


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
    if_unknown="Whether a new rental began on {line.rental_start}, or the count of {least.earlier_month} earlier paid months "
    "goes on, is not known: {reasons}.",
    cure=Cure("give the earlier start of the rental, so that its paid months are counted", "the biller"),
)
def restart_after_break():
    """A new rental begins only after a break in need of more than 60 days and the rest of the rental month.

    It wants a new order, new proof of the need and the facts of the break. A hospital stay, another payer
    or months that were not billed interrupt the payment, not the count.
    """
