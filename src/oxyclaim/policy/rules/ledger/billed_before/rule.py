"""The month has not been billed before: by the supplier itself, or by another one."""

import polars as pl

from oxyclaim.engine.grains import LINE, MONTH
from oxyclaim.engine.words import Cure, Effect, Helps, Stage, criterion, derived, exists, line, month, rule
from oxyclaim.policy.rules.ledger.acquisition.criteria import not_sold
from oxyclaim.policy.rules.ledger.rental_months.months import HISTORY, history_listed, last_day_left_behind


@derived(LINE)
def month_before_begins():
    """The last day on which a month may begin that ends before the line's."""
    return last_day_left_behind(line.service_date, pl.lit("1mo"))


@derived(LINE)
def month_after_begins():
    """The day on which the month behind the line's begins."""
    return line.service_date.dt.offset_by("1mo")


@derived(LINE)
def billed_as():
    """rental, contents or maintenance: what of the line is billed month by month; null for the rest."""
    return (
        pl.when(line.equipment == "maintenance")
        .then(pl.lit("maintenance"))
        .when(line.kind_of_code.str.ends_with("contents"))
        .then(pl.lit("contents"))
        .when(line.kind_of_code.is_not_null())
        .then(pl.lit("rental"))
    )


def _like_the_line():
    """Billed to Medicare for the same kind of equipment, contents or visit, and not denied."""
    alike = (month.kind_of_month == line.kind_of_code) & (month.kind == line.billed_as)
    return alike & month.is_own_payers & (month.outcome != "denied")


@criterion(MONTH, met="{month.code} of {month.service_date} was paid")
def paid_already():
    """This very month, of the line's own code and service date, was paid to this supplier."""
    same = (month.service_date == line.service_date) & (month.code == line.code)
    return _like_the_line() & same & month.is_paid & (month.supplier == "own")


@criterion(unknown="a month billed before does not say whether this supplier was paid for it", ask=HISTORY)
def not_paid_already():
    """This supplier has not been paid for this code and day."""
    return ~exists(MONTH, paid_already)


@criterion()
def is_billed_monthly():
    """Equipment, contents or a visit."""
    return line.billed_as.is_not_null()


@criterion()
def filled_or_visited():
    """Contents or a visit, which are neither rented nor sold."""
    return line.billed_as.is_in(["contents", "maintenance"])


@criterion()
def billed_monthly_with_history():
    """Rented equipment, contents or a visit, whose earlier months the case lists."""
    return is_billed_monthly & (filled_or_visited | not_sold) & history_listed


@rule(
    "LED-070",
    stage=Stage.LEDGER,
    applies=billed_monthly_with_history,
    requires=not_paid_already,
    not_met=Effect.NOT_PAYABLE,
    in_force=("1989-06-01", None),
    authority=("NPAY", "NDEN"),
    sentence="{line.code} of {line.service_date} has been paid: {reasons}.",
    if_unknown="Whether {line.code} of {line.service_date} has been paid already is not known: {reasons}.",
    cure=Cure("do not send it again", "the biller", Helps.NOT_TO_BE_BILLED),
    denial="CO-18",
)
def not_billed_twice():
    """A month is paid once: a claim for the same code and day is a duplicate."""


@criterion(MONTH, met="{month.code} of {month.service_date} ({month.outcome}; supplier: {month.supplier})")
def billed_for_these_days():
    """Its rental month and the line's have a day in common: it begins less than a month before it or behind it."""
    near = (month.service_date > line.month_before_begins) & (month.service_date < line.month_after_begins)
    return _like_the_line() & near


@criterion(unknown="a month billed before does not say what it was, for which day or with which answer", ask=HISTORY)
def month_is_free():
    """No month billed before has days in common with the line's month."""
    return ~exists(MONTH, billed_for_these_days)


@criterion()
def is_a_visit():
    """A maintenance visit, which has a rhythm of its own."""
    return line.equipment == "maintenance"


@criterion()
def rented_or_filled_with_history():
    """A rental month or a month of contents, whose earlier months the case lists."""
    return billed_monthly_with_history & ~is_a_visit


@rule(
    "LED-071",
    stage=Stage.LEDGER,
    applies=rented_or_filled_with_history,
    requires=month_is_free,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority=("NPAY", "NDEN"),
    sentence="Medicare pays one unit of a kind a month, and the days from {line.service_date} on are billed already: "
    "{reasons}.",
    if_unknown="Whether the days from {line.service_date} on are billed already is not known: {reasons}.",
    cure=Cure(
        "correct the service date; where another supplier billed the month, find the proof that its unit was picked up",
        "the supplier's records",
    ),
    denial="CO-151, M3, M25",
)
def month_not_billed_before():
    """A rental month runs to the day before the same date of the next month, and is paid to one supplier."""
