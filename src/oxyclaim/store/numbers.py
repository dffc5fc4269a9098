"""Numbers that are given once: claim ids, and the control numbers of interchanges, groups and transaction sets.

A number is written down before it is used. Where a program dies in between, the number is lost, and never given again.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from oxyclaim.services.store.kept import Kind, NumbersUsedUp
from oxyclaim.store.sealing import at_text, sealed
from oxyclaim.store.tables import number

HIGHEST = 999_999_999
"""Control numbers have nine digits."""


def take(
    connection: Connection, kind: Kind, sender: str, count: int, at: datetime, taken_for: str, first: int | None = None
) -> list[int]:
    """The next numbers of a kind for a sender, or those from ``first`` on. Raises NumbersUsedUp."""
    last = connection.execute(
        select(func.max(number.c.value)).where(number.c.kind == kind, number.c.sender == sender)
    ).scalar_one()
    if first is not None and first <= (last or 0):
        raise NumbersUsedUp(f"{sender}: {kind} numbers up to {last} have been given; begin above them, or leave it out")
    first = first or (last or 0) + 1
    if first + count - 1 > HIGHEST:
        raise NumbersUsedUp(f"{sender}: the last {kind} number, {HIGHEST}, has been given")
    values = list(range(first, first + count))
    connection.execute(insert(number), _rows(kind, sender, values, at, taken_for))
    return values


def claim_ids(connection: Connection, supplier: str, count: int, at: datetime, taken_for: str) -> list[str]:
    """Ids for claims of a supplier."""
    return [f"C{value:09d}" for value in take(connection, "claim", supplier, count, at, taken_for)] if count else []


def _rows(kind: str, sender: str, values: Sequence[int], at: datetime, taken_for: str) -> list[dict[str, object]]:
    shared = {"kind": kind, "sender": sender, "at": at_text(at), "taken_for": taken_for}
    return [sealed({**shared, "value": value}) for value in values]
