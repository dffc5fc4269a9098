"""A file that is sent in: known by its content, never by its name; its pages are drawn by another process."""

import io
import json
import os
import secrets
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import oxyclaim
from oxyclaim.services.desk.documents.drawing import MOST_PAGES
from oxyclaim.services.desk.kept import Document, FileRoom, PageRow, SupplierDesk
from oxyclaim.services.problems import BadInput, Problem

MOST_BYTES = 25 * 1024 * 1024
DRAWING = "oxyclaim.services.desk.documents.drawing"
PATIENCE = 120
"""Seconds for all pages of a file."""
BEGINS = {
    b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"II*\x00": "image/tiff", b"MM\x00*": "image/tiff",
}  # fmt: skip
ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/tiff": ".tif"}
KINDS = "a PDF, TIFF or PNG file"


@dataclass(frozen=True)
class TakenIn:
    """A document that was taken in, and how many pages it has."""

    document: Document
    pages: int


def kind_of(content: bytes) -> str | None:
    """What a file is, by its first bytes; None for anything that is not taken in."""
    return next((kind for begins, kind in BEGINS.items() if content.startswith(begins)), None)


def take_in(desk: SupplierDesk, room: FileRoom, content: bytes, now: datetime) -> TakenIn:
    """Keep a file and the pictures of its pages; it waits in the inbox. Raises BadInput."""
    if len(content) > MOST_BYTES:
        raise BadInput([Problem("too_large", f"has more than {MOST_BYTES // 1024**2} MB; scan it in parts")])
    kind = kind_of(content)
    if kind is None:
        raise BadInput([Problem("unknown_kind", f"is not {KINDS}, whatever its name says")])
    pictures = _drawn(content, kind)
    document = Document(
        document_id=secrets.token_urlsafe(9),
        case_id=None,
        label=None,
        kind=None,
        dated=None,
        content_sha256=room.put(content),
        media_type=kind,
        received_at=now.isoformat(),
    )
    pages = [PageRow(number, 0, room.put(picture)) for number, picture in enumerate(pictures, 1)]
    desk.add_document(document, pages)
    return TakenIn(document, len(pages))


def picture_of(room: FileRoom, page: PageRow) -> bytes:
    """The picture of a page, turned as somebody has turned it. Raises KeyError where it is gone or was changed."""
    content = room.get(page.image_sha256 or "")
    if not page.turned:
        return content
    from PIL import Image  # noqa: PLC0415 (only where a page is turned)

    with Image.open(io.BytesIO(content)) as image:
        out = io.BytesIO()
        image.rotate(-page.turned, expand=True).save(out, "PNG")
    return out.getvalue()


def ran(module: str, folder: str, *arguments: str) -> str | None:
    """What a process of its own says that takes a file apart; None where it fails or takes too long."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(Path(oxyclaim.__file__).parents[1])},
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


def _drawn(content: bytes, kind: str) -> list[bytes]:
    """The pictures of all pages. Raises BadInput for what no reader can read."""
    with tempfile.TemporaryDirectory(prefix="oxyclaim-pages-") as name:
        folder = Path(name)
        source = folder / f"source{ENDINGS[kind]}"
        source.write_bytes(content)
        try:
            pages = json.loads(ran(DRAWING, name, str(source), name, kind) or "{}").get("pages", 0)
        except ValueError:
            pages = 0
        if not pages:
            message = f"cannot be drawn: it is damaged, locked, or has more than {MOST_PAGES} pages"
            raise BadInput([Problem("unreadable_file", message)])
        return [(folder / f"{number}.png").read_bytes() for number in range(1, pages + 1)]
