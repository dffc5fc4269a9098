"""How a calendar is told, on the terminal and in the picture: letters, words, counts and numbered notes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from oxyclaim.case.models import BilledMonth
from oxyclaim.rentals.calendar_months import Calendar, CalendarMonth, Lane, State
from oxyclaim.views.blocks import counted


@dataclass(frozen=True)
class Look:
    """The letter of a kind of month, its word and what it means."""

    letter: str
    word: str
    meaning: str


LOOKS = {
    (State.PAID, False): Look("P", "paid", "by the payer; the number counts the paid months"),
    (State.PENDING, False): Look("W", "waiting", "billed, and not answered yet"),
    (State.DENIED, False): Look("D", "denied", "the payer denied it; it does not count"),
    (State.OTHER_PAYER, False): Look("O", "other payer", "billed to another payer; it does not count"),
    (State.PAYABLE, False): Look("B", "to bill", "not billed, and it may be"),
    (State.PAYABLE, True): Look("A", "payable ahead", "nothing known today stands against it"),
    (State.HOLD, False): Look("H", "hold", "something is missing; do not bill yet"),
    (State.REVIEW, False): Look("R", "review", "a person must settle it before billing"),
    (State.BLOCKED, False): Look("X", "blocked", "not covered, not payable or excluded"),
    (State.NO_RENT, False): Look("N", "no rent", "the paid months are used up"),
    (State.ENDED, False): Look("E", "ended", "no equipment, or past its lifetime"),
    (State.OPEN, False): Look("?", "open", "not judged yet"),
}
"""By state, and whether the month lies ahead where that makes another word of it; in the order of the legend."""

_UNTOLD = (State.PAID, State.PAYABLE)
"""States that the legend explains well enough."""

ABSENCES = {
    "no_need": "no need",
    "inpatient": "in hospital",
    "skilled_nursing": "in a nursing facility",
    "hospice": "hospice",
    "medicare_advantage": "Medicare Advantage plan",
    "other_payer": "another payer",
    "not_billed": "not billed",
}


def kind_of(month: CalendarMonth) -> tuple[State, bool]:
    """The key of a month's look."""
    return (month.state, month.ahead and month.state is State.PAYABLE)


def look_of(month: CalendarMonth) -> Look:
    """A month's look."""
    return LOOKS[kind_of(month)]


def counts(months: Sequence[CalendarMonth]) -> dict[tuple[State, bool], int]:
    """How many months of each kind, in the order of the legend; kinds without a month are left out."""
    found = Counter(kind_of(month) for month in months)
    return {kind: found[kind] for kind in LOOKS if kind in found}


@dataclass(frozen=True)
class Note:
    """A reason that is told once, for all months that share it."""

    number: int
    text: str


class Notes:
    """The numbered reasons of a calendar."""

    def __init__(self, calendar: Calendar):
        months = [(lane, month) for lane in calendar.lanes for month in lane.months]
        alike = Counter(key for _, month in months for key in _keys(month))
        self._numbers: dict[tuple[str, ...], int] = {}
        self.notes: list[Note] = []
        for _, month in months:
            for key in _keys(month):
                if key not in self._numbers:
                    self._numbers[key] = len(self.notes) + 1
                    self.notes.append(Note(len(self.notes) + 1, _told(key, month, alike[key])))

    def of(self, month: CalendarMonth) -> tuple[int, ...]:
        """The numbers of a month's notes."""
        return tuple(self._numbers[key] for key in _keys(month))


def _keys(month: CalendarMonth) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = []
    if month.moved:
        keys.append(("moved", month.moved))
    if len(month.billed) > 1:
        keys.append(("claims", ", ".join(f"{each.service_date} {_answer(each)}" for each in month.billed)))
    if month.state not in _UNTOLD or month.reason.startswith("the claim of"):
        keys.append((month.state, *month.rules) if month.rules else (month.state, month.reason))
    keys += [("beside", _beside(month))] if month.beside else []
    return keys


