"""The months of one run: other lines of the case, and lines of the member's other cases, count as not answered yet."""

import polars as pl

from oxyclaim.engine.grains import CLAIMED, OTHER_LINE
from oxyclaim.engine.words import (
    Cure,
    Effect,
    Pending,
    Stage,
    claimed,
    criterion,
    derived,
    exists,
    line,
    other_line,
    p,
    rule,
)
from oxyclaim.policy.rules.ledger.rental_months.months import kind_of


def _in_reach(day):
    """Before the line's service date, and no longer ago than a lifetime before the start of the rental."""
    since = (day >= line.a_lifetime_before_start) | p.lifetime_years.is_null()
    return since & (day < line.service_date)


def _of_counted_code(code):
    return pl.when(p.months_count_code == "code").then(code == line.code).otherwise(pl.lit(True))


@criterion(OTHER_LINE)
def earlier_line_of_run():
    """Another line of the case that bills an earlier rental month of the same kind of equipment."""
    rented = (other_line.kind_of_code == line.counted_kind) & (other_line.acquisition == "rental")
    return rented & _in_reach(other_line.service_date) & _of_counted_code(other_line.code)


@derived(CLAIMED)
def kind_of_claimed():
    """stationary or portable equipment; empty for other codes."""
    return pl.when(claimed.code.is_not_null()).then(kind_of(claimed.code).fill_null(""))


@criterion(CLAIMED)
def earlier_line_of_other_case():
    """A line of another case of the member that bills an earlier rental month of the same kind of equipment."""
    rented = (claimed.kind_of_claimed == line.counted_kind) & (claimed.acquisition == "rental")
    return rented & _in_reach(claimed.service_date) & _of_counted_code(claimed.code)


PENDING = (
    Pending(earlier_line_of_run, "other_line.service_date", "other_line.code"),
    Pending(earlier_line_of_other_case, "claimed.service_date", "claimed.code"),
)
"""What is claimed together with the line and may be paid before it."""


@criterion(CLAIMED, met="case {claimed.case_id} bills {claimed.code} of {claimed.service_date} too")
def same_line_of_other_case():
    """Another case of the member bills the same code for the same day."""
    another = claimed.case_id != line.case_id
    return another & (claimed.code == line.code) & (claimed.service_date == line.service_date)


@criterion()
def billed_by_one_case():
    """No other case of the member bills it in this run."""
    return ~exists(CLAIMED, same_line_of_other_case)


@rule(
    "LED-072",
    stage=Stage.LEDGER,
    requires=billed_by_one_case,
    not_met=Effect.HOLD,
    in_force=("1989-06-01", None),
    authority=("NPAY", "NDEN"),
    sentence="Two cases of the same member bill {line.code} of {line.service_date}: {reasons}.",
    cure=Cure("find out which of the cases is right, and take the line out of the other", "the biller"),
    denial="OA-18",
)
def one_case_for_a_month():
    """A month stands in one case: of two that bill it for one member, one is wrong or a duplicate."""
