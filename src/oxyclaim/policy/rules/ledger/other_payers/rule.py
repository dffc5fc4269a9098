"""Entering Medicare from another payer. After months in a Medicare Advantage plan the count of paid months resumes."""

from oxyclaim.engine.grains import MONTH
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, month, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY, history_listed


@criterion(MONTH, met="{month.payer} answered for {month.code} of {month.service_date}")
def started_under_another_payer():
    """The rental month of the start was a Medicare Advantage plan's or another payer's."""
    another = month.payer.is_in(["medicare_advantage", "other"])
    return month.is_rental_of_kind & another & (month.service_date == line.rental_start)


@criterion(unknown="whose month {line.rental_start} was is not known", ask=HISTORY)
def start_is_medicares():
    """The start of the rental is the first month billed to Medicare."""
    return ~exists(MONTH, started_under_another_payer)


@criterion()
def rented_with_history():
    """Rented equipment whose earlier months the case lists."""
    return not_sold & history_listed


@rule(
    "LED-066",
    roles=Role.RESTART,
    stage=Stage.LEDGER,
    applies=rented_with_history,
    requires=start_is_medicares,
    not_met=Effect.HOLD,
    in_force=("2006-01-01", None),
    authority="NENT",
    sentence="For Medicare the rental begins with the first month that it pays, and that month's claim is an initial one: "
    "{reasons}.",
    cure=Cure("give the first service date under Medicare as the start of the rental", "the biller"),
)
def entry_from_another_payer():
    """Equipment that another payer rented becomes a new rental with the first month under Medicare.

    The 36 months and the lifetime begin there. All rules of coverage, coding and papers are those of that day;
    an earlier test may be used if it meets them.
    """
