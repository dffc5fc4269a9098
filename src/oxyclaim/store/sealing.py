"""Each row of a table that only grows carries the hash of everything else in it, so that a changed byte is found.

A column that holds nothing is left out of the hash: a later layout may add one.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select

from oxyclaim.case.canonical import canonical, sha256

SEAL = "sha256"


def seal_of(row: Mapping[str, Any]) -> str:
    """The hash of a row, its own one left out."""
    held = {name: value for name, value in row.items() if value is not None and name != SEAL}
    try:
        return sha256(canonical(held))
    except TypeError:  # bytes, for which their hash stands
        return sha256(canonical({
            name: sha256(bytes(value)) if isinstance(value, (bytes, memoryview)) else value
            for name, value in held.items()
        }))  # fmt: skip


def sealed(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with its hash."""
    return {**row, SEAL: seal_of(row)}


def at_text(at: datetime) -> str:
    """A moment as it is kept: ISO, in UTC. Raises ValueError for one without a time zone."""
    if at.tzinfo is None:
        raise ValueError("a kept time needs its time zone")
    return at.astimezone(UTC).isoformat()


def end_of(connection: Connection, table: Table) -> tuple[int, str]:
    """The last number of a table with a chain over all its rows, and that row's hash; 0 and nothing if it is empty."""
    (key,) = table.primary_key.columns
    last = select(func.max(key)).scalar_subquery()
    row = connection.execute(select(key, table.c.sha256).where(key == last)).one_or_none()
    return (0, "") if row is None else (row[0], row[1])


def chained(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with numbers and hashes that go on from the end of the table."""
    (key,) = table.primary_key.columns
    number, before = end_of(connection, table)
    found = []
    for row in rows:
        number += 1
        found.append(sealed({**row, key.name: number, "before": before}))
        before = found[-1][SEAL]
    return found
