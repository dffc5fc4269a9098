"""A new rental begins only after a break in need of more than 60 days and the rest of the rental month."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, rule
from oxyclaim.policy.rules.ledger.break_in_need.shared import begins_again, break_in_need


@rule(
    "LED-050",
    roles=(Role.RESTART, Role.COUNT_GOES_ON),
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

    It requires a new order, new proof of the need and the facts of the break. A hospital stay, another payer
    or months that were not billed interrupt the payment, not the count.
    """
