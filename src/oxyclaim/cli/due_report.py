"""The list of due months that a biller reads on the terminal."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from oxyclaim.case.problems import Problem
from oxyclaim.cli.due_plain import Listing, counts
from oxyclaim.cli.output import console
from oxyclaim.cli.report import STYLES
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.rentals.due import DueMonth, Point

MOST_MONTHS = 25
"""Months that are shown without ``--all``."""
MOST_IDS = 3
"""Rule ids that stand in a cell."""
MOST_COMING = 8
MOST_RULES = 6
MOST_PROBLEMS = 10


def show(listing: Listing, catalogue: Catalogue, every: bool) -> None:
    """Print the months by date, what stands in the way of how many, what comes up, the totals, the broken files."""
    out = console()
    out.print(Text(f"Due on {listing.on} (rule book {catalogue.hash})", style="bold"))
    if every:
        for month in listing.months:
            _in_full(month, out)
    elif listing.due:
        out.print(_in_rows(listing.due[:MOST_MONTHS]))
        if len(listing.due) > MOST_MONTHS:
            out.print(f"... and {len(listing.due) - MOST_MONTHS:,} more months; --format csv writes them.")
        if any(month.to_check or month.wrong for month in listing.due):
            out.print(_rules(listing.due, catalogue))
            out.print(Text("--all tells each month in full; `oxyclaim check` tells one case.", style="dim"))
    _coming_up(listing, every)
    _totals(listing)
    tell_problems(listing.found.problems)


def _in_rows(months: Sequence[DueMonth]) -> Table:
    """A row a month."""
    table = Table(box=None, padding=(0, 1, 0, 0))
    for head in ("date", "case", "line", "code", "verdict", "as", "to check", "wrong", "claim by"):
        rules = head in ("to check", "wrong")
        table.add_column(head, no_wrap=not rules, overflow="fold", justify="right" if head == "line" else "left")
    for month in months:
        table.add_row(
            str(month.service_date),
            month.case_id,
            str(month.line_number),
            month.code,
            Text(month.verdict, style=STYLES[month.verdict]),
            " ".join(month.modifiers or ()),
            _ids(month.to_check),
            _ids(month.wrong),
            str(month.claim_by or ""),
        )
    return table


def _ids(points: Sequence[Point]) -> str:
    ids = list(dict.fromkeys(point.rule or "see --all" for point in points))
    more = f" +{len(ids) - MOST_IDS}" if len(ids) > MOST_IDS else ""
    return " ".join(ids[:MOST_IDS]) + more


def _in_full(month: DueMonth, out: Console) -> None:
    out.print(_head(month))
    for line in _points(month):
        out.print(Padding(line, (0, 0, 0, 4)))


def _head(month: DueMonth) -> Text:
    head = Text.assemble(
        (f"{month.service_date}  {month.case_id}  line {month.line_number}  {month.code}  ", "bold"),
        (month.verdict.upper(), STYLES[month.verdict]),
    )
    if month.modifiers:
        as_ = "as" if month.verdict == "billable" else "would be"
        head.append(f"  {as_} {month.code} {' '.join(month.modifiers)}")
    if not month.is_due:
        head.append(f"  TOO LATE: the last day for a claim was {month.claim_by}", style="red")
    elif month.claim_by:
        head.append(f"  claim by {month.claim_by}", style="dim")
    return head


def _points(month: DueMonth) -> Iterator[Text]:
    for label, style, points in (("to check", "yellow", month.to_check), ("already wrong", "red", month.wrong)):
        for point in points:
            yield Text.assemble((f"{label}: ", style), _sentence(point))
    if month.note:
        yield Text(f"note: {month.note}", style="dim")


def _sentence(point: Point) -> str:
    return f"{point.rule} {point.sentence}" if point.rule else point.sentence


def _rules(months: Sequence[DueMonth], catalogue: Catalogue) -> Table:
    """What stands in the way of the most months."""
    titles = {rule.id: rule.title for rule in catalogue.rules}
    found = Counter(point.rule for month in months for point in (*month.to_check, *month.wrong) if point.rule)
    table = Table(title="\nWhat stands in the way", title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column("months", justify="right")
    table.add_column("rule")
    table.add_column("which says")
    for rule, count in islice(found.most_common(), MOST_RULES):
        table.add_row(f"{count:,}", rule, titles[rule])
    return table


def _coming_up(listing: Listing, every: bool) -> None:
    coming = listing.found.coming_up
    shown = coming if every else coming[:MOST_COMING]
    if not coming:
        console().print(f"\nNothing comes up in the next {listing.ahead} days.")
        return
    table = Table(
        title=f"\nComing up in the next {listing.ahead} days", title_justify="left", box=None, padding=(0, 2, 0, 0)
    )
    for head in ("date", "case", "what", "who"):
        table.add_column(head, overflow="fold")
    for each in shown:
        day = str(each.first) if each.first == each.last else f"{each.first} to {each.last}"
        lines = ", ".join(map(str, each.lines))
        cells = day, f"{each.case_id} line {lines}", f"{each.what} [{each.rule}]", each.who
        table.add_row(*(Text(cell) for cell in cells))
    console().print(table)
    if len(shown) < len(coming):
        console().print(f"... and {len(coming) - len(shown):,} more; --all shows them.")


def _totals(listing: Listing) -> None:
    total = counts(listing)
    verdicts = ", ".join(f"{number:,} {verdict}" for verdict in STYLES if (number := total["verdicts"].get(verdict)))
    lines = [
        f"{total['cases_read']:,} cases read: {total['cases_due']:,} due, {total['cases_not_due']:,} not due",
        f"{total['months_due']:,} months due" + (f": {verdicts}" if verdicts else ""),
    ]
    if total["months_too_late"]:
        lines.append(f"{total['months_too_late']:,} unbilled months are too late for a timely claim (--all shows them)")
    lines += [f"{number:,} lines not due: {why}" for why, number in sorted(total["lines_not_due"].items())]
    lines.append(f"{total['files']:,} files, {total['places_with_problems']:,} of them with problems")
    console().print("\n" + "\n".join(lines))


def tell_problems(problems: Sequence[Problem]) -> None:
    """Name the broken files on the error stream, the first of them if they are many."""
    if not problems:
        return
    told = [str(problem) for problem in problems[:MOST_PROBLEMS]]
    if len(problems) > MOST_PROBLEMS:
        told.append(f"... and {len(problems) - MOST_PROBLEMS:,} more; --format json lists all")
    count = f"{len(problems):,} problem{'s' if len(problems) > 1 else ''}"
    sys.stderr.write("\n" + "\n".join(told) + f"\n{count} in the input; what could be read is listed above.\n")