def _told(key: tuple[str, ...], month: CalendarMonth, alike: int) -> str:
    if key[0] == "moved":
        return f"The day moves: {key[1]}; later months follow."
    if key[0] == "claims":
        return f"Claims for the month: {key[1]}."
    if key[0] == "beside":
        return f"Besides: {key[1]}."
    rules = f"{', '.join(month.rules)}: " if month.rules else ""
    sentence = month.reason[:1].upper() + month.reason[1:]
    of_first = f" (told of month {month.number}; {alike} months alike)" if month.rules and alike > 1 else ""
    return f"{rules}{sentence.rstrip('.')}.{of_first}"


def _answer(month: BilledMonth) -> str:
    return month.outcome or "answer not known"


def _beside(month: CalendarMonth) -> str:
    return ", ".join(f"{each.code} {each.kind} of {each.service_date}, {_answer(each)}" for each in month.beside)


NO_LANE = "No line of this case is billed month by month from a known start."


def title(lane: Lane) -> str:
    """What a lane is about."""
    what = {"rental": "equipment, rented", "contents": "contents; rental", "maintenance": "equipment, visits; rented"}
    return f"{lane.code}, {lane.equipment} {what[lane.bills]} since {lane.rental_start} (line {lane.line_number})"


def paid(lane: Lane) -> str:
    """How many of the paid months are used, at least and at most where nobody knows."""
    if lane.limit is None:
        some = counted(lane.paid_least, "month") + " paid"
        if lane.paid_least != lane.paid_most:
            some = f"at least {some}" if lane.paid_least else "how many months are paid is not known"
        return f"{some}; the payer's file sets no number of paid months, so where the rent ends is not reckoned"
    if lane.paid_least == lane.paid_most:
        return f"{lane.paid_least} of {lane.limit} months paid"
    if lane.paid_most is None:
        return f"at least {lane.paid_least} of {lane.limit} months paid"
    return f"{lane.paid_least} to {lane.paid_most} of {lane.limit} months paid"


def lifetime(lane: Lane) -> str:
    """When the lifetime ends, and whose it is."""
    if lane.lifetime_ends is None:
        return f"the payer's file sets no lifetime: months are shown to {lane.shown_to - timedelta(days=1)}"
    governed = f", with that of the stationary unit (line {lane.lifetime_of})" if lane.lifetime_of else ""
    return f"the lifetime ends on {lane.lifetime_ends - timedelta(days=1)}{governed}"


def facts(lane: Lane, as_of: date) -> list[str]:
    """The paid months, the last paid month, the end of the lifetime, the next month to bill."""
    told = [paid(lane)]
    if lane.last_paid_day and lane.used_up:
        told.append(f"paid month {lane.limit}: {lane.last_paid_day}")
    elif lane.last_paid_day:
        told.append(f"paid month {lane.limit} expected on {lane.last_paid_day}, if each until then is paid")
    told.append(lifetime(lane))
    if month := lane.month_to_bill:
        what = "next month due" if month.service_date > as_of else "next month to bill"
        told.append(f"{what}: {month.number} on {month.service_date} ({look_of(month).word})")
    return told


def absences(calendar: Calendar) -> list[str]:
    """Each absence in a line."""
    told = []
    for absence in calendar.absences:
        last = f"to {absence.last_day}" if absence.last_day else "and lasts"
        why = ABSENCES.get(absence.reason or "", "reason not known")
        told.append(f"{absence.first_day or 'day not known'} {last}: {why}")
    return told


def outside(calendar: Calendar) -> list[str]:
    """What stands in no lane, each in a line."""
    told = []
    for each in calendar.outside:
        what = f"{each.billed.kind or 'month'}, {_answer(each.billed)}" if each.billed else "line"
        told.append(f"{each.code or 'code not known'} {each.service_date or 'without a day'} ({what}): {each.reason}")
    return told
