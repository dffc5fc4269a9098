"""CMS's list of practitioners who may order. A new one is put in beside the old, and counts once it is whole."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import Connection, delete, func, insert, select, update

from oxyclaim.services.desk.shelves import Orderer, OrdererList
from oxyclaim.services.store.kept import Change
from oxyclaim.store.events import Happened, write_events
from oxyclaim.store.sealing import at_text
from oxyclaim.store.tables import orderer, orderer_list

AT_ONCE = 400


def begin(connection: Connection, supplier_id: str, published_on: date, sha256: str, change: Change) -> int:
    """A list that does not count yet; its number."""
    number = (connection.execute(select(func.max(orderer_list.c.list_id))).scalar_one() or 0) + 1
    row = {
        "list_id": number, "supplier_id": supplier_id, "published_on": published_on, "rows": 0,
        "content_sha256": sha256, "author": change.author, "at": at_text(change.at), "ready_at": None,
    }  # fmt: skip
    connection.execute(insert(orderer_list), [row])
    return number


def add(connection: Connection, list_id: int, some: Iterable[Orderer]) -> None:
    """More rows of a list."""
    if rows := [{"list_id": list_id, **vars(each)} for each in some]:
        connection.execute(insert(orderer), rows)


def finish(connection: Connection, supplier_id: str, list_id: int, rows: int, change: Change) -> None:
    """The list counts; the others of the supplier go."""
    old = select(orderer_list.c.list_id).where(
        orderer_list.c.supplier_id == supplier_id, orderer_list.c.list_id != list_id
    )
    for number in connection.execute(old).scalars().all():
        drop(connection, number)
    connection.execute(
        update(orderer_list).where(orderer_list.c.list_id == list_id).values(rows=rows, ready_at=at_text(change.at))
    )
    write_events(connection, supplier_id, change, [Happened("list of those who may order taken in")])


def drop(connection: Connection, list_id: int) -> None:
    """A list goes."""
    connection.execute(delete(orderer).where(orderer.c.list_id == list_id))
    connection.execute(delete(orderer_list).where(orderer_list.c.list_id == list_id))


def current(connection: Connection, supplier_id: str) -> OrdererList | None:
    """The list that counts."""
    query = (
        select(
            orderer_list.c.list_id,
            orderer_list.c.published_on,
            orderer_list.c.rows,
            orderer_list.c.author,
            orderer_list.c.at,
        )
        .where(orderer_list.c.supplier_id == supplier_id, orderer_list.c.ready_at.is_not(None))
        .order_by(orderer_list.c.list_id.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else OrdererList(*row)


def found(connection: Connection, supplier_id: str, npis: Collection[str]) -> dict[str, Orderer]:
    """Which of these stand on the list that counts."""
    there = current(connection, supplier_id)
    wanted = sorted(set(npis))
    if there is None:
        return {}
    rows = [
        row
        for start in range(0, len(wanted), AT_ONCE)
        for row in connection.execute(
            select(orderer.c.npi, orderer.c.last_name, orderer.c.first_name, orderer.c.dme).where(
                orderer.c.list_id == there.list_id, orderer.c.npi.in_(wanted[start : start + AT_ONCE])
            )
        )
    ]
    return {row.npi: Orderer(*row) for row in rows}
