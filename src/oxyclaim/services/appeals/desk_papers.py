"""The papers that the desk has taken in for a case, as files that a packet can be made of: each named like the id of
its document in the case, its pages turned as somebody has turned them.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from oxyclaim.services.appeals.packet import plain_name
from oxyclaim.services.appeals.paper_files import PapersRead, read_papers, turned
from oxyclaim.services.desk.documents.taking_in import ENDINGS
from oxyclaim.services.desk.kept import Document, FileRoom, PageRow, SupplierDesk
from oxyclaim.services.problems import Problem

GONE = "its file is gone or was changed; take the paper in again, or give it with --papers"


def write_papers(
    desk: SupplierDesk, room: FileRoom, case_id: str, given: Collection[Path], folder: Path
) -> tuple[Problem, ...]:
    """Write the papers of a case into a folder; those of which a file is given are left out. What is wrong with
    others is told.

    Of several papers with one id each is a part of it, in the order in which they came in.
    """
    names = {plain_name(path.stem) for path in given}
    by_label: dict[str, list[Document]] = {}
    for document, _ in reversed(desk.documents(case_id)):
        if document.label and plain_name(document.label) not in names:
            by_label.setdefault(document.label, []).append(document)
    problems: list[Problem] = []
    for label, documents in by_label.items():
        for number, document in enumerate(documents, start=1):
            part = f".{number}" if len(documents) > 1 else ""
            problems += _written(
                desk, room, document, folder / f"{plain_name(label)}{part}{ENDINGS[document.media_type]}"
            )
    return tuple(problems)


def papers_of(desk: SupplierDesk, room: FileRoom, case_id: str, folder: Path) -> PapersRead:
    """The papers that the desk has of a case, written into a folder and read there."""
    gone = write_papers(desk, room, case_id, (), folder)
    read = read_papers([folder])
    return PapersRead(read.papers, (*gone, *read.problems))


def _written(desk: SupplierDesk, room: FileRoom, document: Document, target: Path) -> Iterator[Problem]:
    try:
        content = room.get(document.content_sha256)
    except KeyError:
        yield Problem("paper_gone", GONE, document.label)
        return
    _, pages = desk.document(document.document_id)
    target.write_bytes(turned(content, document.media_type, _degrees(pages)))


def _degrees(pages: list[PageRow]) -> list[int]:
    return [page.turned for page in sorted(pages, key=lambda page: page.page)]
