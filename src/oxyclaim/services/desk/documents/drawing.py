"""A process of its own that makes pictures of the pages of a file: ``python -m ... FILE FOLDER KIND``.

What comes from outside is taken apart here and nowhere else, so that a file that breaks a reader breaks only this
process, which has little memory and time. Printed is how many pages there are, as JSON; FOLDER holds ``1.png`` and so
on.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageSequence

LONGEST = 1700
"""Pixels of a picture's longer side: a letter at about 150 dots an inch."""
MOST_PAGES = 200
MOST_PIXELS = 80_000_000
MEMORY, SECONDS = 2 * 1024**3, 100


def pictures(path: Path, kind: str) -> Iterator[Image.Image]:
    """The pages of a file. Raises ValueError where there are too many, and whatever its reader raises."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    if kind == "application/pdf":
        yield from _of_pdf(path)
        return
    with Image.open(path) as image:
        for number, frame in enumerate(ImageSequence.Iterator(image), 1):
            if number > MOST_PAGES:
                raise ValueError("too many pages")
            yield _small(frame.convert("RGB"))


def _of_pdf(path: Path) -> Iterator[Image.Image]:
    import pypdfium2  # noqa: PLC0415 (only for such files)

    with pypdfium2.PdfDocument(path) as document:
        if len(document) > MOST_PAGES:
            raise ValueError("too many pages")
        for page in document:
            longer = max(page.get_size()) or 1
            yield _small(page.render(scale=min(LONGEST / longer, 150 / 72 * 2)).to_pil().convert("RGB"))


def _small(image: Image.Image) -> Image.Image:
    image.thumbnail((LONGEST, LONGEST))
    return image


def main(path: Path, folder: Path, kind: str) -> None:
    """Draw all pages."""
    bound()
    count = 0
    for count, picture in enumerate(pictures(path, kind), 1):
        picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=32).save(folder / f"{count}.png", optimize=True)
    sys.stdout.write(json.dumps({"pages": count}))


def bound() -> None:
    """No more memory and time than a page needs, where the system can hold a process to that."""
    try:
        import resource  # noqa: PLC0415 (not on Windows)
    except ModuleNotFoundError:
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_NOFILE, 64)):
        resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
