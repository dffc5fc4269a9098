"""How soon one rental month may follow another, and from whom."""

import polars as pl

from oxyclaim.engine.grains import MONTH
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, derived, exists, line, month, p, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY, history_listed


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


@derived(MONTH)
def earliest_next():
    """The first day on which the payer takes the next month."""
    return month.service_date + pl.duration(days=p.days_between_bills)


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
    stage=Stage.LEDGER,
    applies=rental_with_interval,
    requires=not_too_soon,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer wants {p.days_between_bills} days between two rental months: {reasons}.",
    cure=Cure("bill it from that day on", "the biller"),
)
def days_between_bills():
    """A payer that sets days between two rental months denies one that follows sooner."""


@criterion()
def one_supplier_paid():
    """The payer pays one supplier for a month."""
    return p.one_supplier_per_month.fill_null(False)


@criterion()
def rental_of_one_supplier():
    """A rental with a payer that pays one supplier for a month, of a case that lists the months billed before."""
    return not_sold & one_supplier_paid & history_listed


@criterion(
    MONTH,
    met="another supplier was paid for {month.code} on {month.service_date}",
    unknown="who was paid for {month.code} on {month.service_date} is not known",
    ask=HISTORY,
)
def others_month():
    """Another supplier was paid for the same kind of equipment in this rental month."""
    within = (month.service_date > line.service_date.dt.offset_by("-1mo")) & (month.service_date <= line.service_date)
    return month.is_rental_of_kind & month.is_own_payers & month.is_paid & (month.supplier == "other") & within


@criterion()
def another_was_paid():
    """Another supplier was paid for this month."""
    return exists(MONTH, others_month)


@criterion()
def no_other_supplier():
    """No other supplier was paid for this month."""
    return ~another_was_paid


@rule(
    "PAY-330",
    stage=Stage.LEDGER,
    applies=rental_of_one_supplier,
    requires=no_other_supplier,
    not_met=Effect.NOT_PAYABLE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer pays one supplier for a month: {reasons}.",
    if_unknown="Whether another supplier was paid for this month is not known: {reasons}.",
    cure=Cure("bill the month behind that one", "the biller", Helps.LATER),
)
def one_supplier():
    """A payer that pays one supplier for a month does not pay a second one."""
