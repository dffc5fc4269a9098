"""The files of papers: which a folder holds, whether each can be read, and how many pages it has.

It needs the packages of the extra ``pdf``; the rest of the service does not.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from oxyclaim.services.appeals.request import Paper
from oxyclaim.services.problems import Problem

PDF = ".pdf"
PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
SUFFIXES = (PDF, *PICTURES)
MOST_PAGES = 3000
"""A file with more is no paper of one patient."""
KINDS = "PDF, PNG, JPEG or TIFF"


@dataclass(frozen=True)
class PapersRead:
    """The papers that can be read, and what is wrong with the other files."""

    papers: tuple[Paper, ...]
    problems: tuple[Problem, ...]


def read_papers(paths: Sequence[Path]) -> PapersRead:
    """The papers of files and folders; of a folder, all files beneath it but hidden ones."""
    files: dict[Path, None] = {}
    problems: list[Problem] = []
    for path in paths:
        if path.is_dir():
            files |= dict.fromkeys(sorted(each for each in path.rglob("*") if each.is_file() and _is_shown(each, path)))
        elif path.is_file():
            files[path] = None
        else:
            problems.append(Problem("no_file", "there is no such file or folder", str(path)))
    papers: list[Paper] = []
    for file in files:
        found = _read(file)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            papers.append(found)
    return PapersRead(tuple(papers), tuple(problems))


def _is_shown(file: Path, folder: Path) -> bool:
    return not any(part.startswith(".") for part in file.relative_to(folder).parts)


def _read(file: Path) -> Paper | Problem:
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        return Problem("wrong_kind", f"is no paper that can go into a packet; save it as {KINDS}", str(file))
    pages = _pdf_pages(file) if suffix == PDF else _picture_pages(file)
    if isinstance(pages, str):
        return Problem("unreadable_paper", pages, str(file))
    if pages > MOST_PAGES:
        return Problem("too_many_pages", f"has {pages:,} pages; a paper has {MOST_PAGES:,} at most", str(file))
    return Paper(file, pages)


def _pdf_pages(file: Path) -> int | str:
    """The number of pages, or what is wrong."""
    try:
        reader = PdfReader(file)
        if reader.is_encrypted:
            return "is protected by a password; save it without one"
        for page in reader.pages:
            if not (page.mediabox.width > 0 and page.mediabox.height > 0):
                return "has a page without a size; print it to a new PDF"
        return len(reader.pages) or "has no page"
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "is damaged, or no PDF at all; open it and save or print it again as a PDF"


def _picture_pages(file: Path) -> int | str:
    """The number of pictures in the file, or what is wrong."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file) as picture:
                frames = int(getattr(picture, "n_frames", 1))
                for number in range(frames):
                    picture.seek(number)
                    picture.load()
                return frames
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "is too large a picture; scan it at 300 dots per inch or less"
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return "is damaged, or no picture at all; scan it again"


def turned(content: bytes, media_type: str, degrees: Sequence[int]) -> bytes:
    """A file with its pages turned clockwise, each by so many degrees; the same bytes where none is turned."""
    if not any(degrees):
        return content
    out = BytesIO()
    if media_type == "application/pdf":
        writer = PdfWriter(clone_from=BytesIO(content))
        for page, angle in zip(writer.pages, degrees, strict=False):
            page.rotate(angle)
        writer.write(out)
        return out.getvalue()
    with Image.open(BytesIO(content)) as picture:
        frames = []
        for number, angle in enumerate(degrees[: int(getattr(picture, "n_frames", 1))]):
            picture.seek(number)
            frames.append(picture.rotate(-angle, expand=True))
        more = {"save_all": True, "append_images": frames[1:]} if len(frames) > 1 else {}
        frames[0].save(out, picture.format, **more)
    return out.getvalue()
