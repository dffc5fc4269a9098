"""Many rows into a table at once.

SQLAlchemy looks at each row of an insert anew, which takes longer than the engine does; here the statement is compiled
once and the driver gets plain tuples.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert

ROWS = 5000
"""Rows in one insert."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns."""
    if not rows:
        return
    names = list(rows[0])
    statement = insert(table).compile(dialect=connection.dialect, column_keys=names)
    order = statement.positiontup or names
    held = [table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for name in order]
    changed = [(place, change) for place, change in enumerate(held) if change is not None]
    for start in range(0, len(rows), ROWS):
        some = [[row[name] for name in order] for row in rows[start : start + ROWS]]
        for place, change in changed:
            for values in some:
                values[place] = change(values[place])
        if statement.positional:
            connection.exec_driver_sql(str(statement), [tuple(values) for values in some])
        else:
            connection.exec_driver_sql(str(statement), [dict(zip(order, values, strict=True)) for values in some])
