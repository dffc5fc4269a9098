"""A fax that holds several papers is split: some pages become a document of their own, while it is nobody's yet.

Both get an original that holds their own pages alone, so that nobody takes another patient's pages with it.
"""

import secrets
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from oxyclaim.services.desk.documents.taking_in import ENDINGS, ran
from oxyclaim.services.desk.kept import Document, FileRoom, SupplierDesk
from oxyclaim.services.problems import BadInput, Problem

CUTTING = "oxyclaim.services.desk.documents.cutting"


def split(desk: SupplierDesk, room: FileRoom, document_id: str, first: str, last: str, now: datetime) -> Document:
    """Pages from ``first`` to ``last`` become a document of their own. Raises BadInput, and KeyError where there is no
    such document or its file is gone."""
    document, pages = desk.document(document_id)
    if document.case_id is not None:
        raise BadInput(
            [Problem("given_already", "this paper is a patient's already, and facts may point to its pages")]
        )
    numbers = _numbers(first, last, len(pages))
    kept = [page.page for page in pages if page.page not in numbers]
    content = room.get(document.content_sha256)
    new = replace(
        document,
        document_id=secrets.token_urlsafe(9),
        content_sha256=room.put(_cut(content, document.media_type, numbers)),
    )
    rest = room.put(_cut(content, document.media_type, kept))
    try:
        desk.split_document(document, rest, new, numbers)
    except ValueError:
        raise BadInput(
            [Problem("changed_meanwhile", "somebody else has changed this paper; look at it again")]
        ) from None
    return new


def _numbers(first: str, last: str, count: int) -> list[int]:
    """The pages from one to another. Raises BadInput where there are none such, or none would be left."""
    if not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit() and len(first + last) < 9):
        raise BadInput([Problem("no_pages", "give the first and the last page that are split off", path="first")])
    found = list(range(int(first), int(last) + 1))
    if not found or found[0] < 1 or found[-1] > count:
        raise BadInput([Problem("no_pages", f"give pages from 1 to {count}, the first one first", path="first")])
    if len(found) == count:
        raise BadInput([Problem("all_pages", "leave at least one page where it is", path="last")])
    return found


def _cut(content: bytes, kind: str, pages: list[int]) -> bytes:
    """A file with these pages alone. Raises BadInput for what no reader can read."""
    with tempfile.TemporaryDirectory(prefix="oxyclaim-pages-") as name:
        source, out = Path(name) / f"source{ENDINGS[kind]}", Path(name) / f"out{ENDINGS[kind]}"
        source.write_bytes(content)
        done = ran(CUTTING, name, str(source), str(out), kind, ",".join(map(str, pages)))
        if done is None or not out.exists():
            raise BadInput([Problem("unreadable_file", "cannot be split: its file is damaged")])
        return out.read_bytes()
