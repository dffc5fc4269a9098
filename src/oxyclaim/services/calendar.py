"""What became of each month of a rental, and what would become of those ahead, to the end of the lifetime?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.rentals.calendar import Calendar, CalendarMonth, State, calendars
from oxyclaim.services.answers import Head
from oxyclaim.services.claim_obstacles import obstacles_on
from oxyclaim.services.problems import Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.version import __version__

AHEAD_NOTE = (
    "Months ahead (after the day of the run) are no promise: A says that nothing known today stands against the month, "
    "which still waits for its day, the look-ups before billing and a recent record of need and use. Where the rent "
    "ends is reckoned as if each month before it that is neither blocked nor too late to bill were billed and paid."
)


@dataclass(frozen=True, kw_only=True)
class CalendarAnswer(Head):
    """The calendar of each case, in order; see ``rentals.calendar``.

    ``problems``: what could not be read, and is therefore not among the cases.
    """

    note: str
    cases: tuple[Calendar, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class CalendarRequest:
    """The cases, of which one run consists, and the day of the run. ``problems``: what could not be read of the
    input.
    """

    cases: Sequence[Case]
    as_of: date
    problems: tuple[Problem, ...] = ()


def calendar(request: CalendarRequest, book: RuleBook) -> CalendarAnswer:
    """The months of every case."""
    return CalendarAnswer(
        oxyclaim=__version__,
        answer="calendar",
        rule_book=book.hash,
        as_of=request.as_of,
        note=AHEAD_NOTE,
        cases=tuple(
            _held(each, case, book, request.as_of)
            for each, case in zip(calendars(request.cases, book, request.as_of), request.cases, strict=True)
        ),
        problems=request.problems,
    )


def _held(calendar: Calendar, case: Case, book: RuleBook, as_of: date) -> Calendar:
    """The calendar, in which a month that is to be billed and of which no claim would be written is on hold."""

    def month(each: CalendarMonth, line_number: int) -> CalendarMonth:
        if each.state is not State.PAYABLE or each.ahead:
            return each
        reasons = obstacles_on(case, line_number, each.service_date, (), book, as_of)
        return replace(each, state=State.HOLD, reason=" ".join(reasons)) if reasons else each

    lanes = (
        replace(lane, months=tuple(month(each, lane.line_number) for each in lane.months)) for lane in calendar.lanes
    )
    return replace(calendar, lanes=tuple(lanes))
