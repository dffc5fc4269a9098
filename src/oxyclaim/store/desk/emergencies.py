"""Emergency access: who took it, why, until when, and which manager has read of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from oxyclaim.services.desk.shelves import Emergency
from oxyclaim.store.sealing import at_text
from oxyclaim.store.tables import account, emergency


def begin(connection: Connection, supplier_id: str, one: Emergency) -> None:
    """Somebody takes it."""
    row = {
        "emergency_id": one.emergency_id, "supplier_id": supplier_id, "account_id": one.account_id,
        "reason": one.reason, "at": one.at, "until": one.until,
    }  # fmt: skip
    connection.execute(insert(emergency), [row])


def of_account(connection: Connection, supplier_id: str, account_id: str, at: datetime) -> Emergency | None:
    """What somebody has at a moment."""
    query = _all(supplier_id).where(emergency.c.account_id == account_id, emergency.c.until > at_text(at))
    row = connection.execute(query.limit(1)).one_or_none()
    return None if row is None else Emergency(*row)


def listed(connection: Connection, supplier_id: str, unseen: bool, most: int) -> list[Emergency]:
    """The latest first."""
    query = _all(supplier_id)
    if unseen:
        query = query.where(emergency.c.seen_by.is_(None))
    return [Emergency(*row) for row in connection.execute(query.limit(most))]


def see(connection: Connection, supplier_id: str, emergency_id: str, by: str, at: datetime) -> None:
    """A manager has read of it. Raises KeyError."""
    seen = (
        update(emergency)
        .where(emergency.c.supplier_id == supplier_id, emergency.c.emergency_id == emergency_id)
        .values(seen_by=by, seen_at=at_text(at))
    )
    if connection.execute(seen).rowcount != 1:
        raise KeyError(emergency_id)


def _all(supplier_id: str) -> Select[Any]:
    return (
        select(
            emergency.c.emergency_id,
            emergency.c.account_id,
            account.c.name,
            emergency.c.reason,
            emergency.c.at,
            emergency.c.until,
            emergency.c.seen_by,
        )
        .join(account, account.c.account_id == emergency.c.account_id)
        .where(emergency.c.supplier_id == supplier_id)
        .order_by(emergency.c.at.desc(), emergency.c.emergency_id)
    )
