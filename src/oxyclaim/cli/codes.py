"""``oxyclaim codes``."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from oxyclaim.cli.output import console, find, print_json, refuse
from oxyclaim.policy import load
from oxyclaim.policy.handbook import CodeSheet, compared, load_codes
from oxyclaim.policy.handbook.codes import Cell, Statement
from oxyclaim.policy.handbook.wording import cell_text, listing_text, marked, statement_text

OK, BAD_INPUT = 0, 2


def show(wanted: Sequence[str], as_json: bool) -> int:
    """All codes, one code's sheet, or several side by side. Returns the exit code."""
    by_code = {sheet.code: sheet for sheet in load_codes(load())}
    found = [find(code, by_code) for code in wanted]
    if None in found:
        refuse("oxygen code", wanted[found.index(None)].upper(), list(by_code), "codes", as_json)
        return BAD_INPUT
    sheets = [by_code[code] for code in dict.fromkeys(found) if code] or list(by_code.values())
    if as_json:
        print_json(sheets)
        return OK
    out = console()
    if not wanted:
        out.print(_table(sheets))
        out.print("`oxyclaim codes CODE` explains one; with several codes it shows them side by side.")
    elif len(sheets) == 1:
        for part in _sheet(sheets[0]):
            out.print(part)
    else:
        for part in _comparison(sheets):
            out.print(part)
    return OK


def _table(sheets: Sequence[CodeSheet]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for head in ("code", "class", "name", "modality"):
        table.add_column(head)
    for sheet in sheets:
        table.add_row(sheet.code, sheet.kind, sheet.name, sheet.modality)
    return table


def _sheet(sheet: CodeSheet) -> Iterator[RenderableType]:
    yield Text(f"{sheet.code}  {sheet.name}", style="bold")
    yield Text(f"Class: {sheet.kind}. Modality: {sheet.modality}. [{'; '.join(sheet.authority)}]{marked(sheet.grade)}")
    topic = ""
    for statement in sheet.statements:
        if statement.topic != topic:
            topic = statement.topic
            yield Text(f"\n{topic}", style="bold")
        yield _line(statement_text(statement), _style(statement.grade))
        yield _source(statement.authority)
    yield Text("\nNamed in the payers' lists", style="bold")
    if not sheet.listings:
        yield _line("No list names it.", "none")
    for listing in sheet.listings:
        yield _line(f"{listing.title}. {listing_text(listing)}", _style(listing.grade))
        yield _source(listing.authority)


def _comparison(sheets: Sequence[CodeSheet]) -> Iterator[RenderableType]:
    rows = compared(sheets)
    for title, differs in (("What differs", True), ("What is the same", False)):
        chosen = [row for row in rows if row.differs is differs]
        if chosen:
            table = Table(title=title, title_justify="left", title_style="bold", show_lines=True, expand=True)
            table.add_column("", ratio=2)
            for sheet in sheets if differs else [None]:
                table.add_column(sheet.code if sheet else "all of them", ratio=4, overflow="fold")
            for row in chosen:
                cells = row.cells if differs else row.cells[:1]
                table.add_row(row.topic, *(_cell(cell, row.empty) for cell in cells))
            yield table
    yield Text(
        "A grade stands beside what is not from an authority's own text. `oxyclaim codes CODE` names the sources."
    )


def _cell(cell: Cell, empty: str) -> Text:
    unconfirmed = any(isinstance(each, Statement) and each.grade == "unconfirmed" for each in cell)
    return Text(cell_text(cell, empty), style="magenta" if unconfirmed else "none")


def _style(grade: str) -> str:
    return "magenta" if grade == "unconfirmed" else "none"


def _line(text: str, style: str) -> Padding:
    return Padding(Text(text, style=style), (0, 0, 0, 2), expand=False)


def _source(authority: Sequence[str]) -> Padding:
    return Padding(Text(f"[{'; '.join(authority)}]", style="dim"), (0, 0, 0, 4), expand=False)
