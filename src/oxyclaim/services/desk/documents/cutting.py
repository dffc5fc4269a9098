"""A process of its own that takes pages out of a file: ``python -m ... FILE OUT KIND 1,2``; counted from 1.

Like ``drawing`` it takes apart what comes from outside, with little memory and time.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageSequence

from oxyclaim.services.desk.documents.drawing import MOST_PIXELS, bound


def cut(source: Path, out: Path, kind: str, pages: Sequence[int]) -> None:
    """Write a file of the same kind with these pages alone, as they are. Raises whatever the reader raises."""
    if kind == "application/pdf":
        import pypdfium2  # noqa: PLC0415 (only for such files)

        with pypdfium2.PdfDocument(source) as document, pypdfium2.PdfDocument.new() as made:
            made.import_pages(document, [number - 1 for number in pages])
            made.save(out)
        return
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(source) as image:
        frames = [frame.copy() for number, frame in enumerate(ImageSequence.Iterator(image), 1) if number in pages]
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="tiff_lzw")


if __name__ == "__main__":
    bound()
    cut(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], [int(each) for each in sys.argv[4].split(",")])
