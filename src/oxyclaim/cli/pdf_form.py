"""What every printable form of ours has: letter size, the supplier on each page, a footer, boxes, Latin letters.

The PDF uses a built-in font of Latin letters; what it cannot print is written in Latin letters by sound (anyascii), and
the form says so.
"""

from collections.abc import Callable
from datetime import date

from anyascii import anyascii
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from oxyclaim.case.models import Case

FONT = "Helvetica"
MARGIN = 17
BOX = 3.6
SIZE = 9.5
LEADING = 0.46
"""Millimeters from line to line for each point of size."""
GREY = 90
BLANK = "____________________"
OWN_FILE = "For the supplier's own file - do not send"
NEARLY_EMPTY = 40
"""Millimeters below the top margin up to which a page counts as empty: a new one would hold no more."""


class Form(FPDF):
    """A form about a case. ``own``: the pages from here on are for the supplier's own file."""

    def __init__(self, case: Case, title: str, as_of: date):
        super().__init__(orientation="portrait", unit="mm", format="letter")
        self.case, self.as_of = case, as_of
        self.own = False
        self.transliterated = False
        self.set_margin(MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(True, margin=20)
        self.set_title(f"{title} of case {case.case_id}")
        self.set_creator("oxyclaim")

    def header(self) -> None:
        """The supplier's name on every page."""
        self.tell(self.supplier, style="B", size=12)
        self.tell(self._supplier_address(), size=8, grey=True)
        self.ln(2)

    def footer(self) -> None:
        """Case, page, and what kind of paper this is."""
        self.set_y(-16)
        self.set_font(FONT, size=7.5)
        self.set_text_color(GREY)
        kind = "Confidential. For your own file, not to be sent." if self.own else "Confidential patient information."
        note = " Some letters were replaced by Latin ones." if self.transliterated else ""
        self.cell(0, 4, self.latin(f"{kind}{note} Case {self.case.case_id}, {self.as_of}"))
        self.cell(0, 4, f"page {self.page_no()}", align="R")
        self.set_text_color(0)

    @property
    def supplier(self) -> str:
        """The supplier's name, or a blank to fill in."""
        return (self.case.supplier and self.case.supplier.name) or BLANK

    def whole(self, draw: Callable[..., None], *given: object) -> None:
        """Draw on this page, or on the next if it does not fit on this one and does on an empty one."""
        with self.offset_rendering() as trial:
            draw(trial, *given)
        if trial.page_break_triggered and self.get_y() > self.t_margin + NEARLY_EMPTY:
            self.add_page()
        draw(self, *given)

    def tell(self, text: str, *, style: str = "", size: float = SIZE, grey: bool = False, above: float = 0) -> None:
        """A text over the width of the page, with so many millimeters above it."""
        if above:
            self.ln(above)
        self.set_font(FONT, style, size)
        self.set_text_color(GREY if grey else 0)
        self.multi_cell(0, size * LEADING, self.latin(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_text_color(0)

    def box(self, x: float, y: float, ticked: bool = False) -> None:
        """A box to tick."""
        self.set_draw_color(0)
        self.rect(x, y, BOX, BOX)
        if ticked:
            self.line(x + 0.7, y + 1.9, x + 1.5, y + 2.8)
            self.line(x + 1.5, y + 2.8, x + 3.0, y + 0.7)

    def latin(self, text: str) -> str:
        """The text in letters that the font has."""
        if _printable(text):
            return text
        self.transliterated = True
        return "".join(letter if _printable(letter) else anyascii(letter) for letter in text)

    def _supplier_address(self) -> str:
        address = self.case.supplier.address if self.case.supplier else None
        if address is None:
            return ""
        town = " ".join(part for part in (address.city, address.state, address.zip) if part)
        return ", ".join(part for part in (address.line_1, address.line_2, town) if part)


def _printable(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True
