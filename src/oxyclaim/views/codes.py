"""The HCPCS codes of home oxygen: all in a table, one explained, or several side by side."""

from collections.abc import Iterator, Sequence

from oxyclaim.handbook.wording import cell_text, listing_text, marked, statement_text
from oxyclaim.policy.codes import CodeSheet, compared
from oxyclaim.policy.codes.sheets import Cell as CodeCell
from oxyclaim.policy.codes.sheets import Listing, Row, Statement
from oxyclaim.services.handbook import CodesAnswer
from oxyclaim.views.blocks import Block, Cell, Document, Grid, Item, Section, Text, Tone, Toned


def listing(answer: CodesAnswer) -> Document:
    """All codes, one a row."""
    rows = tuple((sheet.code, sheet.kind, sheet.name, sheet.modality) for sheet in answer.codes)
    more = Text("`oxyclaim codes CODE` explains one; with several codes it shows them side by side.")
    return Document((Grid(("code", "class", "name", "modality"), rows), more))


def view(answer: CodesAnswer) -> Document:
    """One code's sheet, or what differs between several, then what is the same."""
    sheets = answer.codes
    return Document(tuple(_sheet(sheets[0]) if len(sheets) == 1 else _comparison(sheets)))


def _sheet(sheet: CodeSheet) -> Iterator[Block]:
    cites = f"[{'; '.join(sheet.authority)}]{marked(sheet.grade)}"
    yield Text(f"{sheet.code}  {sheet.name}", strong=True)
    yield Text(f"Class: {sheet.kind}. Modality: {sheet.modality}. {cites}")
    yield Text("")
    for topic in dict.fromkeys(each.topic for each in sheet.statements):
        said = [each for each in sheet.statements if each.topic == topic]
        yield Section(topic, tuple(item for each in said for item in _told(statement_text(each), each)))
    named = [item for each in sheet.listings for item in _told(f"{each.title}. {listing_text(each)}", each)]
    yield Section("Named in the payers' lists", tuple(named) or (Text("No list names it."),))


def _told(text: str, each: Statement | Listing) -> Iterator[Item]:
    yield Item("", text, _tone(each.grade))
    yield Item("", f"[{'; '.join(each.authority)}]", "quiet", level=1)


def _comparison(sheets: Sequence[CodeSheet]) -> Iterator[Block]:
    rows = compared(sheets)
    differ, same = ([row for row in rows if row.differs is differs] for differs in (True, False))
    if differ:
        yield _grid("What differs", [sheet.code for sheet in sheets], differ)
    if same:
        yield _grid("What is the same", ["all of them"], same)
    yield Text(
        "A grade stands beside what is not from an authority's own text. `oxyclaim codes CODE` names the sources."
    )


def _grid(title: str, heads: Sequence[str], rows: Sequence[Row]) -> Grid:
    cells = tuple((row.topic, *(_cell(cell, row.empty) for cell in row.cells[: len(heads)])) for row in rows)
    return Grid(("", *heads), cells, (2, *(4 for _ in heads)), title, ruled=True)


def _cell(cell: CodeCell, empty: str) -> Cell:
    unconfirmed = any(isinstance(each, Statement) and each.grade == "unconfirmed" for each in cell)
    return Toned(cell_text(cell, empty), "question" if unconfirmed else "plain")


def _tone(grade: str) -> Tone:
    return "question" if grade == "unconfirmed" else "plain"
