"""The answer to ``due``: the months by date, what stands in the way, what nobody can know, what comes up, totals."""

from collections.abc import Iterator, Sequence

from oxyclaim.rentals.due import LIST_THEM, DueMonth, Point
from oxyclaim.services.due import DueAnswer
from oxyclaim.views.blocks import Block, Cell, Document, Grid, Item, Section, Text, Toned, counted
from oxyclaim.views.check import TONES, rule_book_line

MOST_MONTHS = 25
"""Months that are shown where not every month is asked for."""
MOST_IDS = 3
"""Rule ids that stand in a cell."""
MOST_COMING = 8
MOST_RULES = 6
MOST_UNKNOWN = 8


def view(answer: DueAnswer, every: bool = False) -> Document:
    """``every``: each month in full, not a screenful of rows."""
    return Document(tuple(_blocks(answer, every)), title=f"Due on {answer.as_of.isoformat()}")


def _blocks(answer: DueAnswer, every: bool) -> Iterator[Block]:
    if every:
        yield from map(_in_full, answer.months)
    elif answer.due:
        yield Section("Months due", tuple(_first_months(answer.due)))
        if answer.in_the_way:
            yield Section("What stands in the way", tuple(_in_the_way(answer)))
    if answer.not_known:
        title = "Cannot be known: the case does not list the months billed before (history)"
        yield Section(title, tuple(_not_known(answer, every)))
    yield Section(f"Coming up in the next {counted(answer.ahead_days, 'day')}", tuple(_coming_up(answer, every)))
    yield Section("Totals", tuple(_totals(answer)))
    yield Text(rule_book_line(answer.rule_book, answer.as_of), "quiet")


def _first_months(due: Sequence[DueMonth]) -> Iterator[Block]:
    yield _in_rows(due[:MOST_MONTHS])
    if len(due) > MOST_MONTHS:
        yield Text(f"... and {counted(len(due) - MOST_MONTHS, 'more month')}; --format csv writes them.")


def _in_rows(months: Sequence[DueMonth]) -> Grid:
    rows: list[tuple[Cell, ...]] = [
        (
            str(month.service_date), month.case_id, str(month.line_number), month.code,
            Toned(month.verdict, TONES[month.verdict]), " ".join(month.modifiers or ()), _ids(month.to_check),
            _ids(month.wrong), str(month.claim_by or ""),
        )
        for month in months
    ]  # fmt: skip
    head = ("date", "case", "line", "code", "verdict", "as", "to check", "wrong", "claim by")
    return Grid(head, tuple(rows), numbers=(2,))


def _ids(points: Sequence[Point]) -> str:
    ids = list(dict.fromkeys(point.rule or "see --all" for point in points))
    more = f" +{len(ids) - MOST_IDS}" if len(ids) > MOST_IDS else ""
    return " ".join(ids[:MOST_IDS]) + more


def _in_full(month: DueMonth) -> Section:
    return Section(_head(month), tuple(_points(month)))


def _head(month: DueMonth) -> tuple[Toned, ...]:
    place = f"{month.service_date}  {month.case_id}  line {month.line_number}  {month.code}  "
    pieces = [Toned(place, strong=True), Toned(month.verdict.upper(), TONES[month.verdict], strong=True)]
    if month.modifiers:
        as_ = "as" if month.verdict == "billable" else "would be"
        pieces.append(Toned(f"  {as_} {month.code} {' '.join(month.modifiers)}"))
    if not month.is_due:
        pieces.append(Toned(f"  TOO LATE: the last day for a claim was {month.claim_by}", "bad"))
    elif month.claim_by:
        pieces.append(Toned(f"  claim by {month.claim_by}", "quiet"))
    return tuple(pieces)


def _points(month: DueMonth) -> Iterator[Item]:
    for point in month.to_check:
        yield Item("to check:", _sentence(point), "caution")
    for point in month.wrong:
        yield Item("already wrong:", _sentence(point), "bad")
    if month.note:
        yield Item("note:", month.note, "quiet")


def _sentence(point: Point) -> str:
    return f"{point.rule} {point.sentence}" if point.rule else point.sentence


def _in_the_way(answer: DueAnswer) -> Iterator[Block]:
    rows = tuple((f"{each.months:,}", each.rule, each.title) for each in answer.in_the_way[:MOST_RULES])
    yield Grid(("months", "rule", "which says"), rows, numbers=(0,))
    yield Text("--all tells each month in full; `oxyclaim check` tells one case.", "quiet")


def _not_known(answer: DueAnswer, every: bool) -> Iterator[Block]:
    """Months of which nobody can say whether they are due."""
    shown = answer.not_known if every else answer.not_known[:MOST_UNKNOWN]
    rows = tuple(
        (f"{each.case_id} line {each.line_number}", each.code, _span(each.first, each.last), f"{each.months:,}")
        for each in shown
    )
    yield Grid(("case", "code", "months of", "months"), rows, numbers=(3,))
    if len(shown) < len(answer.not_known):
        yield Text(f"... and {counted(len(answer.not_known) - len(shown), 'more line')}; --all shows them.")
    yield Text(f"To do: {LIST_THEM}.", "caution")


def _coming_up(answer: DueAnswer, every: bool) -> Iterator[Block]:
    coming = answer.coming_up
    if not coming:
        yield Text("Nothing.")
        return
    shown = coming if every else coming[:MOST_COMING]
    rows = tuple(
        (
            _span(each.first, each.last),
            f"{each.case_id} line {', '.join(map(str, each.lines))}",
            _sourced(each.what, each.rule),
            each.who,
        )
        for each in shown
    )
    yield Grid(("date", "case", "what", "who"), rows, widths=(2, 3, 8, 2))
    if len(shown) < len(coming):
        yield Text(f"... and {len(coming) - len(shown):,} more; --all shows them.")


def _span(first: object, last: object) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _totals(answer: DueAnswer) -> Iterator[Block]:
    total = answer.summary
    verdicts = ", ".join(f"{number:,} {verdict}" for verdict in TONES if (number := total.verdicts.get(verdict)))
    yield Text(f"{counted(total.cases_read, 'case')} read: {total.cases_due:,} due, {total.cases_not_due:,} not due")
    yield Text(f"{counted(total.months_due, 'month')} due" + (f": {verdicts}" if verdicts else ""))
    if total.months_too_late:
        late = counted(total.months_too_late, "unbilled month is", "unbilled months are")
        yield Text(f"{late} too late for a timely claim (--all shows them)")
    if total.months_not_known:
        yield Text(f"{counted(total.months_not_known, 'month')} of which it cannot be known whether they are due")
    for why, number in sorted(total.lines_not_due.items()):
        yield Text(f"{counted(number, 'line')} not due: {why}")
    broken = f"{total.places_with_problems:,} with problems" if total.places_with_problems else "none with problems"
    yield Text(f"{counted(total.files, 'file')}, {broken}")


def _sourced(what: str, rule: str) -> str:
    """With the rule, where one says it; the name of a payer's value tells a reader nothing."""
    return f"{what} [{rule}]" if "-" in rule else what
