"""One maintenance visit is paid in six months, for all of the patient's equipment."""

import polars as pl

from oxyclaim.engine.grains import LINE, MONTH
from oxyclaim.engine.words import criterion, derived, exists, line, month, open_question, p
from oxyclaim.policy.rules.coverage.maintenance.visit_dates import in_first_month_of_period, visit_months_after
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY, last_day_left_behind


@derived(LINE)
def last_period_left_behind():
    """The last day from which six months have passed on the service date."""
    return last_day_left_behind(line.service_date, p.visit_months.cast(pl.String) + "mo")


@derived(LINE)
def next_period():
    """The day six months behind the service date."""
    return visit_months_after(line.service_date)


@derived(LINE)
def last_day_of_other_period():
    """The last day from which five months have passed on the service date.

    A visit on it or earlier lies in another period than one that is made in the first month of its own.
    """
    return last_day_left_behind(line.service_date, (p.visit_months - 1).cast(pl.String) + "mo")


@criterion(MONTH)
def visit_within_six_months():
    """A maintenance visit to Medicare less than six months from the line's, whichever equipment it was for."""
    near = (month.service_date > line.last_period_left_behind) & (month.service_date < line.next_period)
    return (month.kind == "maintenance") & month.is_own_payers & near


@criterion(MONTH)
def visit_within_five_months():
    """A maintenance visit to Medicare so near to the line's that it lies in the same period."""
    near = (month.service_date > line.last_day_of_other_period) & (month.service_date < line.next_period)
    return (month.kind == "maintenance") & month.is_own_payers & near


@criterion(MONTH)
def visit_paid():
    """Paid; of a visit that is not answered yet this is not known."""
    return month.is_paid


PAID = "the visit of {month.service_date} ({month.code}) was paid"


@criterion(MONTH, met=PAID)
def paid_visit_within_six_months():
    """A paid maintenance visit less than six months from this one."""
    return visit_within_six_months & visit_paid


@criterion(MONTH, met=PAID)
def paid_visit_in_period():
    """A paid maintenance visit in the period of this one."""
    return visit_within_five_months & visit_paid


NOT_KNOWN_OF_VISIT = "whether another maintenance visit within {p.visit_months} months was paid is not known"


@criterion(unknown=NOT_KNOWN_OF_VISIT, ask=HISTORY)
def no_visit_paid_in_six_months():
    """No other visit within six months has been paid."""
    return ~exists(MONTH, paid_visit_within_six_months)


@criterion()
def no_visit_paid_in_period():
    """No other visit in the same period has been paid, and this one lies in its period's first month."""
    return no_visit_paid_in_six_months | (in_first_month_of_period & ~exists(MONTH, paid_visit_in_period))


@criterion(unknown=NOT_KNOWN_OF_VISIT, ask=HISTORY)
def no_other_visit_paid():
    """No other visit of the same six months has been paid, by whichever supplier it was made."""
    return open_question(
        "whether six months lie between two visits, or between the periods in whose first month they are made",
        lenient=no_visit_paid_in_period,
        strict=no_visit_paid_in_six_months,
        authority=("42CFR414.210", "A52514"),
    )
