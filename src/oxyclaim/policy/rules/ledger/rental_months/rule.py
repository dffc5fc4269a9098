"""How long equipment is paid by the month."""

from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rental_months.criteria import (
    denied_months_do_not_count,
    rental_start_known,
    within_paid_months,
)


@criterion()
def within_paid_months_of_known_start():
    """The start is known and its paid months run."""
    return rental_start_known & within_paid_months & denied_months_do_not_count


@rule(
    "LED-010",
    roles=Role.PAID_MONTHS,
    stage=Stage.LEDGER,
    applies=not_sold,
    requires=within_paid_months_of_known_start,
    not_met=Effect.NOT_PAYABLE,
    in_force=("2006-01-01", None),
    authority=("42CFR414.230", "SSA1834, (a)(5)(F)"),
    sentence="After {p.rental_months_paid} paid rental months no more rent is paid: {reasons}.",
    if_unknown="Whether {line.service_date} still falls into the {p.rental_months_paid} paid rental months is not known: "
    "{reasons}.",
    cure=Cure("stop the rent; go on furnishing, with contents or maintenance visits as they fall due", "the biller",
              Helps.NOT_TO_BE_BILLED),
    asserts="rental",
    denial="N370",
)  # fmt: skip
def paid_rental_months():
    """Oxygen equipment is paid for at most 36 months of continuous use.

    What counts is a month that Medicare fee-for-service has paid, whoever furnished the equipment. Months
    without payment (a hospital stay on the anniversary, another payer, a break) move the end. Whether a denied
    month does is not settled: the law speaks of continuous use, the regulation of months paid; where that alone
    decides, a person does. A month whose denial is under appeal counts until that is decided. Stationary
    and portable equipment are counted apart. Within 36 calendar months of the start the history is not
    needed; after them it is.
    """
