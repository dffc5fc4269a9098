"""A request as a printable form: what goes to the payer, then what is for the own file. It names the member.

The PDF uses a built-in font of Latin letters; what it cannot print is written in Latin letters by sound (anyascii), and
the form says so.
"""

from collections.abc import Callable, Sequence
from datetime import date

from anyascii import anyascii
from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from oxyclaim.case.models import Case
from oxyclaim.cli.authorization_document import (
    Block,
    Check,
    Checks,
    Document,
    Grid,
    Pairs,
    Section,
    Text,
    document_of,
)
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.standing import Standing
from oxyclaim.policy.authorization import CaseRequests

FONT = "Helvetica"
MARGIN = 17
BOX = 3.4
SIZE = 9.5
SMALL = 8.5
LEADING = 0.46
"""Millimeters from line to line for each point of size."""
LABEL = 36
GREY = 90
TITLE_AND_MORE = 30
"""Millimeters that must be left on the page where a section begins."""


def pdf_of(case: Case, found: CaseRequests, catalogue: Catalogue, as_of: date) -> bytes:
    """The requests of a case as a PDF of letter size, each on pages of its own."""
    form = _Form(case, found, catalogue, as_of)
    for request in found.requests:
        form.request(document_of(case, found, request, as_of, with_member=True))
    return bytes(form.output())


class _Form(FPDF):
    def __init__(self, case: Case, found: CaseRequests, catalogue: Catalogue, as_of: date):
        super().__init__(orientation="portrait", unit="mm", format="letter")
        self.case, self.found, self.catalogue, self.as_of = case, found, catalogue, as_of
        self.own = False
        self.transliterated = False
        self.set_margin(MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(True, margin=20)
        self.set_title(f"Prior-authorization request of case {found.case_id}")
        self.set_creator("oxyclaim")

    def request(self, document: Document) -> None:
        """The pages that go to the payer, from a new page on, then those for the own file."""
        self.own = False
        self.add_page()
        self._text(document.title, style="B", size=14)
        for section in document.sections:
            if not section.own:
                self._section(section)
        self._whole(_Form.signed)
        self.add_page()  # it ends the last page for the payer, whose footer must still be that one's
        self.own = True
        self._text("For the supplier's own file - do not send", style="B", size=14)
        self._text(f"{document.title}. {document.state}", style="B", above=1)
        for section in document.sections:
            if section.own:
                self._section(section)
        self._text(f"Rule book {self.catalogue.hash}, as of {self.as_of}.", size=8, grey=True, above=3)

    def signed(self) -> None:
        """Who prepared it."""
        self.ln(7)
        blank = "_" * 28
        self._text(f"Prepared by (name, telephone): {blank}{blank[:8]}    Date: {blank[:16]}")

    def header(self) -> None:
        """The supplier's name on every page."""
        self._text((self.case.supplier and self.case.supplier.name) or "", style="B", size=11)
        self._text(self._supplier_address(), size=8, grey=True)
        self.ln(2)

    def footer(self) -> None:
        """Case, page, and that it is confidential."""
        self.set_y(-16)
        self.set_font(FONT, size=7.5)
        self.set_text_color(GREY)
        note = " Some letters were replaced by Latin ones." if self.transliterated else ""
        kind = "Confidential. For your own file, not to be sent." if self.own else "Confidential patient information."
        told = f"{kind}{note} Case {self.found.case_id}, {self.as_of}"
        self.cell(0, 4, self._latin(told))
        self.cell(0, 4, f"page {self.page_no()}", align="R")
        self.set_text_color(0)

    def _section(self, section: Section) -> None:
        """The title, never alone at the foot of a page, then the blocks."""
        if self.get_y() > self.page_break_trigger - TITLE_AND_MORE:
            self.add_page()
        self.ln(3.5)
        self.set_fill_color(232)
        self.set_font(FONT, "B", 10)
        self.cell(0, 6, f" {self._latin(section.title)}", fill=True, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_fill_color(0)  # a table would take it over
        self.ln(1.2)
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Pairs(rows=rows):
                for label, value in rows:
                    self._whole(_Form._pair, label, value)
                self.ln(1)
            case Grid(head=head, rows=rows, widths=widths):
                self._grid(head, rows, widths)
            case Checks(rows=checks):
                for check in checks:
                    self._whole(_Form._check, check)
            case Text(text=text, strong=strong):
                self._text(text, style="B" if strong else "", size=SIZE, above=0.4)

    def _pair(self, label: str, value: str) -> None:
        self.set_font(FONT, "B", 8.5)
        y = self.get_y()
        self.multi_cell(LABEL - 3, SIZE * LEADING, self._latin(label), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        below = self.get_y()
        self.set_xy(MARGIN + LABEL, y)
        self.set_left_margin(MARGIN + LABEL)
        self._text(value)
        self.set_left_margin(MARGIN)
        self.set_xy(MARGIN, max(below, self.get_y()) + 0.7)

    def _grid(self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        self.ln(0.8)
        self.set_font(FONT, size=SMALL)
        self.set_draw_color(170)
        with self.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=tuple(widths),
            headings_style=FontFace(emphasis="BOLD"),
            line_height=SMALL * LEADING,
            padding=(0.8, 1.5, 0.8, 0),
            text_align="LEFT",
        ) as table:
            for cells in (head, *rows):
                table.row([self._latin(cell) for cell in cells])
        self.ln(1.2)

    def _check(self, check: Check) -> None:
        ready = check.standing == Standing.ON_FILE
        y = self.get_y() + 0.6
        self._box(MARGIN, y + 0.2, ticked=ready)
        self.set_left_margin(MARGIN + BOX + 2)
        self.set_xy(self.l_margin, y)
        self._text(check.words)
        for detail in check.details if ready else ():
            self._text(detail, size=SMALL, grey=True)
        self.set_left_margin(MARGIN)
        self.set_x(MARGIN)

    def _whole(self, draw: Callable[..., None], *given: object) -> None:
        """Draw on this page, or on the next if it does not fit on this one and does on an empty one."""
        with self.offset_rendering() as trial:
            draw(trial, *given)
        if trial.page_break_triggered and self.get_y() > self.t_margin + 40:
            self.add_page()
        draw(self, *given)

    def _supplier_address(self) -> str:
        address = self.case.supplier.address if self.case.supplier else None
        if address is None:
            return ""
        town = " ".join(part for part in (address.city, address.state, address.zip) if part)
        return ", ".join(part for part in (address.line_1, address.line_2, town) if part)

    def _text(self, text: str, *, style: str = "", size: float = SIZE, grey: bool = False, above: float = 0) -> None:
        if above:
            self.ln(above)
        self.set_font(FONT, style, size)
        self.set_text_color(GREY if grey else 0)
        self.multi_cell(0, size * LEADING, self._latin(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_text_color(0)

    def _box(self, x: float, y: float, ticked: bool = False) -> None:
        self.set_draw_color(0)
        self.rect(x, y, BOX, BOX)
        if ticked:
            self.line(x + 0.6, y + 1.8, x + 1.4, y + 2.7)
            self.line(x + 1.4, y + 2.7, x + 2.9, y + 0.6)

    def _latin(self, text: str) -> str:
        if _printable(text):
            return text
        self.transliterated = True
        return "".join(letter if _printable(letter) else anyascii(letter) for letter in text)


def _printable(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True
