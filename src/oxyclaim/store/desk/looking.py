"""Who looked at or did what: a chain of rows that only grows."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from oxyclaim.case.canonical import canonical
from oxyclaim.services.desk.kept import Look
from oxyclaim.store.checking import rows_of
from oxyclaim.store.sealing import at_text, chained
from oxyclaim.store.tables import audit


def look(
    connection: Connection, supplier_id: str, author: str, at: datetime, what: str, case_id: str | None, detail: object
) -> None:
    """Write one down."""
    row = {
        "supplier_id": supplier_id,
        "at": at_text(at),
        "author": author,
        "what": what,
        "case_id": case_id,
        "detail": canonical({} if detail is None else detail),
    }
    connection.execute(insert(audit), chained(connection, audit, [row]))


def looks(
    connection: Connection,
    supplier_id: str,
    case_id: str | None,
    most: int,
    author: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Look]:
    """The latest first."""
    query = select(audit.c.at, audit.c.author, audit.c.what, audit.c.case_id).where(audit.c.supplier_id == supplier_id)
    if case_id is not None:
        query = query.where(audit.c.case_id == case_id)
    if author:
        query = query.where(audit.c.author == author)
    if since is not None:
        query = query.where(audit.c.at >= at_text(since))
    if until is not None:
        query = query.where(audit.c.at < at_text(until))
    return [Look(*row) for row in connection.execute(query.order_by(audit.c.audit_id.desc()).limit(most))]


def check(connection: Connection) -> tuple[int, list[str]]:
    """How many rows the log has, and what is wrong with it."""
    held, faults = rows_of(connection, audit)
    return held, [f"row {each.row} {each.what}" for each in faults]
