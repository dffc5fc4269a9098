"""The log of what was put into the outbox: rows that only grow."""

from sqlalchemy import Connection, func, insert, select

from oxyclaim.services.outgoing import Outgoing
from oxyclaim.services.store.kept import Change
from oxyclaim.store.events import Happened, write_events
from oxyclaim.store.sealing import at_text, sealed
from oxyclaim.store.tables import outgoing

_COLUMNS = [
    outgoing.c.outgoing_id, outgoing.c.case_id, outgoing.c.kind, outgoing.c.to_kind, outgoing.c.name,
    outgoing.c.content_sha256, outgoing.c.bytes, outgoing.c.author, outgoing.c.at,
]  # fmt: skip


def add(
    connection: Connection, supplier_id: str, case_id: str | None, kind: str, to: str, suffix: str, content_sha256: str,
    size: int, change: Change,
) -> Outgoing:  # fmt: skip
    """Write one down; its number is part of its name."""
    number = (connection.execute(select(func.max(outgoing.c.outgoing_id))).scalar_one() or 0) + 1
    made = Outgoing(
        number, case_id, kind, to, f"{number:06d}-{kind}-{to}{suffix}", content_sha256, size, change.author,
        at_text(change.at),
    )  # fmt: skip
    row = sealed({"supplier_id": supplier_id, **vars(made)})
    connection.execute(insert(outgoing), [row])
    happened = Happened("put into the outbox", case_id, "outgoing", row["sha256"], {"kind": kind, "to": to})
    write_events(connection, supplier_id, change, [happened])
    return made


def listed(connection: Connection, supplier_id: str, case_id: str | None, most: int) -> list[Outgoing]:
    """The latest first."""
    query = select(*_COLUMNS).where(outgoing.c.supplier_id == supplier_id)
    if case_id is not None:
        query = query.where(outgoing.c.case_id == case_id)
    return [Outgoing(*row) for row in connection.execute(query.order_by(outgoing.c.outgoing_id.desc()).limit(most))]
