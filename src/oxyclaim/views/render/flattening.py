"""What lies upon the pages of a PDF (filled form fields, stamps, notes) is drawn into the pages.

Else it would be lost, or stand in another place, where a page is drawn smaller on another one.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    StreamObject,
)

HIDDEN = 0b10 | 0b100000
"""Flags of what is not shown: hidden, and not to be viewed."""
Box = tuple[float, float, float, float]


def flattened(reader: PdfReader) -> PdfWriter:
    """A copy in which every page shows the same, and nothing lies upon it."""
    copy = PdfWriter(clone_from=reader)
    for page in copy.pages:
        _flatten(page, copy)
    return copy


def _flatten(page: PageObject, copy: PdfWriter) -> None:
    commands: list[str] = []
    for number, (look, rect) in enumerate(_looks(page)):
        name = f"/Upon{number}"
        _resource(page, name, look)
        placed = _placed(look, rect)
        commands.append(f"q {' '.join(f'{each:.5f}' for each in placed.ctm)} cm {name} Do Q")
    page.pop("/Annots", None)
    if commands:
        _append(page, copy, "\n".join(commands))


def _looks(page: PageObject) -> Iterator[tuple[StreamObject, Box]]:
    """What is seen of each thing that lies upon the page, and where; links and hidden things are not seen."""
    annotations = page.get("/Annots")
    for each in annotations.get_object() if annotations is not None else ():
        upon = each.get_object()
        if (
            not isinstance(upon, DictionaryObject)
            or int(upon.get("/F", 0)) & HIDDEN
            or upon.get("/Subtype") == "/Popup"
        ):
            continue
        looks = upon.get("/AP", DictionaryObject()).get_object().get("/N")
        look = looks.get_object() if looks is not None else None
        if isinstance(look, DictionaryObject) and not isinstance(look, StreamObject):  # one for each state of a box
            state = look.get(upon.get("/AS", "/Off"))
            look = state.get_object() if state is not None else None
        rect = upon.get("/Rect")
        if isinstance(look, StreamObject) and rect is not None:
            yield look, _box(rect.get_object())


def _placed(look: StreamObject, rect: Box) -> Transformation:
    """From the look's own box, as its matrix turns it, onto the rectangle on the page (ISO 32000, 12.5.5)."""
    box = _box(look.get("/BBox", ArrayObject()).get_object() or rect)
    own = look.get("/Matrix")
    matrix = Transformation()
    if own is not None:
        a, b, c, d, e, f = (float(each) for each in own.get_object())
        matrix = Transformation((a, b, c, d, e, f))
    corners = [matrix.apply_on((x, y)) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    right = (rect[2] - rect[0]) / wide if wide else 1.0
    up = (rect[3] - rect[1]) / high if high else 1.0
    return Transformation().translate(-min(xs), -min(ys)).scale(right, up).translate(rect[0], rect[1])


def _box(numbers: Iterable[Any]) -> Box:
    """Lower left corner and upper right one."""
    left, bottom, right, top = (float(each) for each in numbers)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _resource(page: PageObject, name: str, look: StreamObject) -> None:
    """Give the page the look under a name."""
    look[NameObject("/Type")] = NameObject("/XObject")
    look[NameObject("/Subtype")] = NameObject("/Form")
    resources = page.get("/Resources")
    own = DictionaryObject(resources.get_object()) if resources is not None else DictionaryObject()
    objects = own.get("/XObject")
    mine = DictionaryObject(objects.get_object()) if objects is not None else DictionaryObject()
    mine[NameObject(name)] = look.indirect_reference or look
    own[NameObject("/XObject")] = mine
    page[NameObject("/Resources")] = own


def _append(page: PageObject, copy: PdfWriter, commands: str) -> None:
    """Draw behind what the page draws, whose own settings are closed before."""
    before, after = DecodedStreamObject(), DecodedStreamObject()
    before.set_data(b"q\n")
    after.set_data(f"\nQ\n{commands}\n".encode("ascii"))
    contents = page.get("/Contents")
    there = contents.get_object() if contents is not None else ArrayObject()
    streams = list(there) if isinstance(there, ArrayObject) else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject([copy._add_object(before), *streams, copy._add_object(after)])
