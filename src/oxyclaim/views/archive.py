"""A whole backup."""

from oxyclaim.services.running.archive import ArchiveAnswer
from oxyclaim.views.blocks import Document, Pairs, Text


def made(answer: ArchiveAnswer) -> Document:
    """What is in it, and how it is known again."""
    return Document((
        _told(answer),
        Text("It holds patient data: keep it on an encrypted disk, where nobody of the office can write.", "caution"),
        Text("Keep the hash elsewhere: with it anybody can see that nothing was changed.", "quiet"),
    ))  # fmt: skip


def whole(answer: ArchiveAnswer) -> Document:
    """That it is whole."""
    return Document((_told(answer), Text("Every file and every row is as it was backed up.", "good")))


def restored(answer: ArchiveAnswer, papers: str) -> Document:
    """That it was put in its place, and what comes next."""
    return Document((
        _told(answer),
        Text(f"Restored; the papers are in {papers}.", "good"),
        Text("Now post what came in since: oxyclaim post INBOX. What was posted before changes nothing.", "quiet"),
    ))  # fmt: skip


def _told(answer: ArchiveAnswer) -> Pairs:
    files = f"{answer.files:,} ({answer.papers:,} of papers, {answer.outgoing:,} to go out), {answer.bytes:,} bytes"
    return Pairs((
        ("backup", answer.folder),
        ("made", f"{answer.made_at[:19].replace('T', ' ')} by {answer.made_by}"),
        ("files", files),
        ("hash of the list", answer.manifest_sha256),
    ))  # fmt: skip
