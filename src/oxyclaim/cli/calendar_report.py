"""The calendar on the terminal: runs of months alike in a table, then the reasons, once each."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from oxyclaim.cli.calendar_words import (
    AHEAD_NOTE,
    LOOKS,
    Notes,
    absences,
    counts,
    facts,
    kind_of,
    look_of,
    outside,
    title,
)
from oxyclaim.cli.output import console as make_console
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.rentals.calendar import Calendar, CalendarMonth, Lane, State

STYLES = {
    State.PAID: "bold green",
    State.PENDING: "green",
    State.DENIED: "red",
    State.OTHER_PAYER: "blue",
    State.PAYABLE: "bold cyan",
    State.HOLD: "bold yellow",
    State.REVIEW: "bold magenta",
    State.BLOCKED: "bold red",
    State.NO_RENT: "dim",
    State.ENDED: "dim",
    State.OPEN: "magenta",
}


def show(made: Sequence[Calendar], catalogue: Catalogue) -> None:
    """Print each case's calendar and what the letters mean."""
    console = make_console()
    for calendar in made:
        _case(console, calendar)
    seen = counts([month for calendar in made for lane in calendar.lanes for month in lane.months])
    for kind in seen:
        console.print(Text(f"{LOOKS[kind].letter} {LOOKS[kind].word}: {LOOKS[kind].meaning}", style="dim"))
    if any(month.ahead for calendar in made for lane in calendar.lanes for month in lane.months):
        console.print(Text(AHEAD_NOTE, style="dim"))
    if made:
        console.print(Text(f"Rule book {catalogue.hash}, as of {made[0].as_of.isoformat()}.", style="dim"))


def _case(console: Console, calendar: Calendar) -> None:
    console.print(Text(f"Case {calendar.case_id}", style="bold underline"))
    notes = Notes(calendar)
    for lane in calendar.lanes:
        console.print(Text(f"\n  {title(lane)}", style="bold"))
        for fact in facts(lane, calendar.as_of):
            console.print(Text(f"  {fact}"))
        console.print(Padding(_table(lane, notes), (1, 0, 1, 2), expand=False))
        told = ", ".join(f"{LOOKS[kind].letter} {count} {LOOKS[kind].word}" for kind, count in _count(lane).items())
        console.print(Text(f"  {len(lane.months)} months: {told}", style="dim"))
    _listed(console, "Why", [f"{note.number:>2}  {note.text}" for note in notes.notes], hanging=4)
    _listed(console, "Absences", absences(calendar))
    _listed(console, "Not among these months", outside(calendar))
    console.print()


def _count(lane: Lane) -> dict[tuple[State, bool], int]:
    return counts(lane.months)


def _table(lane: Lane, notes: Notes) -> Table:
    table = Table(box=None, padding=(0, 3, 0, 0), pad_edge=False)
    table.add_column("months", no_wrap=True)
    table.add_column("service dates", no_wrap=True)
    table.add_column("state", no_wrap=True)
    table.add_column("paid months", no_wrap=True)
    table.add_column("why", no_wrap=True)
    for run in _runs(lane.months, notes):
        first, last = run[0], run[-1]
        look = look_of(first)
        table.add_row(
            _span(first.number, last.number),
            _span(first.service_date.isoformat(), last.service_date.isoformat(), " to "),
            Text(f"{look.letter} {look.word}{_ahead(first)}", style=STYLES[first.state]),
            _positions(first, last, lane.limit),
            Text(", ".join(map(str, notes.of(first))), style="dim"),
        )
    return table


def _runs(months: Sequence[CalendarMonth], notes: Notes) -> Iterator[list[CalendarMonth]]:
    """Months one after the other that are alike, and of which the paid ones count on."""

    def alike(month: CalendarMonth) -> tuple[object, ...]:
        return (kind_of(month), month.ahead, notes.of(month), month.number - (month.position or month.number))

    for _, run in groupby(months, key=alike):
        yield list(run)


def _ahead(month: CalendarMonth) -> str:
    return " (ahead)" if month.ahead and month.state not in (State.PAYABLE, State.ENDED) else ""


def _span(first: object, last: object, between: str = "-") -> str:
    return str(first) if first == last else f"{first}{between}{last}"


def _positions(first: CalendarMonth, last: CalendarMonth, limit: int) -> str:
    if first.position is None:
        return ""
    return f"{'expected ' if first.expected else ''}{_span(first.position, last.position)} of {limit}"


def _listed(console: Console, head: str, lines: Sequence[str], hanging: int = 0) -> None:
    if not lines:
        return
    console.print(Text(f"\n  {head}", style="bold"))
    for line in lines:
        if hanging:
            grid = Table.grid()
            grid.add_row(Text(line[:hanging]), Text(line[hanging:]))
            console.print(Padding(grid, (0, 0, 0, 2), expand=False))
        else:
            console.print(Padding(Text(line), (0, 0, 0, 2), expand=False))
