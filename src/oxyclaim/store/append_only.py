"""Tables that only grow, held by the database itself: it refuses to change or take out a row, whoever asks.

On SQLite a row may be replaced without any trigger for deletions where ``recursive_triggers`` is off, as it is in other
programs; therefore a row that is there already is refused before it is put in. A migration that rebuilds a table drops
its triggers in silence; therefore all are made anew after every migration, and looked for whenever a store is opened.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Table, UniqueConstraint, text

from oxyclaim.store.tables import GROWING

_FUNCTION = "oxyclaim_refuse"
_BODY = "BEGIN RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP; END"
_STATEMENT = 0b00111010
"""pg_trigger.tgtype: before, for each statement, of UPDATE, DELETE and TRUNCATE."""


def make_triggers(connection: Connection, tables: Sequence[Table] = GROWING) -> None:
    """Make the triggers of these tables, in the place of any that are there."""
    drop_triggers(connection, tables)
    if connection.dialect.name == "sqlite":
        for table in tables:
            for statement in _of_sqlite(table).values():
                connection.exec_driver_sql(statement)
        return
    connection.execute(
        text(f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$")
    )
    for table in tables:
        connection.execute(
            text(
                f"CREATE TRIGGER {_name(table)} BEFORE UPDATE OR DELETE OR TRUNCATE ON {_quoted(table)} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
            )
        )
        # Always: also where a session calls itself a replica.
        connection.execute(text(f"ALTER TABLE {_quoted(table)} ENABLE ALWAYS TRIGGER {_name(table)}"))


def drop_triggers(connection: Connection, tables: Sequence[Table] = GROWING) -> None:
    """Take the triggers off, for a migration only."""
    if connection.dialect.name == "sqlite":
        for table in tables:
            for name in _of_sqlite(table):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        return
    there = set(
        connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")).scalars()
    )
    for table in tables:
        if table.name in there:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {_name(table)} ON {_quoted(table)}"))


def unguarded(connection: Connection, tables: Sequence[Table] = GROWING) -> list[str]:
    """The tables that the database does not hold to growing only, by name."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
        kept: dict[str, str] = {row.name: row.sql for row in rows}
        return [
            table.name
            for table in tables
            if any(kept.get(name) != statement for name, statement in _of_sqlite(table).items())
        ]
    body = connection.execute(
        text("SELECT prosrc FROM pg_proc WHERE proname = :name AND pronamespace = current_schema()::regnamespace"),
        {"name": _FUNCTION},
    ).scalar_one_or_none()
    found = connection.execute(
        text(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE c.relnamespace = current_schema()::regnamespace AND t.tgenabled = 'A' AND t.tgtype = :type "
            "AND p.proname = :name AND t.tgqual IS NULL"
        ),
        {"type": _STATEMENT, "name": _FUNCTION},
    ).all()
    there = {(table, name) for table, name in found} if body == _BODY else set()
    return [table.name for table in tables if (table.name, _name(table)) not in there]


def _name(table: Table) -> str:
    return f"{table.name}_only_grows"


def _quoted(table: Table) -> str:
    return f'"{table.name}"'


def _of_sqlite(table: Table) -> dict[str, str]:
    """The statements that make a table's triggers, by the triggers' names."""
    found = {}
    for doing in ("UPDATE", "DELETE"):
        name = f"{_name(table)}_{doing.lower()}"
        found[name] = (
            f"CREATE TRIGGER {name} BEFORE {doing} ON {_quoted(table)} "
            f"BEGIN SELECT RAISE(ABORT, '{table.name} only grows: {doing} is refused'); END"
        )
    name = f"{_name(table)}_replace"
    doubled = " OR ".join(
        f"EXISTS (SELECT 1 FROM {_quoted(table)} WHERE {' AND '.join(f'{each} = NEW.{each}' for each in key)})"
        for key in _keys(table)
    )
    found[name] = (
        f"CREATE TRIGGER {name} BEFORE INSERT ON {_quoted(table)} WHEN {doubled} "
        f"BEGIN SELECT RAISE(ABORT, '{table.name} only grows: the row is there already'); END"
    )
    return found


def _keys(table: Table) -> Iterator[list[str]]:
    """By what a row may be there already."""
    yield ["rowid"]
    yield [column.name for column in table.primary_key.columns]
    for constraint in sorted(table.constraints, key=lambda each: str(each.name)):
        if isinstance(constraint, UniqueConstraint):
            yield [column.name for column in constraint.columns]
