"""A filled form as a PNG."""

from io import BytesIO

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from oxyclaim.claims.paper import Page
from oxyclaim.views.form_drawing import HEIGHT, LABEL_POINTS, NOT_THE_FORM, WIDTH, drawn

DOTS_PER_INCH = 130
GREY = "0.55"
MONO_POINTS = 11.9
"""At which a letter of DejaVu Sans Mono is a tenth of an inch wide."""


def form_png(page: Page) -> bytes:
    """The file. It names the patient."""
    with rc_context({"font.family": "DejaVu Sans", "svg.hashsalt": "oxyclaim"}):
        figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DOTS_PER_INCH)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(HEIGHT, 0)
        axes.axis("off")
        for box in drawn(page):
            axes.add_patch(Rectangle((box.left, box.top), box.width, box.height, fill=False, lw=0.4, ec=GREY))
            if box.label:
                axes.text(box.left, box.top - 0.012, box.label, fontsize=LABEL_POINTS, color=GREY, va="baseline")
            if box.text:
                axes.text(
                    box.text_left, box.base, box.text, fontsize=MONO_POINTS, family="DejaVu Sans Mono", va="baseline"
                )
        axes.text(0.3, HEIGHT - 0.08, NOT_THE_FORM, fontsize=7, color=GREY)
        file = BytesIO()
        figure.savefig(file, format="png", metadata={"Software": "oxyclaim"})
    return file.getvalue()
