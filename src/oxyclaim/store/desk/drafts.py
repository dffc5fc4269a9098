"""What people have typed and not saved."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from oxyclaim.services.desk.kept import Draft
from oxyclaim.store.sealing import at_text
from oxyclaim.store.tables import draft


def find(connection: Connection, supplier_id: str, account_id: str, form: str) -> Draft | None:
    """What somebody has typed into a form."""
    query = select(draft.c.form, draft.c.version, draft.c.entered).where(
        draft.c.supplier_id == supplier_id, draft.c.account_id == account_id, draft.c.form == form
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else Draft(*row)


def put(connection: Connection, supplier_id: str, account_id: str, one: Draft, at: datetime) -> None:
    """In the place of what was there."""
    drop(connection, supplier_id, account_id, one.form)
    row = {"supplier_id": supplier_id, "account_id": account_id, **vars(one), "changed_at": at_text(at)}
    connection.execute(insert(draft), [row])


def drop(connection: Connection, supplier_id: str, account_id: str, form: str) -> None:
    """It is not kept any longer."""
    connection.execute(
        delete(draft).where(draft.c.supplier_id == supplier_id, draft.c.account_id == account_id, draft.c.form == form)
    )
