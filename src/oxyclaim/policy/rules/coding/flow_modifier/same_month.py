"""The stationary and the portable unit of one month, which share a flow modifier above 4 liters per minute.

A portable unit that came later has an anniversary of its own: its month has days in common with the stationary one.
"""

from oxyclaim.engine.grains import MONTH, OTHER_LINE
from oxyclaim.engine.words import criterion, exists, line, month, other_line
from oxyclaim.policy.rules.ledger.rental_months.months import history_listed


def _shares_days(day):
    return (day > line.month_before_begins) & (day < line.month_after_begins)


def _billed(kind):
    """A rental month of that kind, answered by the line's payer or pending, with days in common with the line's."""
    of_kind = (month.kind_of_month == kind) & (month.kind == "rental") & month.is_own_payers
    return of_kind & (month.outcome != "denied") & _shares_days(month.service_date)


@criterion(OTHER_LINE)
def other_is_stationary_of_the_month():
    """The other line is stationary equipment whose month has days in common with the line's."""
    return (other_line.equipment == "stationary") & _shares_days(other_line.service_date)


@criterion(OTHER_LINE)
def other_is_portable_of_the_month():
    """The other line is portable equipment whose month has days in common with the line's."""
    return (other_line.equipment == "portable") & _shares_days(other_line.service_date)


@criterion(MONTH)
def stationary_month_beside():
    """A stationary month billed before that has days in common with the line's."""
    return _billed("stationary")


@criterion(MONTH)
def portable_month_beside():
    """A portable month billed before that has days in common with the line's."""
    return _billed("portable")


@criterion()
def stationary_billed_before():
    """The stationary unit of this month has been billed, on its own anniversary."""
    return history_listed & exists(MONTH, stationary_month_beside)


@criterion()
def portable_billed_before():
    """The portable unit of this month has been billed, on its own anniversary."""
    return history_listed & exists(MONTH, portable_month_beside)


@criterion()
def beside_stationary_of_the_month():
    """A stationary unit is, or has been, billed for days of this month."""
    return exists(OTHER_LINE, other_is_stationary_of_the_month) | stationary_billed_before


@criterion()
def beside_portable_of_the_month():
    """A portable unit is, or has been, billed for days of this month."""
    return exists(OTHER_LINE, other_is_portable_of_the_month) | portable_billed_before
