"""A month is paid once: a claim for the same code and day is a duplicate."""

from oxyclaim.engine.grains import MONTH
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, exists, line, month, rule
from oxyclaim.policy.rules.ledger.billed_before.criteria import billed_monthly_with_history, like_the_line
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY


@criterion(MONTH, met="{month.code} of {month.service_date} was paid")
def paid_already():
    """This very month, of the line's own code and service date, was paid to this supplier."""
    same = (month.service_date == line.service_date) & (month.code == line.code)
    return like_the_line() & same & month.is_paid & (month.supplier == "own")


@criterion(unknown="a month billed before does not say whether this supplier was paid for it", ask=HISTORY)
def not_paid_already():
    """This supplier has not been paid for this code and day."""
    return ~exists(MONTH, paid_already)


@rule(
    "LED-070",
    roles=Role.DUPLICATE,
    stage=Stage.LEDGER,
    applies=billed_monthly_with_history,
    requires=not_paid_already,
    not_met=Effect.NOT_PAYABLE,
    in_force=("1989-06-01", None),
    authority=("NPAY", "NDEN"),
    sentence="{line.code} of {line.service_date} has been paid: {reasons}.",
    if_unknown="Whether {line.code} of {line.service_date} has been paid already is not known: {reasons}.",
    cure=Cure("do not send it again", "the biller", Helps.NOT_TO_BE_BILLED),
    denial="OA-18",
)
def not_billed_twice():
    """A month is paid once: a claim for the same code and day is a duplicate."""
