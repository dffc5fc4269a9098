"""What a calendar consists of: months in lanes, and what stands in none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from oxyclaim.case.models import Absence, BilledMonth


class State(StrEnum):
    """What became of a month, or would become of it."""

    PAID = "paid"
    PENDING = "pending"
    DENIED = "denied"
    OTHER_PAYER = "other payer"
    PAYABLE = "payable"
    HOLD = "hold"
    REVIEW = "review"
    BLOCKED = "blocked"
    NO_RENT = "no rent"
    ENDED = "ended"
    OPEN = "open"


@dataclass(frozen=True)
class CalendarMonth:
    """One month: when it begins, its state and why.

    ``ahead``: it begins after the day of the run. ``position``: the how-manieth paid month it is, or would be if each
    month before it that is not blocked were paid (``expected``); None where it does not count or nobody knows.
    ``billed`` are the claims for it, ``beside`` contents and visits of the same equipment.
    """

    number: int
    service_date: date
    state: State
    ahead: bool
    reason: str
    rules: tuple[str, ...] = ()
    position: int | None = None
    expected: bool = False
    moved: str | None = None
    billed: tuple[BilledMonth, ...] = ()
    beside: tuple[BilledMonth, ...] = ()


@dataclass(frozen=True)
class Lane:
    """The months of one line: equipment by the month, its contents, or its maintenance visits.

    ``lifetime_ends``: the first day behind the lifetime of the equipment, None where the payer's file sets none;
    ``lifetime_of``: the line of the stationary unit whose lifetime that is, where it is not the equipment's own.
    ``shown_to``: the first day behind the months shown. ``limit``: so many months are paid, None where the payer's file
    sets no number. ``paid_least`` and ``paid_most``: at least and at most so many rental months of the equipment are
    paid. ``last_paid_day``: the service date of the last month that is paid, once ``limit`` is reached; as long as it
    is not, the day on which that is expected. ``next_month``: the number of the next one to bill, the first behind all
    that were billed that is not out of the question (None for visits, which have a rhythm of their own).
    """

    line_number: int
    code: str
    bills: str
    equipment: str
    rental_start: date
    lifetime_ends: date | None
    limit: int | None
    paid_least: int
    paid_most: int | None
    last_paid_day: date | None
    next_month: int | None
    months: tuple[CalendarMonth, ...]
    lifetime_of: int | None
    shown_to: date

    @property
    def used_up(self) -> bool:
        """Whether the paid months are surely used up."""
        return self.limit is not None and self.paid_least >= self.limit

    @property
    def month_to_bill(self) -> CalendarMonth | None:
        """The next month to bill."""
        return next((month for month in self.months if month.number == self.next_month), None)


@dataclass(frozen=True)
class Outside:
    """A month of the history, or a line of the case, that stands in no lane, and why."""

    code: str | None
    service_date: date | None
    reason: str
    billed: BilledMonth | None = None


@dataclass(frozen=True)
class Calendar:
    """The lanes of a case, what stands outside them, and the absences that the case lists."""

    case_id: str
    as_of: date
    lanes: tuple[Lane, ...]
    outside: tuple[Outside, ...]
    absences: tuple[Absence, ...]


def months_of(calendars: Iterable[Calendar]) -> list[CalendarMonth]:
    """Every month of every lane of some calendars."""
    return [month for calendar in calendars for lane in calendar.lanes for month in lane.months]
