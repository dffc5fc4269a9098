"""Letter paper: rows of text, headings and tables are drawn on it, with a letterhead and counted pages.

The library copies what its object holds; hence it is given rows of text, and never a document.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fpdf import FPDF

from oxyclaim.views.blocks import Grid, plain

FONT = "Helvetica"
SIZE, SMALL, HEADING, TITLE, FINE = 9.5, 8.5, 10, 14, 7.5
"""Sizes of type, in points."""
LEADING = 0.46
"""Millimeters from line to line for each point of size."""
MARGIN, FOOT = 17, 18
BOX, BESIDE, APART = 3.4, 1.5, 4.5
"""Millimeters of a box, from it to its words, and from these to the next box."""
LABEL, STEP = 36, 5
"""Millimeters that labels take, and by which a deeper level is indented."""
GAP, PADDING = 2.5, 0.7
"""Millimeters beside and above what stands in a table's cell."""
GREY = 90
NOT_ALONE = 24
"""Millimeters that must be left on a page below a heading."""


@dataclass(frozen=True)
class Row:
    """Text in a column: what stands left of it (a label, a box, a mark), and the boxes right of it."""

    text: str
    size: float = SIZE
    strong: bool = False
    grey: bool = False
    indent: float = 0
    above: float = 0
    label: str = ""
    label_width: float = 0
    box: bool = False
    ticked: bool = False
    boxes: tuple[str, ...] = ()
    ruled: bool = False


@dataclass(frozen=True)
class Heading:
    """Words on a band."""

    text: str


Unit = tuple[Row, ...] | Heading | Grid
"""What is kept together on a page, but for a table, which may go on on the next."""


Widths = dict[tuple[str, bool], float]
"""The widths of words, as they stand in plain or in bold type of one point."""


