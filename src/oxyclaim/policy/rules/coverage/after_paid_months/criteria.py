"""When the paid rental months of the equipment have ended, by the months billed before."""

from oxyclaim.engine.grains import MONTH, OTHER_LINE
from oxyclaim.engine.words import criterion, exists, line, month, other_line
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_ledger, within_paid_months
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY

START_UNKNOWN = "the first service date of the rental (rental_start) is not known"


def last_month_ends():
    """The last day of the last paid rental month; null while that month is not certain."""
    return rental_ledger.limit_day.dt.offset_by("1mo").dt.offset_by("-1d")


@criterion(
    authority="42CFR414.230",
    not_met="the {line.counted_kind} equipment, rented from {line.rental_start} on, is within its {p.rental_months_paid} "
    "paid months",
    unknown="whether Medicare has paid {p.rental_months_paid} rental months of the {line.counted_kind} equipment is not "
    "known",
    ask=HISTORY,
)
def paid_months_used_up():
    """All rental months of the equipment of the line's kind have been paid."""
    return ~within_paid_months


@criterion(MONTH)
def stationary_rental_month():
    """A rental month of stationary equipment within a lifetime before the service date, whoever paid it."""
    recent = (month.service_date >= line.a_lifetime_before_service) & (month.service_date <= line.service_date)
    return (month.kind_of_month == "stationary") & (month.kind == "rental") & recent


@criterion(OTHER_LINE)
def other_is_for_stationary():
    """The other line is stationary equipment, its contents or a visit to it."""
    return other_line.counted_kind.eq_missing("stationary")


@criterion(
    met="a stationary unit was rented too",
    unknown="whether a stationary unit was rented too is not known",
    ask=HISTORY,
)
def stationary_unit_too():
    """The patient has a stationary unit too: by another line, or by a month billed before."""
    return exists(OTHER_LINE, other_is_for_stationary) | exists(MONTH, stationary_rental_month)
