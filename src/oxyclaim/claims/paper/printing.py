"""Filled forms as text for the pre-printed form, a form feed behind each page, moved to where a printer needs it."""

from collections.abc import Iterable
from dataclasses import dataclass

from oxyclaim.claims.errors import ClaimError
from oxyclaim.claims.paper.filling import Page
from oxyclaim.claims.paper.layout import BOXES, COLUMNS, LINES

FORM_FEED = "\f"


@dataclass(frozen=True)
class Offset:
    """How far everything is moved: characters to the right and lines down, or back where below zero."""

    right: int = 0
    down: int = 0


NOT_MOVED = Offset()


def printed(pages: Iterable[Page], offset: Offset) -> str:
    """The text of all pages. Raises ClaimError where something would be moved off the page."""
    return "".join(_page(page, offset) + FORM_FEED for page in pages)


def alignment_page() -> Page:
    """A page with every box full of X: printed on a form, each must stand within its box."""
    return Page("", texts={name: "X" * box.width for name, box in BOXES.items()})


def _page(page: Page, offset: Offset) -> str:
    grid = [[" "] * COLUMNS for _ in range(LINES)]
    for name, text in page.texts.items():
        box = BOXES[name]
        shown = text.rjust(box.width) if box.right else text
        line, column = box.line - 1 + offset.down, box.column - 1 + offset.right
        if not (0 <= line < LINES and column >= 0 and column + len(shown) <= COLUMNS):
            raise ClaimError([f"with this offset item {name.partition('_')[0]} would stand off the page"])
        grid[line][column : column + len(shown)] = shown
    return "\n".join("".join(line).rstrip() for line in grid) + "\n"
