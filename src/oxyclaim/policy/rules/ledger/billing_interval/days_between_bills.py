"""A payer that sets days between two rental months denies one that follows sooner."""

from oxyclaim.engine.grains import MONTH
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Stage, criterion, exists, line, month, p, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY


@criterion()
def interval_set():
    """The payer sets the fewest days between two rental months."""
    return p.days_between_bills.is_not_null()


@criterion()
def later_month():
    """Not the first month of the rental."""
    return line.service_date > line.rental_start


@criterion()
def rental_with_interval():
    """A later month of a rental with a payer that sets such days."""
    return not_sold & interval_set & later_month


@criterion(
    MONTH,
    met="{month.code} was billed for {month.service_date}; the next month not before {month.earliest_next}",
    unknown="when the month before was billed is not known",
    ask=HISTORY,
)
def too_soon_after():
    """A month of the same code, not denied, so shortly before the line that the payer would not take it."""
    soon = (month.service_date < line.service_date) & (line.service_date < month.earliest_next)
    return (
        (month.code == line.code) & (month.kind == "rental") & month.is_own_payers & (month.outcome != "denied") & soon
    )


@criterion(ask=HISTORY)
def some_month_too_near():
    """Some month was billed too shortly before."""
    return exists(MONTH, too_soon_after)


@criterion()
def not_too_soon():
    """No month was billed too shortly before."""
    return ~some_month_too_near


@rule(
    "PAY-320",
    roles=Role.OF_PAYER,
    stage=Stage.LEDGER,
    applies=rental_with_interval,
    requires=not_too_soon,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer requires {p.days_between_bills} days between two rental months: {reasons}.",
    cure=Cure("bill it from that day on", "the biller"),
)
def days_between_bills():
    """A payer that sets days between two rental months denies one that follows sooner."""
