"""Days: months, work days, and the timely-filing year."""

from calendar import monthrange
from datetime import date, timedelta


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def work_day(day: date) -> date:
    """The day, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def work_days_later(day: date, days: int) -> date:
    """So many work days on (Monday to Friday)."""
    for _ in range(days):
        day = work_day(day + timedelta(days=1))
    return day


def filing_ends(service_date: date) -> date:
    """The last day of the year in which a claim may be filed (42 CFR 424.44)."""
    return work_day(months_later(service_date, 12))


def weekly(weekday: int, after: date, until: date) -> list[date]:
    """Each such weekday after one day and up to another."""
    first = after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)
    return [first + timedelta(days=7 * week) for week in range(max(0, (until - first).days // 7 + 1))]
