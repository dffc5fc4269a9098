"""What became of each month of a rental, and what would become of those ahead, to the end of the lifetime?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.rentals.calendar import Calendar, calendars
from oxyclaim.services.answers import Head
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
        cases=tuple(calendars(request.cases, book, request.as_of)),
        problems=request.problems,
    )
