"""When the paid rental months of the equipment have ended, by the months billed before."""

from oxyclaim.engine.grains import MONTH
from oxyclaim.engine.words import criterion, line, month, p
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_ledger, within_paid_months
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY, known_only_if


def last_month_ends():
    """The last day of the last paid rental month; null while that month is not certain."""
    return rental_ledger.last_day.dt.offset_by("1mo").dt.offset_by("-1d")


@criterion(
    unknown="more months are paid than a rental has, so that one rental follows another, and which of them this line is "
    "about is not known",
    ask=HISTORY,
)
def months_of_one_rental():
    """The months that are counted belong to one rental; where they are more than it has, this is not known."""
    since_start = rental_ledger.least - rental_ledger.earlier_least
    return known_only_if((since_start >= p.rental_months_paid) | (rental_ledger.last_day == rental_ledger.limit_day))


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
    return ~within_paid_months & months_of_one_rental


@criterion(MONTH)
def stationary_rental_month():
    """A rental month of stationary equipment within a lifetime before the service date, whoever paid it."""
    recent = (month.service_date >= line.a_lifetime_before_service) & (month.service_date <= line.service_date)
    return (month.kind_of_month == "stationary") & (month.kind == "rental") & recent
