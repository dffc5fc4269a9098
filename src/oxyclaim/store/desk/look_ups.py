"""Look-ups that people made: rows that only grow."""

from dataclasses import asdict, fields

from sqlalchemy import Connection, func, insert, select

from oxyclaim.services.desk.shelves import LookUp
from oxyclaim.services.store.kept import Change
from oxyclaim.store.events import Happened, write_events
from oxyclaim.store.sealing import sealed
from oxyclaim.store.tables import look_up

_COLUMNS = [look_up.c[field.name] for field in fields(LookUp)]


def add(connection: Connection, supplier_id: str, one: LookUp, change: Change) -> None:
    """One more."""
    number = (connection.execute(select(func.max(look_up.c.look_up_id))).scalar_one() or 0) + 1
    row = sealed({"look_up_id": number, "supplier_id": supplier_id, **asdict(one)})
    connection.execute(insert(look_up), [row])
    made = Happened("looked up", one.case_id, "look_up", row["sha256"], {"kind": one.kind})
    write_events(connection, supplier_id, change, [made])


def listed(connection: Connection, supplier_id: str, case_id: str) -> list[LookUp]:
    """Those of a case, the latest first."""
    query = select(*_COLUMNS).where(look_up.c.supplier_id == supplier_id, look_up.c.case_id == case_id)
    rows = connection.execute(query.order_by(look_up.c.looked_on.desc(), look_up.c.look_up_id.desc()))
    return [LookUp(*row) for row in rows]
