"""What happened is written down in the transaction in which it happens."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, insert

from oxyclaim.case.canonical import canonical
from oxyclaim.services.store.kept import Change
from oxyclaim.store.sealing import at_text, chained
from oxyclaim.store.tables import event


@dataclass(frozen=True)
class Happened:
    """One thing that happened; ``subject`` and ``sha256``: the table and the hash of the row that it made."""

    what: str
    case_id: str | None = None
    subject: str | None = None
    sha256: str | None = None
    detail: object = None


def write_events(connection: Connection, supplier: str, change: Change, things: Iterable[Happened]) -> None:
    """Write events, in their order."""
    rows = [
        {
            "supplier_id": supplier,
            "at": at_text(change.at),
            "author": change.author,
            "what": each.what,
            "case_id": each.case_id,
            "subject": each.subject,
            "subject_sha256": each.sha256,
            "detail": canonical({} if each.detail is None else each.detail),
        }
        for each in things
    ]
    if rows:
        connection.execute(insert(event), chained(connection, event, rows))
