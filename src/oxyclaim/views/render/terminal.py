"""Blocks on a terminal, or as plain text where the output is not one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Literal

from rich.box import HORIZONTALS
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from oxyclaim.views.blocks import (
    Block,
    Bullets,
    Cell,
    Checks,
    Choice,
    Document,
    Grid,
    Item,
    Pairs,
    Section,
    Text,
    Tone,
    Toned,
    plain,
)

STYLES: dict[Tone, str] = {
    "plain": "none", "good": "green", "caution": "yellow", "question": "magenta", "bad": "red", "note": "cyan",
    "quiet": "dim",
}  # fmt: skip
INDENT = 2
GAP = 2
LONGEST_WHOLE_WORD = 24
"""Words of tables that are longer may be broken, where there is no room."""


def text_of(document: Document, width: int) -> str:
    """The document as plain text of that width: no colors, no blanks at the ends of lines."""
    out = StringIO()
    Console(file=out, width=width, highlight=False, color_system=None).print(_whole(document))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def draw(document: Document, console: Console) -> None:
    """The document on a terminal, with colors."""
    console.print(_whole(document))


def _whole(document: Document) -> Group:
    parts: list[RenderableType] = [RichText(line, style="dim") for line in document.letterhead]
    if document.title:
        parts.append(RichText(document.title, style="bold underline"))
    if document.state:
        parts.append(RichText(document.state, style="bold"))
    parts += [drawn for block in document.blocks for drawn in _drawn(block)]
    if document.foot:
        parts.append(RichText(document.foot, style="dim"))
    return Group(*parts)


def _drawn(block: Block) -> Iterator[RenderableType]:
    match block:
        case Section(title=title, blocks=blocks):
            yield _toned(title, "bold underline")
            inner = [drawn for each in blocks for drawn in _drawn(each)]
            yield Padding(Group(*inner), (0, 0, 1, INDENT))
        case Text(text=text, tone=tone, strong=strong):
            yield _toned(text, _style(tone, strong))
        case Item(label=label, text=text, tone=tone, level=level):
            yield _item(label, text, tone, level)
        case Pairs(rows=pairs):
            table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
            table.add_column(no_wrap=True, style="dim")
            table.add_column(overflow="fold")
            for pair in pairs:
                table.add_row(*map(RichText, pair))
            yield table
        case Grid():
            yield _Fitting(block)
        case Checks(rows=checks):
            for check in checks:
                details = f" ({'; '.join(check.details)})" if check.details else ""
                standing = (f"{check.standing}: ", STYLES[check.tone]) if check.standing else ""
                mark = RichText.assemble(standing, check.words + details)
                yield Padding(mark, (0, 0, 0, 0))
        case Choice(words=words, boxes=boxes, details=texts):
            yield _toned(f"{words}  {'  '.join(f'[ ] {box}' for box in boxes)}", "bold")
            for text in texts:
                yield Padding(RichText(text), (0, 0, 0, INDENT))
        case Bullets(rows=rows):
            for row in rows:
                yield Padding(RichText(f"- {row}"), (0, 0, 0, INDENT))


def _item(label: str, text: str, tone: Tone, level: int) -> Padding:
    own = STYLES[tone] if not label or tone == "quiet" else "none"
    words = RichText.assemble((f"{label} " if label else "", STYLES[tone]), (text, own))
    return Padding(words, (0, 0, 0, 4 * level))


@dataclass(frozen=True)
class _Fitting:
    """A table as wide as there is room; where even its words have none, each row as labelled lines."""

    grid: Grid

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Draw it."""
        widths = _widths(self.grid, options.max_width)
        if widths is None:
            yield from _row_by_row(self.grid)
        else:
            yield _table(self.grid, widths)


def _table(grid: Grid, widths: Sequence[int]) -> Table:
    box = HORIZONTALS if grid.ruled else None
    table = Table(title=grid.title or None, title_justify="left", title_style="bold", box=box, show_lines=grid.ruled,
                  show_header=any(grid.head), show_edge=False, padding=(0, GAP, 0, 0), pad_edge=False)  # fmt: skip
    for position, (heading, width) in enumerate(zip(grid.head, widths, strict=True)):
        justify: Literal["left", "right"] = "right" if position in grid.numbers else "left"
        table.add_column(heading, overflow="fold", justify=justify, width=width)
    for row in grid.rows:
        table.add_row(*map(_cell, row))
    return table


def _widths(grid: Grid, room: int) -> list[int] | None:
    """How wide each column is, so that words stay whole; None where there is no room for that."""
    columns = [[heading, *(plain(row[position]) for row in grid.rows)] for position, heading in enumerate(grid.head)]
    whole = [max(len(line) for cell in cells for line in cell.split("\n")) for cells in columns]
    room -= (len(columns) - 1) * (GAP + grid.ruled)
    shares = grid.widths or [1] * len(columns)
    widths = [max(1, *_words(cells)) for cells in columns]
    kept = [w if share == 0 else least for w, share, least in zip(whole, shares, widths, strict=True)]
    widths = kept if sum(kept) <= room else widths
    if sum(widths) > room:
        return None
    for _ in range(min(room, sum(whole)) - sum(widths)):
        narrow = [place for place, width in enumerate(widths) if width < whole[place]]
        widths[min(narrow, key=lambda place: widths[place] / max(shares[place], 0.1))] += 1
    return widths


def _words(cells: Iterable[str]) -> Iterator[int]:
    """How wide the words are that stay whole."""
    return (min(len(word), LONGEST_WHOLE_WORD) for cell in cells for word in cell.split())


def _row_by_row(grid: Grid) -> Iterator[RenderableType]:
    if grid.title:
        yield RichText(grid.title, style="bold")
    for row in grid.rows:
        yield _cell(row[0])
        for heading, cell in zip(grid.head[1:], row[1:], strict=True):
            told = _cell(cell)
            words = RichText.assemble((f"{heading}: " if heading else "", "dim"), told) if told.plain else None
            if words is not None:
                yield Padding(words, (0, 0, 0, INDENT))


def _cell(cell: Cell) -> RichText:
    return RichText(cell) if isinstance(cell, str) else RichText(cell.text, style=_style(cell.tone, cell.strong))


def _toned(text: str | tuple[Toned, ...], style: str) -> RichText:
    if isinstance(text, str):
        return RichText(text, style=style)
    pieces = [(piece.text, _style(piece.tone, piece.strong)) for piece in text]
    return RichText.assemble(*pieces)


def _style(tone: Tone, strong: bool) -> str:
    return f"bold {STYLES[tone]}".replace("bold none", "bold") if strong else STYLES[tone]
