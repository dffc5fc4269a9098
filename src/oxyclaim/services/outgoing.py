"""What goes out by mail, fax or portal: whole files in a folder and a row in a log. Nothing is sent from here.

A file is laid down under a hidden name, then its row is written, then it gets its name: after a kill ``settle`` gives
the name to what has a row, and takes away what has none. File names say nothing of a patient.
"""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from oxyclaim.case.canonical import sha256
from oxyclaim.services.answers import Head, head
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change

if TYPE_CHECKING:
    from oxyclaim.services.desk.kept import SupplierDesk

KINDS = {
    "letter": "a letter that asks for papers",
    "packet": "papers for a payer or a reviewer",
    "statement": "a patient's statement",
    "request": "a request for authorization or records",
}
"""What goes out."""
READERS = ("practitioner", "facility", "payer", "reviewer", "patient")
"""To what kind of reader."""
SUFFIXES = {b"%PDF-": ".pdf", b"\x89PNG": ".png", b"II*\x00": ".tiff", b"MM\x00*": ".tiff"}
"""What may go out, by how its content begins."""
LARGEST = 50_000_000
_MEDIA = {".pdf": "application/pdf", ".png": "image/png", ".tiff": "image/tiff"}


@dataclass(frozen=True)
class Outgoing:
    """A document in the outbox: which, of whose case, to what kind of reader, who put it there and when."""

    outgoing_id: int
    case_id: str | None
    kind: str
    to_kind: str
    name: str
    content_sha256: str
    bytes: int
    author: str
    at: str


@dataclass(frozen=True, kw_only=True)
class OutboxAnswer(Head):
    """What was put into the outbox, the latest first; ``folder``: where the files are."""

    folder: str
    documents: tuple[Outgoing, ...]


def media_type(name: str) -> str:
    """What a document is, by its name."""
    return _MEDIA.get(name[name.rfind(".") :], "application/octet-stream")


class Outbox(Protocol):
    """A folder from which people, or a program of theirs, send."""

    @property
    def where(self) -> str:
        """Its path."""

    def lay_down(self, content: bytes, hidden: str) -> None:
        """Write a file, whole, that nobody takes yet."""

    def show(self, hidden: str, name: str) -> None:
        """Give it its name: now it may be taken. Raises OSError."""

    def drop(self, hidden: str) -> None:
        """Take it away."""

    def is_open(self) -> bool:
        """Whether files can be put there."""

    def waiting(self) -> list[str]:
        """The files that nobody takes yet."""

    def take(self, name: str) -> bytes | None:
        """A file's content; None where somebody has taken it."""


def put_out(
    desk: "SupplierDesk", outbox: Outbox, content: bytes, kind: str, to: str, change: Change, case_id: str | None = None
) -> Outgoing:
    """Put a document into the outbox, and write it down. Raises BadInput; then nothing is there."""
    suffix = next((each for begins, each in SUFFIXES.items() if content.startswith(begins)), None)
    problems = []
    if suffix is None:
        message = "is no PDF, PNG or TIFF; nothing else goes out"
        problems.append(Problem("wrong_kind_of_file", message, path="file", allowed=("PDF", "PNG", "TIFF")))
    if len(content) > LARGEST:
        problems.append(Problem("too_large", f"has more than {LARGEST // 1_000_000} MB", path="file"))
    if kind not in KINDS:
        problems.append(Problem("unknown_kind", "no such kind", path="kind", found=kind, allowed=tuple(KINDS)))
    if to not in READERS:
        problems.append(Problem("unknown_reader", "no such reader", path="reader", found=to, allowed=READERS))
    if case_id is not None and not list(desk.store.latest([case_id])):
        problems.append(Problem("no_case", "there is no such case", path="case", found=case_id))
    if problems:
        raise BadInput(problems, "nothing was put into the outbox")
    hash = sha256(content)
    hidden = f"{hash}.{secrets.token_hex(4)}{suffix}"
    outbox.lay_down(content, hidden)
    try:
        made = desk.add_outgoing(case_id, kind, to, suffix or "", hash, len(content), change)
    except BaseException:
        outbox.drop(hidden)
        raise
    outbox.show(hidden, made.name)
    return made


def settle(desk: "SupplierDesk", outbox: Outbox) -> int:
    """After a kill: what has a row gets its name, what has none goes; how many files were settled."""
    waiting = outbox.waiting()
    if not waiting:
        return 0
    rows = {each.content_sha256: each for each in reversed(desk.outgoing(most=10_000))}
    for hidden in waiting:
        row = rows.get(hidden.partition(".")[0])
        if row is None:
            outbox.drop(hidden)
        else:
            outbox.show(hidden, row.name)
    return len(waiting)


def listed(desk: "SupplierDesk", outbox: Outbox, book: RuleBook, as_of: date, most: int = 100) -> OutboxAnswer:
    """What was put into the outbox."""
    return OutboxAnswer(**head("outbox", book, as_of), folder=outbox.where, documents=tuple(desk.outgoing(most=most)))
