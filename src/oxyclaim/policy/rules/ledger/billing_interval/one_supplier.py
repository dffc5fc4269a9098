"""A payer that pays one supplier for a month does not pay a second one."""

from oxyclaim.engine.grains import MONTH
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, exists, line, month, p, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY, history_listed


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
    roles=Role.OF_PAYER,
    stage=Stage.LEDGER,
    applies=rental_of_one_supplier,
    requires=no_other_supplier,
    not_met=Effect.NOT_PAYABLE,
    in_force=("1989-06-01", None),
    authority="PAYERFILE",
    sentence="This payer pays one supplier for a month: {reasons}.",
    if_unknown="Whether another supplier was paid for this month is not known: {reasons}.",
    cure=Cure("bill the month after that one", "the biller", Helps.LATER),
)
def one_supplier():
    """A payer that pays one supplier for a month does not pay a second one."""
