"""The paid rental months of a line's kind of equipment: the ledger, and what it says about the line."""

import polars as pl

from oxyclaim.engine.grains import OTHER_LINE
from oxyclaim.engine.words import Cure, Ledger, criterion, exists, line, open_question, p
from oxyclaim.policy.rules.ledger.break_in_need.criteria import opens_new_count
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY, counted_month, denied_months, history_listed
from oxyclaim.policy.rules.ledger.rental_months.run import PENDING, earlier_line_of_run
from oxyclaim.policy.rules.ledger.replacement.criteria import is_replacement, opens_new_rental


@criterion()
def replaces_and_opens():
    """The rental replaces an earlier one and opens new rental months."""
    return is_replacement & opens_new_rental


LONGEST_TEMPORARY_BREAK = 31 + 60
"""Days between two paid months, the rest of a month and 60 days, in which no break can have ended a rental."""

rental_ledger = Ledger(
    name="rental",
    counts=counted_month,
    day="month.service_date",
    label="month.code",
    opens=opens_new_count,
    opens_on="absence.last_day",
    opens_from="absence.first_day",
    anew=replaces_and_opens,
    start="line.rental_start",
    until="line.service_date",
    limit="p.rental_months_paid",
    gap_days=LONGEST_TEMPORARY_BREAK,
    pending=PENDING,
)
"""The paid months of the line's kind of equipment before its service date, breaks and replacements considered."""


@criterion(
    unknown="the first service date of this rental (rental_start) is not known",
    met="the rental began on {line.rental_start}",
)
def rental_start_known():
    """The rental's first service date is known."""
    return line.rental_start <= line.service_date


USED_UP = (
    "Medicare has paid {ledger.rental.least} months of this kind of equipment, and nothing has opened a new rental"
)


def _fewer_than_all_paid(denied=0):
    """Fewer than 36 months have been paid: by the calendar, or as the months billed before show.

    ``denied``: months that count beside the paid ones.
    """
    used_up = rental_ledger.least + denied >= p.rental_months_paid
    at_most = rental_ledger.most + denied < p.rental_months_paid
    # A rental that goes on from no earlier month cannot hold more paid months than the calendar does.
    by_calendar = line.service_date < line.rental_start.dt.offset_by(p.rental_months_paid.cast(pl.String) + "mo")
    nothing_earlier = rental_ledger.earlier_most.fill_null(0) == 0
    return (
        pl.when(used_up)
        .then(pl.lit(False))
        .when(at_most | (by_calendar & nothing_earlier))
        .then(pl.lit(True))
        .otherwise(pl.when(by_calendar.is_null()).then(None))
    )


@criterion()
def run_holds_earlier_months():
    """The case bills earlier months of the same kind of equipment too, which have no answer yet."""
    return exists(OTHER_LINE, earlier_line_of_run)


@criterion(
    authority="42CFR414.230",
    not_met=USED_UP,
    unknown="the rental began on {line.rental_start}, {p.rental_months_paid} months or more earlier, and how many of its "
    "months Medicare has paid is not known: at least {ledger.rental.least}, at most {ledger.rental.most}",
    ask=HISTORY,
)
def within_months_of_history():
    """Fewer than 36 months have been paid."""
    return _fewer_than_all_paid()


@criterion(
    authority="42CFR414.230",
    not_met=USED_UP,
    unknown="the rental began on {line.rental_start}, {p.rental_months_paid} months or more earlier, and earlier months in this "
    "case have no answer yet, so that it counts at least {ledger.rental.least}, at most {ledger.rental.most} paid months",
    ask=Cure(
        "bill the earlier months first, wait for their remittance, and enter them as months billed before (history)",
        "the biller",
    ),
)
def within_months_of_run():
    """Fewer than 36 months have been paid, whatever becomes of the case's earlier lines."""
    return _fewer_than_all_paid()


@criterion()
def within_paid_months():
    """Fewer than 36 months have been paid; what is asked for depends on whether the case bills earlier months too."""
    return (run_holds_earlier_months | within_months_of_history) & (~run_holds_earlier_months | within_months_of_run)


@criterion(
    authority="SSA1834, (a)(5)(F)",
    not_met="Medicare has paid {ledger.rental.least} months of this rental and denied {least.denied_month}, "
    "{p.rental_months_paid} or more together",
)
def within_months_paid_or_denied():
    """Fewer than 36 months have been paid or denied."""
    return _fewer_than_all_paid(denied_months.least)


@criterion()
def denied_months_do_not_count():
    """The month is not open on the ground alone that an earlier month of the rental was denied."""
    return open_question(
        "whether a month that was denied counts: the law ends the rent after {p.rental_months_paid} months of continuous "
        "use, the regulation counts months that are paid",
        lenient=within_paid_months,
        strict=within_months_paid_or_denied,
        authority=("SSA1834, (a)(5)(F)", "42CFR414.230"),
    )


@criterion()
def some_paid_earlier():
    """Medicare has paid for a month of this kind of equipment before the start of the rental."""
    none = pl.when(rental_ledger.earlier_most == 0).then(pl.lit(False))
    return pl.when(rental_ledger.earlier_least > 0).then(pl.lit(True)).otherwise(none)


@criterion()
def had_earlier_rental():
    """Medicare has paid for an earlier rental of this kind within its lifetime; without a history none is known."""
    return history_listed & some_paid_earlier
