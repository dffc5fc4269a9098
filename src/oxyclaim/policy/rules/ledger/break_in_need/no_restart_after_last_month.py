"""After month 36 no break, however long, opens a new rental before the end of the lifetime."""

import polars as pl

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, p, rule
from oxyclaim.policy.rules.ledger.break_in_need.shared import begins_again
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_ledger
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY


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
    roles=Role.RESTART,
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
