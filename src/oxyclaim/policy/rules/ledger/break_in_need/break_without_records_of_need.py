"""Medical necessity is presumed to go on unless it broke off for longer than 60 days and the rest of the month."""

import polars as pl

from oxyclaim.engine.grains import ABSENCE, ABSENCE_ORDER, ABSENCE_TEST
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Stage,
    absence,
    criterion,
    exists,
    line,
    order,
    p,
    rule,
    test,
)  # fmt: skip
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.break_in_need.contradictions import BREAK, inside
from oxyclaim.policy.rules.ledger.break_in_need.criteria import LONGEST_MONTH, break_opens_new_rental

DAYS_OF_PREPARATION = 30
"""A test or an order so many days before the end of a break is taken as that with which the oxygen came back (ours)."""


def _midst(day):
    """So early in the break that it would still have been temporary, and not just before its end."""
    early = (day - absence.first_day).dt.total_days() <= p.break_days + LONGEST_MONTH
    return inside(day) & early & ((absence.last_day - day).dt.total_days() > DAYS_OF_PREPARATION)


@criterion(ABSENCE_TEST, met="the test of {test.date} shows the need inside " + BREAK)
def need_shown_inside_break():
    """A low reading without oxygen in the midst of the break."""
    low = pl.coalesce(
        pl.coalesce(test.spo2_percent, test.sao2_percent) <= p.group_2_saturation, test.po2_mmhg <= p.group_2_po2_max
    )
    return (_midst(test.date) & low).fill_null(False)


@criterion(ABSENCE_ORDER, met="the order of {order.order_date} asks for {line.code} inside " + BREAK)
def ordered_inside_break():
    """An order for the line's code in the midst of the break."""
    return (order.items.list.contains(line.code) & _midst(order.order_date)).fill_null(False)


@criterion(ABSENCE)
def opens_although_needed():
    """It opens a new rental, and a test or an order shows the need while it lasted."""
    return break_opens_new_rental & (
        exists(ABSENCE_TEST, need_shown_inside_break) | exists(ABSENCE_ORDER, ordered_inside_break)
    )


@criterion()
def not_needed_during_break():
    """No record shows the need in the midst of a break that opens a new rental."""
    return ~exists(ABSENCE, opens_although_needed)


@rule(
    "LED-054",
    roles=Role.RESTART,
    stage=Stage.LEDGER,
    applies=not_sold,
    requires=not_needed_during_break,
    not_met=Effect.REVIEW,
    unknown=Effect.REVIEW,
    in_force=("2006-01-01", None),
    authority="42CFR414.230, (c)(3)",
    sentence="A record shows the need while it is said to have ended, so that the break may have been temporary: {reasons}.",
    cure=Cure("find out from when on the oxygen was needed again", "the treating practitioner"),
)
def break_without_records_of_need():
    """Medical necessity is presumed to go on unless it broke off for longer than 60 days and the rest of the month."""
