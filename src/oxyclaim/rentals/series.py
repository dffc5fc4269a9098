"""The days on which the months of one rental begin, billed or not: dates alone, no policy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Absence

STAYS = ("inpatient", "skilled_nursing")


@dataclass(frozen=True)
class Away:
    """A time in which no month begins: from ``first`` until ``resumes``, on which one does; None while it lasts."""

    first: date
    resumes: date | None


@dataclass(frozen=True)
class MonthDay:
    """A day on which a month begins, and whether that month has been billed."""

    day: date
    billed: bool


def away(absences: Sequence[Absence]) -> list[Away]:
    """What is known of the absences. One without reason or first day says nothing here: the verdict asks for it.

    After a stay a month begins on the day of the discharge, after anything else on the day behind its end.
    """
    known = [each for each in absences if each.first_day and each.reason and not each.unrelated_to_hospice]
    return [Away(each.first_day, _resumes(each)) for each in known if each.first_day]


def _resumes(absence: Absence) -> date | None:
    if absence.last_day is None or absence.reason in STAYS:
        return absence.last_day
    return absence.last_day + timedelta(days=1)


def months_of(start: date, billed: Sequence[date], absences: Sequence[Away]) -> Iterator[MonthDay]:
    """Every month from ``start`` on, without end unless an absence has none.

    A month begins on each anniversary. It begins later where an absence holds the anniversary, or where the month was
    billed later; the anniversaries then follow that day.
    """
    before = sorted({day for day in billed if day >= start})
    position = 0
    anchor, number = start, 0
    while True:
        day, following = add_months(anchor, number), add_months(anchor, number + 1)
        while position < len(before) and before[position] < day:
            yield MonthDay(before[position], True)
            position += 1
        if position < len(before) and before[position] < following:
            yield MonthDay(before[position], True)
            if before[position] > day:
                anchor, number = before[position], 0
            position += 1
        elif gone := next((each for each in absences if _holds(each, day)), None):
            if gone.resumes is None:
                yield from (MonthDay(later, True) for later in before[position:])
                return
            anchor, number = gone.resumes, 0
            continue
        else:
            yield MonthDay(day, False)
        number += 1


def _holds(absence: Away, day: date) -> bool:
    return absence.first <= day and (absence.resumes is None or day < absence.resumes)
