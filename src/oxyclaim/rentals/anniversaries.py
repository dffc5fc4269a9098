"""The months of a rental's lifetime: on which day each begins, and which months billed before fall into it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Absence, BilledMonth

STAYS = ("inpatient", "skilled_nursing")


@dataclass(frozen=True)
class Slot:
    """Month ``number`` of a rental: it begins on ``day`` and ends before ``next_day``.

    ``billed`` are the months billed before whose service date lies in it, in the order of time. ``moved`` says why the
    month begins on another day than the one before it.
    """

    number: int
    day: date
    next_day: date
    billed: tuple[BilledMonth, ...]
    moved: str | None = None


def slots(
    start: date, months: int, billed: Sequence[BilledMonth], absences: Sequence[Absence], asked: date | None
) -> Iterator[Slot]:
    """The months from the start of a rental on; ``asked`` is the service date of the case's own line.

    Month n is the start + n - 1 months. The day moves with a month that was billed on another day and not denied, and
    with a stay over the anniversary that ended before the next one: the month then begins on the discharge. The months
    behind it follow. ``asked`` sets the day of its own month; later months follow it only where an absence ended then.
    """
    dated = sorted((month for month in billed if month.service_date), key=_day)
    origin, passed = start, 0
    for number in range(1, months + 1):
        anniversary, following = add_months(origin, passed), add_months(origin, passed + 1)
        within = [month for month in dated if anniversary <= _day(month) < following]
        day, moved = _first_day(anniversary, following, within, absences, asked)
        if moved:
            origin, passed = day, 0
        following = add_months(origin, passed + 1)
        within = [month for month in dated if anniversary <= _day(month) < following]
        yield Slot(number, day, following, tuple(within), moved)
        passed += 1


def strongest(billed: Sequence[BilledMonth]) -> BilledMonth | None:
    """Of several claims for one month, the one that tells what became of it: paid before pending before denied."""
    return min(billed, key=lambda month: (_rank(month), -_day(month).toordinal()), default=None)


def _rank(month: BilledMonth) -> int:
    if month.outcome == "denied":
        return 3
    if month.payer != "medicare":
        return 2
    return 0 if month.outcome == "paid" else 1


def _first_day(
    anniversary: date, following: date, within: Sequence[BilledMonth], absences: Sequence[Absence], asked: date | None
) -> tuple[date, str | None]:
    """The day on which a month begins, and why it is not the anniversary if later months follow it."""
    said = strongest(within)
    if said is not None and said.outcome != "denied":
        day = _day(said)
        return day, None if day == anniversary else f"billed on {day} instead of {anniversary}"
    returns = [absence.last_day for absence in absences if absence.last_day]
    if asked is not None and anniversary < asked < following:
        back = asked in returns or asked - timedelta(days=1) in returns
        return asked, f"{asked} instead of {anniversary}, at the end of an absence" if back else None
    for absence in absences:
        first, last = absence.first_day, absence.last_day
        in_stay = absence.reason in STAYS and first is not None and last is not None and first <= anniversary < last
        if in_stay and last is not None and last < following and asked != anniversary:
            return last, f"{last}, the discharge, instead of {anniversary}"
    if said is not None and asked != anniversary:
        return _day(said), None
    return anniversary, None


def _day(month: BilledMonth) -> date:
    assert month.service_date is not None
    return month.service_date
