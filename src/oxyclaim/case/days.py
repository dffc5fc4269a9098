"""Arithmetic with days."""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day of a later (or earlier) month, or that month's last day where it is shorter.

    Month n of a rental is its start + n months, never the month before + 1: a start on the 31st stays on the 31st.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def anniversary_after(start: date, day: date) -> date:
    """The first anniversary of ``start`` that is later than ``day``."""
    months = max((day.year - start.year) * 12 + day.month - start.month, 0)
    later = add_months(start, months)
    return later if later > day else add_months(start, months + 1)
