"""Whether the rental of the stationary equipment is over: it decides when contents are paid, portable ones too."""

from dataclasses import replace

import polars as pl

from oxyclaim.engine.grains import MONTH
from oxyclaim.engine.words import criterion, line, month, p
from oxyclaim.policy.rules.ledger.rental_months.criteria import rental_ledger
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY


@criterion(MONTH)
def stationary_month_of_contents():
    """Of a line of contents: a rental month of stationary equipment that its payer has paid, and that may count."""
    stationary = (month.kind_of_month == "stationary") & (month.kind == "rental")
    in_reach = (month.service_date >= line.a_lifetime_before_start) & (month.service_date < line.service_date)
    return (line.equipment == "contents") & stationary & month.is_own_payers & month.is_paid & in_reach


stationary_ledger = replace(rental_ledger, name="stationary", counts=stationary_month_of_contents, pending=())
"""The paid months of the patient's stationary equipment before the service date of contents, whoever furnished it."""


@criterion(
    authority=("A52514", "42CFR414.230"),
    not_met="{ledger.stationary.least} of {p.rental_months_paid} rental months of the stationary equipment are paid (before "
    "{line.rental_start}: {ledger.stationary.earlier_least})",
    unknown="whether the {p.rental_months_paid} months of the stationary rental (begun: {line.rental_start}) are paid is not known: "
    "in all at least {ledger.stationary.least} are, at most {ledger.stationary.most}; of these at least "
    "{ledger.stationary.earlier_least}, at most {ledger.stationary.earlier_most} are of before that day and may be of an earlier "
    "rental",
    ask=HISTORY,
)
def stationary_months_used_up():
    """All rental months of the stationary equipment have been paid.

    Where the months are listed and not one is paid, nothing is known of the rental, or the patient owns the equipment;
    nor is it where more months are paid than a rental has, since one rental then follows another.
    """
    limit, ledger = p.rental_months_paid, stationary_ledger
    by_calendar = line.service_date < line.rental_start.dt.offset_by(limit.cast(pl.String) + "mo")
    own_start = line.kind_of_code == "stationary contents"
    within = (ledger.most < limit) & (ledger.most > 0)
    surely_within = within | (ledger.most.is_null() & own_start & by_calendar)
    since_start = ledger.least - ledger.earlier_least
    one_rental = (since_start >= limit) | (ledger.last_day == ledger.limit_day)
    return (
        pl.when(line.rental_start.is_null())
        .then(None)
        .when(surely_within)
        .then(pl.lit(False))
        .when((ledger.least >= limit) & one_rental)
        .then(pl.lit(True))
    )


@criterion(
    authority=("A52514", "VGMCON"),
    not_met="the last paid rental month of the stationary equipment began on {ledger.stationary.last_day} and has not ended",
)
def last_stationary_month_has_ended():
    """The last paid rental month of the stationary equipment ended before the service date."""
    return line.service_date > stationary_ledger.last_day.dt.offset_by("1mo").dt.offset_by("-1d")


@criterion()
def stationary_rental_over():
    """The rental of the stationary equipment has ended: all its months are paid, and the last one is over."""
    return stationary_months_used_up & last_stationary_month_has_ended
