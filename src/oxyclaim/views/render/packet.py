"""A packet: pages that were drawn here and papers as they came, on letter paper, each page stamped, as one PDF.

A paper is drawn a little smaller, so that the stamp stands beside it and never upon it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from fpdf import FPDF
from PIL import Image, ImageOps, ImageSequence
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.generic import IndirectObject

from oxyclaim.services.appeals.paper_files import PDF
from oxyclaim.views.render.flattening import flattened

WIDTH, HEIGHT = 612, 792
"""Letter paper, in points."""
MARGIN, HEAD = 18, 30
"""Points that are left free beside a paper, and above it for the stamp."""
STAMP, EDGE = 8.5, 48
"""Its size, and the points between its end and the edge of the page."""
DOTS = 200
"""Of a scanned page: dots per inch that are kept; more make the file larger and no page clearer."""


@dataclass(frozen=True)
class Chapter:
    """A bookmark with its pages: a PDF that was drawn here, or the files of a paper."""

    title: str
    drawn: bytes | None = None
    files: tuple[Path, ...] = ()
    group: str = ""


def page_count(data: bytes) -> int:
    """The pages of a PDF."""
    return len(PdfReader(BytesIO(data)).pages)


def packet_of(chapters: Sequence[Chapter], title: str, stamp: str) -> bytes:
    """The file. ``stamp`` stands on each page with its number; ``title`` is the file's own and names no patient."""
    writer = PdfWriter()
    groups: dict[str, IndirectObject] = {}
    for chapter in chapters:
        first = len(writer.pages)
        if chapter.drawn is not None:
            for page in PdfReader(BytesIO(chapter.drawn)).pages:
                writer.add_page(page)
        for paper in _papers(chapter.files):
            _draw_on(writer.add_blank_page(WIDTH, HEIGHT), paper)
        if first == len(writer.pages):
            continue
        parent = None
        if chapter.group:
            if chapter.group not in groups:
                groups[chapter.group] = writer.add_outline_item(title=chapter.group, page_number=first)
            parent = groups[chapter.group]
        writer.add_outline_item(title=chapter.title, page_number=first, parent=parent)
    stamps = PdfReader(BytesIO(_stamps(stamp, len(writer.pages))))
    for page, over in zip(writer.pages, stamps.pages, strict=True):
        page.merge_page(over)
        page.compress_content_streams()
    writer.compress_identical_objects()
    writer.add_metadata({"/Title": title, "/Creator": "oxyclaim"})
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def _papers(files: Sequence[Path]) -> Iterator[PageObject]:
    for path in files:
        data = path.read_bytes() if path.suffix.lower() == PDF else _of_pictures(path)
        yield from flattened(PdfReader(BytesIO(data))).pages


def _draw_on(sheet: PageObject, page: PageObject) -> None:
    """The page on the sheet, upright and whole, below the stamp."""
    box = page.cropbox
    width, height = float(box.width), float(box.height)
    turned = page.rotation % 180 != 0
    shown_width, shown_height = (height, width) if turned else (width, height)
    scale = min((WIDTH - 2 * MARGIN) / shown_width, (HEIGHT - HEAD - MARGIN) / shown_height)
    to_middle = Transformation().translate(-float(box.left) - width / 2, -float(box.bottom) - height / 2)
    upright = to_middle.rotate(-page.rotation).scale(scale)
    sheet.merge_transformed_page(page, upright.translate(WIDTH / 2, (HEIGHT - HEAD + MARGIN) / 2))


def _of_pictures(path: Path) -> bytes:
    """Each picture of a file on a page of its own size."""
    pdf = FPDF(unit="pt")
    pdf.set_auto_page_break(False)
    with Image.open(path) as file:
        for frame in ImageSequence.Iterator(file):
            picture = ImageOps.exif_transpose(frame.copy())
            upright = _small_enough(picture if picture.mode in ("1", "L", "RGB") else _on_white(picture))
            pdf.add_page(format=(upright.width, upright.height))
            pdf.image(upright, 0, 0, upright.width, upright.height)
    return bytes(pdf.output())


def _on_white(picture: Image.Image) -> Image.Image:
    """What is transparent becomes white, as paper is."""
    over = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", over.size, "white"), over).convert("RGB")


def _small_enough(picture: Image.Image) -> Image.Image:
    most = DOTS * WIDTH // 72, DOTS * HEIGHT // 72
    if picture.width <= most[0] and picture.height <= most[1]:
        return picture
    smaller = picture.convert("L") if picture.mode == "1" else picture.copy()
    smaller.thumbnail(most)
    return smaller


def _stamps(stamp: str, count: int) -> bytes:
    """A page for each page, with nothing but its stamp."""
    pdf = FPDF(unit="pt", format="letter")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    for number in range(1, count + 1):
        pdf.add_page()
        pdf.set_font("Helvetica", "B", STAMP)
        words = f"{stamp} - page {number} of {count}"
        pdf.text(WIDTH - EDGE - pdf.get_string_width(words), HEAD - 10, words)
    return bytes(pdf.output())
