"""By when something must be done: the routes' time limits, counted from the dates that are known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from oxyclaim.engine.denials import Route
from oxyclaim.policy.denials.holidays import HOLIDAYS, federal_holidays, next_working_day

ON_ITS_OWN_DATE = "as if it had been received on its own date"
WITHOUT_THE_RULE = "not counting on the rule for weekends and holidays"
"""What a safe day leaves out: the days in which a remittance is taken to arrive, or the move of a day off."""


@dataclass(frozen=True)
class Dates:
    """What is known: of the service, of the remittance advice, of a request for records (ADR), of the decision of the
    last appeal. ``initial``: the first answer, where the remittance advice is that of a later one."""

    service: date | None = None
    remittance: date | None = None
    requested: date | None = None
    decided: date | None = None
    initial: date | None = None


@dataclass(frozen=True)
class Deadline:
    """A route's last day with its arithmetic; ``safe_day`` is an earlier one that counts on nothing that is presumed,
    as ``safe_because`` tells.

    Without ``last_day`` the limit is only told, in ``steps``.
    """

    route: str
    title: str
    last_day: date | None
    safe_day: date | None
    steps: tuple[str, ...]
    authority: tuple[str, ...]
    safe_because: str = ""


def deadlines(routes: Iterable[Route], dates: Dates) -> tuple[Deadline, ...]:
    """The last day of each route, as far as the dates tell it."""
    return tuple(_deadline(route, dates) for route in routes)


def _deadline(route: Route, dates: Dates) -> Deadline:
    start = {
        "service_date": dates.service,
        "remittance_date": dates.initial or dates.remittance,
        "receipt": dates.remittance,
        "request": dates.requested,
        "redetermination": dates.decided,
        "reconsideration": dates.decided,
    }.get(route.counts_from or "")
    if start is None:
        return _told(route, route.deadline)
    if not route.in_force_on(start):
        return _told(route, f"the limit for {start.isoformat()} is not known: the sources give it from {route.first}")
    if route.years is not None:
        return _in_years(route, start)
    return _counted(route, start)


def _in_years(route: Route, start: date) -> Deadline:
    assert route.years is not None
    safe = _years_later(start, route.years)
    last, rolled, authority = _rolled(route, safe)
    ends = f" is {_weekday(safe)}" if rolled else ""
    steps = (f"{_span(route)} from {_what(route, start)}{ends}", *rolled)
    return Deadline(route.id, route.title, last, safe if rolled else None, steps, authority, WITHOUT_THE_RULE)


def _counted(route: Route, start: date) -> Deadline:
    assert route.days is not None
    begins = start + timedelta(days=route.presumed_days)
    steps = []
    if route.presumed_days:
        steps.append(
            f"{_what(route, start)} counts as received on {begins.isoformat()} ({route.presumed_days} days later)"
        )
    last = begins + timedelta(days=route.days)
    counted = "" if route.presumed_days else f" from {_what(route, start)}"
    steps.append(f"day {route.days}{counted} is {_weekday(last)}")
    last, rolled, authority = _rolled(route, last)
    safe = start + timedelta(days=route.days) if route.presumed_days else None
    return Deadline(route.id, route.title, last, safe, (*steps, *rolled), authority, ON_ITS_OWN_DATE)


def _rolled(route: Route, last: date) -> tuple[date, tuple[str, ...], tuple[str, ...]]:
    """The day to which a last day moves, how, and by which sources; the day itself where it does not."""
    moved = next_working_day(last) if route.rolls else last
    if moved == last:
        return last, (), route.authority
    holiday = any(each in federal_holidays(each.year) for each in _days(last, moved))
    reason = (
        "a federal holiday" if last.weekday() < 5 else "a weekend, then a federal holiday" if holiday else "a weekend"
    )
    authority = (*route.authority, HOLIDAYS) if holiday else route.authority
    return moved, (f"{reason}, so the last day is {_weekday(moved)}",), authority


def _told(route: Route, text: str) -> Deadline:
    return Deadline(route.id, route.title, None, None, (text,), route.authority)


def _what(route: Route, day: date) -> str:
    names = {
        "service_date": "the service date",
        "remittance_date": "the initial determination of",
        "request": "the request of",
        "redetermination": "the redetermination of",
        "reconsideration": "the reconsideration of",
    }
    return f"{names.get(route.counts_from or '', 'the remittance of')} {day.isoformat()}"


def _span(route: Route) -> str:
    return "1 year" if route.years == 1 else f"{route.years} years"


def _weekday(day: date) -> str:
    return f"{day:%A} {day.isoformat()}"


def _days(first: date, end: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((end - first).days))


def _years_later(day: date, years: int) -> date:
    """The same day of a later year; 28 February for a 29th that is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
