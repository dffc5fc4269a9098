"""Saved views: filters that somebody has given a name."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from oxyclaim.services.desk.shelves import SavedView
from oxyclaim.store.sealing import at_text
from oxyclaim.store.tables import saved_view


def listed(connection: Connection, supplier_id: str, account_id: str) -> list[SavedView]:
    """Somebody's, by name."""
    query = select(saved_view.c.name, saved_view.c.filters).where(
        saved_view.c.supplier_id == supplier_id, saved_view.c.account_id == account_id
    )
    return [SavedView(*row) for row in connection.execute(query.order_by(saved_view.c.name))]


def put(connection: Connection, supplier_id: str, account_id: str, one: SavedView, at: datetime) -> None:
    """One, in the place of one of that name."""
    drop(connection, supplier_id, account_id, one.name)
    row = {
        "supplier_id": supplier_id, "account_id": account_id, "name": one.name, "filters": one.filters,
        "changed_at": at_text(at),
    }  # fmt: skip
    connection.execute(insert(saved_view), [row])


def drop(connection: Connection, supplier_id: str, account_id: str, name: str) -> None:
    """Take one away."""
    connection.execute(
        delete(saved_view).where(
            saved_view.c.supplier_id == supplier_id, saved_view.c.account_id == account_id, saved_view.c.name == name
        )
    )