class Pages(FPDF):
    """Letter paper with a letterhead, and a foot that counts the document's pages."""

    def __init__(self, scale: float, widths: Widths) -> None:
        super().__init__(orientation="portrait", unit="mm", format="letter")
        self.scale, self.widths = scale, widths
        self.letterhead: tuple[str, ...] = ()
        self.foot = ""
        self.totals: tuple[int, ...] = ()
        self.note = ""
        self.counted = True
        self.number = 0
        self.first_page = 1
        self.set_margin(MARGIN)
        self.set_top_margin(13)
        self.c_margin = 0
        self.set_auto_page_break(True, margin=FOOT)

    def begin(self, number: int, letterhead: tuple[str, ...], foot: str) -> None:
        """A new document, on a new page."""
        self.letterhead = letterhead
        self.add_page()  # it writes the foot of the page before
        self.number, self.first_page, self.foot = number, self.page_no(), foot

    def header(self) -> None:
        """Who writes."""
        for place, line in enumerate(self.letterhead):
            name = place == 0
            self._write(Row(line, size=12 if name else 8.5, strong=name, grey=not name))
        if self.letterhead:
            self.set_draw_color(120)
            self.line(MARGIN, self.get_y() + 1.2, self.w - MARGIN, self.get_y() + 1.2)
            self.set_y(self.get_y() + 3.5)

    def footer(self) -> None:
        """What kind of paper this is, and the page."""
        self.set_y(-14)
        self.set_font(FONT, size=FINE)
        self.set_text_color(GREY)
        if foot := (self.foot + self.note).strip():
            self.cell(0, 4, foot)
        if not self.counted:
            self.set_text_color(0)
            return
        of = f" of {self.totals[self.number]}" if self.totals else ""
        self.cell(0, 4, f"Page {self.page_no() - self.first_page + 1}{of}", align="R")
        self.set_text_color(0)

    @property
    def fill(self) -> float:
        """How full the page is, from 0 to 1."""
        return float((self.get_y() - self.t_margin) / (self.page_break_trigger - self.t_margin))

    def put(self, unit: Unit) -> None:
        """Draw on this page, or on the next if it does not fit on this one and does on an empty one."""
        if isinstance(unit, Grid):
            self._grid(unit)
        elif isinstance(unit, Heading):
            self._heading(unit.text)
        else:
            height = sum(self._height(row) for row in unit)
            if self._room < height < (self.page_break_trigger - self.t_margin) / 2:
                self.add_page()
            for row in unit:
                self._write(row)

    @property
    def _room(self) -> float:
        """Millimeters that are left on the page."""
        return float(self.page_break_trigger - self.get_y())

    def _height(self, row: Row) -> float:
        lines = max(len(self._told(row)), len(self._labels(row)))
        return lines * self._line(row) + row.above * self.scale

    def _told(self, row: Row) -> list[str]:
        """The lines of a row's text."""
        width = self.w - 2 * MARGIN - row.indent - row.label_width - self._boxes_width(row)
        return self._wrapped(row.text, width, row.size, row.strong)

    def _labels(self, row: Row) -> list[str]:
        """The lines of what stands left of it."""
        return self._wrapped(row.label, max(row.label_width - 3, 2), SMALL, True) if row.label else []

    def _line(self, row: Row) -> float:
        return row.size * self.scale * LEADING

    def _boxes_width(self, row: Row) -> float:
        if not row.boxes:
            return 0.0
        self._type(SMALL)
        return float(sum(BOX + BESIDE + self.get_string_width(box) + APART for box in row.boxes))

    def _type(self, size: float, strong: bool = False) -> None:
        self.set_font(FONT, "B" if strong else "", size * self.scale)

    def _wide(self, word: str, size: float, strong: bool) -> float:
        """Millimeters that a word takes; each is measured once."""
        if (word, strong) not in self.widths:
            self.set_font(FONT, "B" if strong else "", SIZE)
            self.widths[word, strong] = self.get_string_width(word) / SIZE
        return self.widths[word, strong] * size * self.scale

    def _wrapped(self, text: str, width: float, size: float, strong: bool) -> list[str]:
        """The text in lines of that width. The library's own way measures every line again for each letter."""
        blank = self._wide(" ", size, strong)
        lines: list[str] = []
        for paragraph in text.split("\n"):
            line, used = "", 0.0
            for word, wide in self._fitting(paragraph.split(" "), width, size, strong):
                if line and used + blank + wide > width:
                    lines.append(line)
                    line, used = word, wide
                else:
                    used += wide + (blank if line else 0)
                    line = f"{line} {word}" if line else word
            lines.append(line)
        return lines

    def _fitting(self, words: Sequence[str], width: float, size: float, strong: bool) -> Iterator[tuple[str, float]]:
        """The words with their widths, one that is wider than a line in pieces."""
        for word in words:
            piece = word
            while (wide := self._wide(piece, size, strong)) > width and len(piece) > 1:
                cut = max(1, int(len(piece) * width / wide) - 1)
                yield piece[:cut], self._wide(piece[:cut], size, strong)
                piece = piece[cut:]
            yield piece, wide

    def _write(self, row: Row) -> None:
        told, labels, height = self._told(row), self._labels(row), self._line(row)
        self.set_y(self.get_y() + row.above * self.scale)
        if self._room < height:
            self.add_page()
        left, top = MARGIN + row.indent, self.get_y()
        if row.ruled:
            self.set_draw_color(190)
            self.line(MARGIN, top - 1.2, self.w - MARGIN, top - 1.2)
        if row.box:
            self._box(left - STEP, top + 0.4, row.ticked)
        self._boxes_right(row, top)
        for place in range(max(len(told), len(labels))):
            if self._room < height:
                self.add_page()
            y = self.get_y()
            if place < len(labels):
                self._type(SMALL, strong=True)
                self._at(left, y, height, labels[place])
            if place < len(told):
                self._type(row.size, row.strong)
                self.set_text_color(GREY if row.grey else 0)
                self._at(left + row.label_width, y, height, told[place])
                self.set_text_color(0)
            self.set_y(y + height)

    def _at(self, x: float, y: float, height: float, text: str) -> None:
        if text:
            self.set_xy(x, y)
            self.cell(h=height, text=text)

    def _boxes_right(self, row: Row, top: float) -> None:
        x = self.w - MARGIN - self._boxes_width(row) + APART  # the last words end at the margin
        for words in row.boxes:
            self._box(x, top + 0.4)
            self._at(x + BOX + BESIDE, top, self._line(row), words)
            x += BOX + BESIDE + self.get_string_width(words) + APART
        self.set_y(top)

    def _box(self, x: float, y: float, ticked: bool = False) -> None:
        self.set_draw_color(0)
        self.rect(x, y, BOX, BOX)
        if ticked:
            self.line(x + 0.7, y + 1.8, x + 1.4, y + 2.6)
            self.line(x + 1.4, y + 2.6, x + 2.8, y + 0.7)

    def _heading(self, text: str) -> None:
        """A band with words, never alone at the foot of a page."""
        if self._room < NOT_ALONE:
            self.add_page()
        self.set_y(self.get_y() + 2.5 * self.scale)
        height = 5.6 * self.scale
        self.set_fill_color(232)
        self.rect(MARGIN, self.get_y(), self.w - 2 * MARGIN, height, style="F")
        self._type(HEADING, strong=True)
        y = self.get_y()
        self._at(MARGIN + 1, y, height, text)
        self.set_y(y + height + 1)

    def _grid(self, grid: Grid) -> None:
        """A table with lines between its rows; its head is said again on each page."""
        if grid.title:
            self._write(Row(grid.title, strong=True, above=1))
        shares = grid.widths or (1,) * len(grid.head)
        widths = [(self.w - 2 * MARGIN) * share / sum(shares) for share in shares]
        self.set_y(self.get_y() + 0.6)
        self._cells(grid.head, widths, strong=True)
        for row in grid.rows:
            cells = [cell if isinstance(cell, str) else plain(cell) for cell in row]
            if self._room < self._cells_height(cells, widths):
                self.add_page()
                self._cells(grid.head, widths, strong=True)
            self._cells(cells, widths)
        self.set_y(self.get_y() + 1)

    def _cells_height(self, cells: Sequence[str], widths: Sequence[float], strong: bool = False) -> float:
        deepest = max(len(self._wrapped(c, w - GAP, SMALL, strong)) for c, w in zip(cells, widths, strict=True))
        return deepest * SMALL * self.scale * LEADING + 2 * PADDING

    def _cells(self, cells: Sequence[str], widths: Sequence[float], strong: bool = False) -> None:
        height = self._cells_height(cells, widths, strong)
        if self._room < height:
            self.add_page()
        x, top, step = float(MARGIN), self.get_y(), SMALL * self.scale * LEADING
        for cell, width in zip(cells, widths, strict=True):
            lines = self._wrapped(cell, width - GAP, SMALL, strong)
            self._type(SMALL, strong)
            for place, line in enumerate(lines):
                self._at(x, top + PADDING + place * step, step, line)
            x += width
        self.set_draw_color(170)
        self.line(MARGIN, top + height, self.w - MARGIN, top + height)
        self.set_y(top + height)
