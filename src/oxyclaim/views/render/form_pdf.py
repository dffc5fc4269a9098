"""Filled forms as a PDF, a page each."""

from collections.abc import Sequence

from fpdf import FPDF

from oxyclaim.claims.paper import Page
from oxyclaim.views.form_drawing import HEIGHT, LABEL_POINTS, NOT_THE_FORM, TEXT_POINTS, WIDTH, drawn

GREY = 150


def form_pdf(pages: Sequence[Page], title: str) -> bytes:
    """The file. It names patients."""
    pdf = FPDF(unit="in", format=(WIDTH, HEIGHT))
    pdf.set_auto_page_break(False)
    pdf.set_title(title)
    pdf.set_creator("oxyclaim")
    for number, page in enumerate(pages, start=1):
        pdf.add_page()
        pdf.set_font("Helvetica", size=7)
        pdf.set_text_color(GREY)
        pdf.text(0.3, HEIGHT - 0.08, f"{NOT_THE_FORM}. {number} of {len(pages)}")
        for box in drawn(page):
            pdf.set_draw_color(GREY)
            pdf.set_line_width(0.004)
            pdf.rect(box.left, box.top, box.width, box.height)
            if box.label:
                pdf.set_font("Helvetica", size=LABEL_POINTS)
                pdf.set_text_color(GREY)
                pdf.text(box.left, box.top - 0.012, box.label)
            if box.text:
                pdf.set_font("Courier", size=TEXT_POINTS)
                pdf.set_text_color(0)
                pdf.text(box.text_left, box.base, box.text)
    return bytes(pdf.output())
