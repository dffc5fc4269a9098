"""A request as a printable form: what goes to the payer, then what is for the own file. It names the member."""

from collections.abc import Sequence
from datetime import date

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
from oxyclaim.cli.pdf_form import BOX, FONT, LEADING, MARGIN, OWN_FILE, SIZE, Form
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.standing import Standing
from oxyclaim.policy.authorization import CaseRequests

SMALL = 8.5
LABEL = 36
TITLE_AND_MORE = 30
"""Millimeters that must be left on the page where a section begins."""


def pdf_of(case: Case, found: CaseRequests, catalogue: Catalogue, as_of: date) -> bytes:
    """The requests of a case as a PDF of letter size, each on pages of its own."""
    form = _Form(case, found, catalogue, as_of)
    for request in found.requests:
        form.request(document_of(case, found, request, as_of, with_member=True))
    return bytes(form.output())


class _Form(Form):
    def __init__(self, case: Case, found: CaseRequests, catalogue: Catalogue, as_of: date):
        super().__init__(case, "Prior-authorization request", as_of)
        self.found, self.catalogue = found, catalogue

    def request(self, document: Document) -> None:
        """The pages that go to the payer, from a new page on, then those for the own file."""
        self.own = False
        self.add_page()
        self.tell(document.title, style="B", size=14)
        for section in document.sections:
            if not section.own:
                self._section(section)
        self.whole(_Form.signed)
        self.add_page()  # it ends the last page for the payer, whose footer must still be that one's
        self.own = True
        self.tell(OWN_FILE, style="B", size=14)
        self.tell(f"{document.title}. {document.state}", style="B", above=1)
        for section in document.sections:
            if section.own:
                self._section(section)
        self.tell(f"Rule book {self.catalogue.hash}, as of {self.as_of}.", size=8, grey=True, above=3)

    def signed(self) -> None:
        """Who prepared it."""
        self.ln(7)
        blank = "_" * 28
        self.tell(f"Prepared by (name, telephone): {blank}{blank[:8]}    Date: {blank[:16]}")

    def _section(self, section: Section) -> None:
        """The title, never alone at the foot of a page, then the blocks."""
        if self.get_y() > self.page_break_trigger - TITLE_AND_MORE:
            self.add_page()
        self.ln(3.5)
        self.set_fill_color(232)
        self.set_font(FONT, "B", 10)
        self.cell(0, 6, f" {self.latin(section.title)}", fill=True, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_fill_color(0)  # a table would take it over
        self.ln(1.2)
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Pairs(rows=rows):
                for label, value in rows:
                    self.whole(_Form._pair, label, value)
                self.ln(1)
            case Grid(head=head, rows=rows, widths=widths):
                self._grid(head, rows, widths)
            case Checks(rows=checks):
                for check in checks:
                    self.whole(_Form._check, check)
            case Text(text=text, strong=strong):
                self.tell(text, style="B" if strong else "", size=SIZE, above=0.4)

    def _pair(self, label: str, value: str) -> None:
        self.set_font(FONT, "B", 8.5)
        y = self.get_y()
        self.multi_cell(LABEL - 3, SIZE * LEADING, self.latin(label), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        below = self.get_y()
        self.set_xy(MARGIN + LABEL, y)
        self.set_left_margin(MARGIN + LABEL)
        self.tell(value)
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
                table.row([self.latin(cell) for cell in cells])
        self.ln(1.2)

    def _check(self, check: Check) -> None:
        ready = check.standing == Standing.ON_FILE
        y = self.get_y() + 0.6
        self.box(MARGIN, y + 0.2, ticked=ready)
        self.set_left_margin(MARGIN + BOX + 2)
        self.set_xy(self.l_margin, y)
        self.tell(check.words)
        for detail in check.details if ready else ():
            self.tell(detail, size=SMALL, grey=True)
        self.set_left_margin(MARGIN)
        self.set_x(MARGIN)
