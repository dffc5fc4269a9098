"""The checklist on the terminal."""

from collections.abc import Sequence
from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from oxyclaim.cli.checklist_words import counts, kept, lines_of, rules_of, wanted_shows, where
from oxyclaim.cli.report import STYLES as VERDICT_STYLES
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.standing import Standing
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
    console = Console(width=None if Console().is_terminal else 110, highlight=False)
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
    table = Table(box=None, padding=(0, 1, 0, 1), pad_edge=False, expand=True)
    table.add_column("standing", no_wrap=True)
    table.add_column("paper or fact", ratio=5)
    table.add_column("from", no_wrap=True)
    table.add_column("lines", no_wrap=True)
    table.add_column("on file as", ratio=2, overflow="fold")
    for entry in checklist.entries:
        lines = lines_of(entry).replace(", ", "\n")
        standing = Text(entry.standing, style=STYLES[Standing(entry.standing)])
        table.add_row(standing, _details(entry), entry.supplied_by, lines, where(entry))
    console.print(table)
    for item in checklist.not_needed:
        console.print(Text(f"not needed: {item.title}: {item.why}", style="dim"))
    for other in checklist.others:
        console.print(
            Text(f"Besides, line {other.line}, {other.rule} {other.effect}: {other.sentence}", style="magenta")
        )
    console.print(Text(kept(checklist), style="dim"))
    console.print()


def _details(entry: Entry) -> Text:
    text = Text(entry.title)
    if entry.standing == Standing.ON_FILE:
        return text
    text.stylize("bold")
    rows = [(sentence, "") for sentence in entry.lacks]
    if entry.only_if:
        rows.append((f"wanted only if the rule applies: {entry.only_if}", ""))
    if wanted := wanted_shows(entry):
        rows.append((f"must show: {'; '.join(wanted)}", ""))
    rows += [(f"what helps: {r.action} ({r.who}); it helps {r.helps}", "") for r in entry.remedies[:3]]
    rows += [(f"when: {entry.by}", "dim"), (f"rule: {rules_of(entry)}", "dim")]
    for row, style in rows:
        text.append(f"\n- {row}", style=style or "not bold")
    return text
