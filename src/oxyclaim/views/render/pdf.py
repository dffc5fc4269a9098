"""Blocks as a PDF of letter size, each document on pages of its own.

The built-in font has Latin letters only: what it lacks is written in Latin letters by sound, and the foot says so.
"""

from collections.abc import Iterator, Sequence

from anyascii import anyascii

from oxyclaim.views.blocks import (
    Block,
    Bullets,
    Check,
    Checks,
    Choice,
    Document,
    Grid,
    Item,
    Pairs,
    Section,
    Text,
    Tone,
    plain,
    reworded,
)
from oxyclaim.views.render.letter_paper import LABEL, SIZE, SMALL, STEP, TITLE, Heading, Pages, Row, Unit, Widths

SCALES = (1.0, 0.95, 0.9)
SMALLER = (1.0, 0.95, 0.9, 0.85, 0.8)
"""Of a letter that is to stand on one page; smaller type is not read."""
NEARLY_EMPTY = 0.3
"""Of a page: a last page that holds less is avoided by smaller type, where that helps."""
REPLACED = " Some letters were replaced by Latin ones."


def pdf_of(documents: Sequence[Document], title: str) -> bytes:
    """The documents, one after the other. ``title`` is the file's own."""
    latin = [reworded(document, _latin) for document in documents]
    note = REPLACED if latin != list(documents) else ""
    widths: Widths = {}
    settings = [_Setting(latin, SCALES[0], widths)]
    while settings[-1].nearly_empty and len(settings) < len(SCALES):
        settings.append(_Setting(latin, SCALES[len(settings)], widths))
    best = settings[0] if settings[-1].nearly_empty else settings[-1]
    return best.printed(title, note)


def fitted_pdf(document: Document, title: str) -> bytes:
    """One document, in smaller type if it then takes a page less; without page numbers, since a packet has its own."""
    latin = reworded(document, _latin)
    note = REPLACED if latin != document else ""
    widths: Widths = {}
    settings = [_Setting([latin], scale, widths) for scale in SMALLER]
    fewest = min(each.pages[0] for each in settings)
    best = next(each for each in settings if each.pages[0] == fewest)
    return best.printed(title, note, counted=False)


class _Setting:
    """Documents set in type of one scale: how many pages each takes, and how full its last page is."""

    def __init__(self, documents: Sequence[Document], scale: float, widths: Widths):
        self.documents, self.scale, self.widths = documents, scale, widths
        self.pages: list[int] = []
        self.fills: list[float] = []
        self._draw(Pages(scale, widths))

    @property
    def nearly_empty(self) -> bool:
        """Whether some last page, but for a first one, holds little."""
        return any(count > 1 and fill < NEARLY_EMPTY for count, fill in zip(self.pages, self.fills, strict=True))

    def printed(self, title: str, note: str, *, counted: bool = True) -> bytes:
        """The file; ``counted``: with the number of each page at its foot."""
        pages = Pages(self.scale, self.widths)
        pages.counted = counted
        pages.set_title(title)
        pages.set_creator("oxyclaim")
        pages.totals, pages.note = tuple(self.pages), note
        self._draw(pages)
        return bytes(pages.output())

    def _draw(self, pages: "Pages") -> None:
        self.pages, self.fills = [], []
        for number, document in enumerate(self.documents):
            first = pages.page_no() + 1
            pages.begin(number, document.letterhead, document.foot)
            for unit in _units(document):
                pages.put(unit)
            self.pages.append(pages.page_no() - first + 1)
            self.fills.append(pages.fill)


def _units(document: Document) -> Iterator[Unit]:
    if document.title:
        yield (Row(document.title, TITLE, strong=True, above=0.5),)
    if document.state:
        yield (Row(document.state, strong=True, above=1),)
    for block in document.blocks:
        yield from _of(block, 0)


def _of(block: Block, level: int) -> Iterator[Unit]:
    match block:
        case Section(title=title, blocks=blocks):
            if level:
                yield (Row(plain(title), strong=True, above=1.5),)
            elif plain(title):
                yield Heading(plain(title))
            for each in blocks:
                yield from _of(each, level + 1)
        case Text(text=text, tone=tone, strong=strong):
            yield (Row(plain(text), _size(tone), strong, _quiet(tone), above=0.8),)
        case Item(label=label, text=text, tone=tone, level=depth):
            yield (Row(f"{label} {text}".strip(), _size(tone), False, _quiet(tone), STEP * depth, 0.5),)
        case Pairs(rows=pairs):
            for label, value in pairs:
                yield (Row(value, above=0.5, label=label, label_width=LABEL),)
        case Checks(rows=checks):
            yield from map(_check, checks)
        case Choice(words=words, boxes=boxes, details=details):
            told = (Row(text, SMALL, above=0.3, indent=STEP) for text in details)
            yield (Row(words, strong=True, boxes=boxes, above=2.4, ruled=True), *told)
        case Bullets(rows=texts):
            yield from ((Row(text, above=0.3, label="-", label_width=3.5),) for text in texts)
        case Grid():
            yield block


def _check(check: Check) -> tuple[Row, ...]:
    words = check.words + (f" - {check.standing}" if check.standing else "")
    open_ = bool(check.standing) and not check.done
    head = Row(words, SIZE, open_, indent=STEP, above=1.2 if open_ else 0.6, box=True, ticked=check.done)
    return (head, *(Row(text, SMALL, grey=check.done, indent=STEP, above=0.2) for text in check.details))


def _size(tone: Tone) -> float:
    return SMALL if tone == "quiet" else SIZE


def _quiet(tone: Tone) -> bool:
    return tone == "quiet"


def _latin(text: str) -> str:
    """The text in letters that the font has."""
    return text if _has(text) else "".join(letter if _has(letter) else anyascii(letter) for letter in text)


def _has(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True
