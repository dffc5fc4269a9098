"""The checklist on the terminal."""

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from oxyclaim.cli.checklist_words import (
    NO_DOCUMENT,
    ONLY_REPORTED,
    counts,
    kept,
    not_needed,
    numbers_of,
    rules_of,
    said_lines,
    wanted_shows,
    where,
)
from oxyclaim.cli.output import console as make_console
from oxyclaim.cli.report import STYLES as VERDICT_STYLES
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.standing import Standing
from oxyclaim.engine.words import Helps
from oxyclaim.policy.checklist import Checklist, Entry

STYLES = {
    Standing.ON_FILE: "green",
    Standing.REPORTED: "yellow",
    Standing.MISSING: "bold red",
    Standing.NOT_GOOD_ENOUGH: "bold red",
    Standing.TO_SETTLE: "magenta",
}
CASES_IN_FULL = 30
"""Cases that are shown in full; of more, only those that lack something, and the totals."""


def show(checklists: Sequence[Checklist], catalogue: Catalogue, as_of: date) -> None:
    """Print each case's checklist."""
    console = make_console()
    many = len(checklists) > CASES_IN_FULL
    if len(checklists) > 1:
        complete = sum(checklist.complete for checklist in checklists)
        console.print(f"{len(checklists)} cases, {complete} complete: {counts(checklists)}\n", style="bold")
    for checklist in checklists:
        if not many or not checklist.complete:
            _case(console, checklist)
    if many:
        console.print("Complete cases are not shown; --format json has all of them.", style="dim")
    console.print(f"Rule book {catalogue.hash}, as of {as_of.isoformat()}.", style="dim")


def _case(console: Console, checklist: Checklist) -> None:
    console.print(Text.assemble((f"Case {checklist.case_id}", "bold underline"), f"  {counts([checklist])}"))
    for line in checklist.lines:
        head = f"  line {line.line}  {line.code}  {line.service_date.isoformat()}  "
        console.print(Text.assemble(head, (line.verdict, VERDICT_STYLES[line.verdict])))
    chased = [entry for entry in checklist.entries if entry.standing != Standing.ON_FILE]
    if chased:
        console.print()
        console.print(_chased(chased))
        console.print()
        for part in _details(chased):
            console.print(part)
    if len(chased) < len(checklist.entries):
        console.print(Text("\nOn file", style="bold"))
        console.print(_on_file(checklist.entries))
    for other in checklist.others:
        console.print(
            Text(f"\nBesides, line {other.line}, {other.rule} {other.effect}: {other.sentence}", style="magenta")
        )
    if checklist.not_needed:
        console.print(Text("\nNot needed", style="bold"))
        for told in not_needed(checklist):
            console.print(_indented(told, by=2))
    console.print(Text(f"\n{kept(checklist)}", style="dim"))
    console.print()


def _chased(entries: Sequence[Entry]) -> Table:
    """What is not on file, a row each, in the order in which it is chased."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("", justify="right")
    table.add_column("standing", no_wrap=True)
    table.add_column("paper or fact")
    table.add_column("from", no_wrap=True)
    table.add_column("lines", no_wrap=True)
    table.add_column("by", no_wrap=True)
    for number, entry in enumerate(entries, start=1):
        standing = Text(entry.standing, style=STYLES[Standing(entry.standing)])
        title = Text(entry.title, style="bold")
        row = (Text(str(number)), standing, title, entry.supplied_by, numbers_of(entry), entry.due)
        table.add_row(*row)
    return table


def _details(entries: Sequence[Entry]) -> Iterator[RenderableType]:
    """What each must show and what helps; what holds for several is said once, at the end."""
    told: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        yield Text(f"{number:>2}  {entry.title}", style="dim bold")
        lacks = [sentence.removesuffix(NO_DOCUMENT) for sentence in entry.lacks if sentence not in told]
        told.update(entry.lacks)
        yield from (_indented(sentence) for sentence in lacks)
        if entry.only_if:
            yield _indented(f"wanted only if the rule applies: {entry.only_if}")
        if wanted := wanted_shows(entry):
            plain = entry.standing == Standing.REPORTED
            yield _indented(f"must show: {'; '.join(w.removesuffix(ONLY_REPORTED) if plain else w for w in wanted)}")
        for remedy in entry.remedies:
            when = "" if remedy.helps == Helps.THIS_MONTH.value else f"; {remedy.helps}"
            yield _indented(f"what helps: {remedy.action} ({remedy.who}){when}")
        yield _indented(f"rule: {rules_of(entry)}")
    yield Text()
    if any(entry.standing == Standing.REPORTED for entry in entries):
        yield Text("reported: somebody said so, and no document on file shows it", style="dim")
    if any(remedy.helps == Helps.THIS_MONTH.value for entry in entries for remedy in entry.remedies):
        yield Text(f"what helps, unless it says otherwise: {Helps.THIS_MONTH.value}", style="dim")
    for due, by in dict.fromkeys((entry.due, entry.by) for entry in entries):
        yield Text(f"by {due}: {by}", style="dim")


def _on_file(entries: Sequence[Entry]) -> Padding:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    for _ in range(3):
        table.add_column()
    for entry in entries:
        if entry.standing == Standing.ON_FILE:
            table.add_row(Text(entry.title), said_lines(entry), Text(where(entry), style="dim"))
    return Padding(table, (0, 0, 0, 2), expand=False)


def _indented(text: str, by: int = 4) -> Padding:
    return Padding(Text(text, style="dim"), (0, 0, 0, by), expand=False)
