"""The calendar as cells of a picture that a page draws: a row a year of the rental, a cell a month."""

from dataclasses import dataclass

from oxyclaim.rentals.calendar_months import Calendar, CalendarMonth, Lane
from oxyclaim.views.blocks import us_date, us_dates
from oxyclaim.views.calendar_words import LOOKS, NO_LANE, Notes, absences, counts, facts, look_of, outside, title

A_YEAR = 12
WIDTH, HEIGHT, LABEL = 64, 44, 58
"""Of a cell, and the room for a row's label, in units of the picture."""


@dataclass(frozen=True)
class CellTold:
    """A month: where it is drawn, its letter, its kind as a style's name, and what is said when it is pointed at."""

    x: int
    y: int
    letter: str
    kind: str
    ahead: bool
    below: str
    words: str


@dataclass(frozen=True)
class LaneTold:
    """A line's months. ``labels``: the years beside the rows, with their heights."""

    title: str
    facts: tuple[str, ...]
    width: int
    height: int
    cells: tuple[CellTold, ...]
    labels: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class LegendEntry:
    """A letter, the kind as a style's name, its word, its meaning, and how many months there are."""

    letter: str
    kind: str
    word: str
    meaning: str
    months: int


@dataclass(frozen=True)
class CalendarTold:
    """The calendar of a case; ``why``: numbered reasons."""

    lanes: tuple[LaneTold, ...]
    legend: tuple[LegendEntry, ...]
    why: tuple[tuple[int, str], ...]
    absences: tuple[str, ...]
    outside: tuple[str, ...]
    nothing: str


def told(calendar: Calendar) -> CalendarTold:
    """The calendar, for a page."""
    notes = Notes(calendar)
    months = [month for lane in calendar.lanes for month in lane.months]
    legend = tuple(
        LegendEntry(LOOKS[kind].letter, _style(LOOKS[kind].word), LOOKS[kind].word, LOOKS[kind].meaning, count)
        for kind, count in counts(months).items()
    )
    return CalendarTold(
        lanes=tuple(_lane(lane, calendar, notes) for lane in calendar.lanes),
        legend=legend,
        why=tuple((note.number, us_dates(note.text)) for note in notes.notes),
        absences=tuple(map(us_dates, absences(calendar))),
        outside=tuple(map(us_dates, outside(calendar))),
        nothing="" if calendar.lanes else NO_LANE,
    )


def _lane(lane: Lane, calendar: Calendar, notes: Notes) -> LaneTold:
    cells = tuple(_cell(place, month, notes) for place, month in enumerate(lane.months))
    rows = -(-len(cells) // A_YEAR)
    return LaneTold(
        title=us_dates(title(lane)),
        facts=tuple(us_dates(fact[:1].upper() + fact[1:]) for fact in facts(lane, calendar.as_of)),
        width=LABEL + A_YEAR * WIDTH,
        height=max(rows, 1) * HEIGHT,
        cells=cells,
        labels=tuple((row * HEIGHT, f"{lane.months[row * A_YEAR].service_date.year}") for row in range(rows)),
    )


def _cell(place: int, month: CalendarMonth, notes: Notes) -> CellTold:
    row, column = divmod(place, A_YEAR)
    look = look_of(month)
    why = notes.of(month)
    day = us_date(month.service_date)
    return CellTold(
        x=LABEL + column * WIDTH,
        y=row * HEIGHT,
        letter=look.letter,
        kind=_style(look.word),
        ahead=month.ahead,
        below=f"{day[:5]}" + (f" ({', '.join(map(str, why))})" if why else ""),
        words=f"month {month.number}, {day}: {look.word}",
    )


def _style(word: str) -> str:
    return word.replace(" ", "-")
