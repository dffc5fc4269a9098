"""What was put into the outbox."""

from oxyclaim.services.outgoing import OutboxAnswer
from oxyclaim.views.blocks import Document, Grid, Text


def added(answer: OutboxAnswer) -> Document:
    """Where the document is now."""
    (one,) = answer.documents
    return Document((
        Text(f"Put into the outbox: {answer.folder}/{one.name}", "good"),
        Text("Nothing was sent: whoever sends takes it from there.", "quiet"),
    ))  # fmt: skip


def listed(answer: OutboxAnswer) -> Document:
    """The log, one a row."""
    if not answer.documents:
        return Document((Text(f"Nothing was put into {answer.folder}."),))
    rows = tuple(
        (each.at[:16].replace("T", " "), each.kind, each.to_kind, each.case_id or "", each.name, each.author)
        for each in answer.documents
    )
    return Document((Grid(("when (UTC)", "what", "to a", "case", "file", "by"), rows, title=f"In {answer.folder}"),))
