"""On which day each month of a rental begins, and which claims fall into it: dates alone, no policy.

Month n begins on the start + n - 1 months, its anniversary. The day moves, and the months behind it follow:

- with a claim that was not denied: its day is the day of its month, be it earlier or later than the anniversary;
- with a stay over the anniversary that ended before the next one: the month then begins on the discharge.

Nothing else moves it by itself. A line of the case that waits to be billed may stand on another day: where neither
claim nor stay says otherwise, that day is its month's, and later months follow it only where an absence ended then.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Absence, BilledMonth
from oxyclaim.case.payer_words import SOME_OTHER, SOME_PLAN

STAYS = ("inpatient", "skilled_nursing")


@dataclass(frozen=True, slots=True)
class RentalMonth:
    """A month of a rental, which begins on ``day``.

    What is dated from ``opens`` on and before ``closes``, on which the next month opens, is of this month. It opens
    before it begins where the day has moved to a later one: a denied claim for the anniversary is one for that month.
    ``billed`` are the claims for it, the denied ones too, in the order of time. ``moved`` says why the month begins on
    another day than the anniversary, if later months follow.
    """

    day: date
    opens: date
    closes: date
    billed: tuple[BilledMonth, ...]
    moved: str | None = None


def rental_months(
    start: date, claims: Iterable[BilledMonth], absences: Sequence[Absence], own_day: date | None
) -> Iterator[RentalMonth]:
    """The months from the start of a rental on, without end.

    ``claims`` are those of the rental, whatever became of them; one without a day, or from before the start, is in no
    month. ``own_day`` is the service date of the case's own line, which stands for its month where neither claim nor
    stay says otherwise; None reckons the days as if there were no such line.
    """
    dated = sorted((claim for claim in claims if claim.service_date and claim.service_date >= start), key=_day)
    position = 0
    for (opens, day, moved), (closes, _, _) in pairwise(_days(start, dated, absences, own_day)):
        first = position
        while position < len(dated) and opens <= _day(dated[position]) < closes:
            position += 1
        yield RentalMonth(day, opens, closes, tuple(dated[first:position]), moved)


def _days(
    start: date, dated: Sequence[BilledMonth], absences: Sequence[Absence], own_day: date | None
) -> Iterator[tuple[date, date, str | None]]:
    """Of each month the day on which it opens, the day on which it begins, and why that has moved."""
    taken = sorted({_day(claim) for claim in dated if claim.outcome != "denied"}, reverse=True)
    anchor, number = start, 0
    while True:
        anniversary, following = add_months(anchor, number), add_months(anchor, number + 1)
        day, moved = anniversary, None
        if discharge := _discharge(absences, anniversary, following):
            day, moved = discharge, f"{discharge}, the discharge, instead of {anniversary}"
            following = add_months(discharge, 1)
        if taken and taken[-1] < following:
            day = taken.pop()
            moved = f"billed on {day} instead of {anniversary}" if day != anniversary else None
        elif own_day and not moved and anniversary < own_day < following:
            day = own_day
            if _is_return(absences, own_day):
                moved = f"{own_day} instead of {anniversary}, at the end of an absence"
        yield min(anniversary, day), day, moved
        anchor, number = (day, 1) if moved else (anchor, number + 1)


def _discharge(absences: Sequence[Absence], anniversary: date, following: date) -> date | None:
    """The end of a stay that held the anniversary and ended before the next one."""
    for absence in absences:
        first, last = absence.first_day, absence.last_day
        if absence.reason in STAYS and first and last and first <= anniversary < last < following:
            return last
    return None


def _is_return(absences: Sequence[Absence], day: date) -> bool:
    """Whether an absence ended on the day or on the one before it."""
    return any(absence.last_day in (day, day - timedelta(days=1)) for absence in absences)


def absence_on(absences: Iterable[Absence], day: date) -> Absence | None:
    """An absence that is known to hold the day, so that no month can be billed from it on.

    One without reason or first day says nothing here: the verdict asks for it. On the day of a discharge the patient is
    at home again.
    """
    return next((absence for absence in absences if _holds(absence, day)), None)


def _holds(absence: Absence, day: date) -> bool:
    if absence.reason is None or absence.unrelated_to_hospice or not (absence.first_day and absence.first_day <= day):
        return False
    last = absence.last_day
    return last is None or (day < last if absence.reason in STAYS else day <= last)


def strongest(billed: Sequence[BilledMonth]) -> BilledMonth | None:
    """Of several claims for one month, the one that tells what became of it: paid before pending before denied."""
    return min(billed, key=lambda month: (_rank(month), -_day(month).toordinal()), default=None)


OTHERS = (None, SOME_OTHER, SOME_PLAN)
"""Payers of which a month does not say that they are the case's own."""


def _rank(month: BilledMonth) -> int:
    if month.outcome == "denied":
        return 3
    if month.payer in OTHERS:
        return 2
    return 0 if month.outcome == "paid" else 1


def _day(month: BilledMonth) -> date:
    assert month.service_date is not None
    return month.service_date
