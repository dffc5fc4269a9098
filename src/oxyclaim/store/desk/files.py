"""Claim files that were written, and which of them went out."""

from sqlalchemy import Connection, func, insert, select, tuple_, update

from oxyclaim.services.desk.kept import ClaimFileTold
from oxyclaim.services.desk.states import OWNERS, SENT, WRITTEN
from oxyclaim.services.store.kept import Change
from oxyclaim.store.events import Happened, write_events
from oxyclaim.store.sealing import at_text, sealed
from oxyclaim.store.tables import claim, claim_file, claim_file_sent, claim_line, line_state
from oxyclaim.store.verdicts import content_of


def listed(
    connection: Connection, supplier_id: str, to_send: bool, most: int | None, number: int | None = None
) -> list[ClaimFileTold]:
    """The latest first, or those alone that were not marked sent; or the one with this number."""
    query = (
        select(
            claim_file.c.claim_file_id,
            claim_file.c.receiver,
            claim_file.c.control_number,
            claim_file.c.name,
            claim_file.c.author,
            claim_file.c.at,
            func.count(claim.c.claim_id),
            func.coalesce(func.sum(claim.c.charge_cents), 0),
            claim_file_sent.c.at,
            claim_file_sent.c.author,
        )
        .outerjoin(claim, claim.c.claim_file_id == claim_file.c.claim_file_id)
        .outerjoin(claim_file_sent, claim_file_sent.c.claim_file_id == claim_file.c.claim_file_id)
        .where(claim_file.c.supplier_id == supplier_id)
        .group_by(*claim_file.c, claim_file_sent.c.at, claim_file_sent.c.author)
        .order_by(claim_file.c.claim_file_id.desc())
        .limit(most)
    )
    if to_send:
        query = query.where(claim_file_sent.c.at.is_(None))
    if number is not None:
        query = query.where(claim_file.c.claim_file_id == number)
    return [ClaimFileTold(*row) for row in connection.execute(query)]


def whole(connection: Connection, supplier_id: str, number: int) -> tuple[ClaimFileTold, bytes]:
    """A claim file and its bytes. Raises KeyError."""
    found = listed(connection, supplier_id, False, 1, number)
    if not found:
        raise KeyError(number)
    query = select(claim_file.c.content_sha256).where(claim_file.c.claim_file_id == number)
    return found[0], content_of(connection, connection.execute(query).scalar_one())


def mark_sent(connection: Connection, supplier_id: str, number: int, change: Change) -> None:
    """It went out. Raises KeyError."""
    found = listed(connection, supplier_id, False, 1, number)
    if not found:
        raise KeyError(number)
    if found[0].sent_at is None:
        row = sealed({"claim_file_id": number, "author": change.author, "at": at_text(change.at)})
        connection.execute(insert(claim_file_sent), [row])
        made = Happened("claim file sent", None, "claim_file_sent", row["sha256"], {"claim_file": number})
        write_events(connection, supplier_id, change, [made])
        _lines_sent(connection, supplier_id, number)


def _lines_sent(connection: Connection, supplier_id: str, number: int) -> None:
    """The lines of a file that wait as written wait as sent from now on; they need not be judged again for that."""
    own = (
        select(claim.c.case_id, claim_line.c.line_number, claim_line.c.service_date)
        .join(claim_line, claim_line.c.claim_id == claim.c.claim_id)
        .where(claim.c.claim_file_id == number)
    )
    key = tuple_(line_state.c.case_id, line_state.c.line_number, line_state.c.service_date)
    connection.execute(
        update(line_state)
        .where(line_state.c.supplier_id == supplier_id, line_state.c.state == WRITTEN, key.in_(own))
        .values(state=SENT, owner=OWNERS[SENT])
    )
