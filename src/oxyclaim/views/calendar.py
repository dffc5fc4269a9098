"""The answer to ``calendar``: runs of months alike in a table, then the reasons, once each."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from oxyclaim.rentals.calendar_months import Calendar, CalendarMonth, Lane, State, months_of
from oxyclaim.services.calendar import CalendarAnswer
from oxyclaim.views.blocks import Block, Bullets, Cell, Document, Grid, Item, Section, Text, Tone, Toned, counted
from oxyclaim.views.calendar_words import (
    LOOKS,
    NO_LANE,
    Notes,
    absences,
    counts,
    facts,
    kind_of,
    look_of,
    outside,
    title,
)
from oxyclaim.views.check import rule_book_line

TONES: dict[State, Tone] = {
    State.PAID: "good", State.PENDING: "good", State.DENIED: "bad", State.OTHER_PAYER: "note", State.PAYABLE: "note",
    State.HOLD: "caution", State.REVIEW: "question", State.BLOCKED: "bad", State.NO_RENT: "quiet",
    State.ENDED: "quiet", State.OPEN: "question",
}  # fmt: skip


def view(answer: CalendarAnswer) -> Document:
    """Each case's calendar, and what the letters mean."""
    blocks: list[Block] = [_case(calendar) for calendar in answer.cases]
    months = months_of(answer.cases)
    for kind in counts(months):
        look = LOOKS[kind]
        blocks.append(Text(f"{look.letter} {look.word}: {look.meaning}", "quiet"))
    if any(month.ahead for month in months):
        blocks.append(Text(answer.note, "quiet"))
    blocks.append(Text(rule_book_line(answer.rule_book, answer.as_of), "quiet"))
    return Document(tuple(blocks))


def _case(calendar: Calendar) -> Section:
    notes = Notes(calendar)
    blocks: list[Block] = [_lane(lane, calendar, notes) for lane in calendar.lanes]
    if not calendar.lanes:
        blocks.append(Text(NO_LANE))
    if notes.notes:
        blocks.append(Section("Why", tuple(Item(f"{note.number:>2} ", note.text) for note in notes.notes)))
    for head, rows in (("Absences", absences(calendar)), ("Not among these months", outside(calendar))):
        if rows:
            blocks.append(Section(head, (Bullets(tuple(rows)),)))
    return Section(f"Case {calendar.case_id}", tuple(blocks))


def _lane(lane: Lane, calendar: Calendar, notes: Notes) -> Section:
    told = ", ".join(f"{LOOKS[kind].letter} {count} {LOOKS[kind].word}" for kind, count in counts(lane.months).items())
    return Section(
        title(lane),
        (
            *(Text(fact) for fact in facts(lane, calendar.as_of)),
            _table(lane, notes),
            Text(f"{counted(len(lane.months), 'month')}: {told}", "quiet"),
        ),
    )


def _table(lane: Lane, notes: Notes) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    for run in _runs(lane.months, notes):
        first, last = run[0], run[-1]
        look = look_of(first)
        rows.append(
            (
                _span(first.number, last.number),
                _span(first.service_date.isoformat(), last.service_date.isoformat(), " to "),
                Toned(f"{look.letter} {look.word}{_ahead(first)}", TONES[first.state], strong=True),
                _positions(first, last, lane.limit),
                Toned(", ".join(map(str, notes.of(first))), "quiet"),
            )
        )
    return Grid(("months", "service dates", "state", "paid months", "why"), tuple(rows), widths=(2, 5, 4, 4, 2))


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


def _positions(first: CalendarMonth, last: CalendarMonth, limit: int | None) -> str:
    if first.position is None:
        return ""
    of = f" of {limit}" if limit is not None else ""
    return f"{'expected ' if first.expected else ''}{_span(first.position, last.position)}{of}"
