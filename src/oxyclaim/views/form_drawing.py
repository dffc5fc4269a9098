"""A filled CMS-1500 as a plain picture for reading: every box with its name, and what stands in it.

Not the form itself, which payers take only as it is printed in red: boxes are drawn where their text stands.
"""

from dataclasses import dataclass

from oxyclaim.claims.paper import BOXES, Page

WIDTH, HEIGHT = 8.5, 11.0
"""Of a page, in inches."""
CHARACTER, LINE = 0.1, 1 / 6
LEFT, TOP = 0.3, 0.1
LABEL_POINTS, TEXT_POINTS = 4.5, 12.0
NOT_THE_FORM = "A picture for reading, not the form CMS-1500 (02/12)"


@dataclass(frozen=True)
class Drawn:
    """A box in inches from the top left corner of the page: its frame, its name, and its text with the place of the
    text's left end on its base line."""

    left: float
    top: float
    width: float
    height: float
    label: str
    text: str
    text_left: float
    base: float


def drawn(page: Page) -> list[Drawn]:
    """Every box of the form, filled or empty."""
    found = []
    for name, box in BOXES.items():
        text = page.texts.get(name, "")
        left, top = LEFT + (box.column - 1) * CHARACTER, TOP + (box.line - 1) * LINE
        shift = (box.width - len(text)) * CHARACTER if box.right else 0.0
        found.append(Drawn(left, top, box.width * CHARACTER, LINE, box.label, text, left + shift, top + 0.78 * LINE))
    return found
