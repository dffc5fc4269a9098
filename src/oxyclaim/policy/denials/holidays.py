"""Federal holidays as observed, for deadlines that end on a working day (5 U.S.C. 6103)."""

from datetime import date, timedelta

HOLIDAYS = "5USC6103"
"""The source."""
_FIXED = (((1, 1), 1870), ((6, 19), 2021), ((7, 4), 1870), ((11, 11), 1938), ((12, 25), 1870))
"""Month and day, and the first year."""
_MONDAYS = ((1, 3), (2, 3), (9, 1), (10, 2))
"""Month, and which of its Mondays."""
_CLOSED_BY_ORDER = (
    date(2018, 12, 24), date(2019, 12, 24), date(2020, 12, 24), date(2025, 1, 9), date(2025, 12, 24),
    date(2025, 12, 26),
)  # fmt: skip
"""Whole days on which an executive order closed the federal government, as far as read (CLOSED-BY-ORDER)."""
_YEARS = range(2010, 2101)


def federal_holidays(year: int) -> frozenset[date]:
    """The days of a year on which holidays are observed: Friday for a Saturday, Monday for a Sunday."""
    fixed = [date(y, *day) for y in (year, year + 1) for day, since in _FIXED if y >= since]
    days = {_observed(day) for day in fixed}
    days |= {_nth(year, month, weekday=0, n=n) for month, n in _MONDAYS}
    days |= {_last_monday_of_may(year), _nth(year, 11, weekday=3, n=4)}
    return frozenset(day for day in days if day.year == year)


def next_working_day(day: date) -> date:
    """The day itself, or the first one after it that is neither on a weekend nor a federal holiday."""
    while day.weekday() >= 5 or day in federal_holidays(day.year):
        day += timedelta(days=1)
    return day


def _nonworkdays() -> tuple[date, ...]:
    holidays = {day for year in _YEARS for day in federal_holidays(year)}
    return tuple(sorted(holidays | set(_CLOSED_BY_ORDER)))


def _observed(day: date) -> date:
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


def _nth(year: int, month: int, *, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


NONWORKDAYS = _nonworkdays()
"""Every federal holiday as observed, and every day closed by executive order, from 2010 on; weekends are not listed."""
