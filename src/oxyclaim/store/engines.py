"""Opening a database: an SQLite file or PostgreSQL, so that both behave alike to everything above.

One writer at a time, on both: what it reads is then what it writes on, so that no number is given twice and no chain
forks. Writing transactions are short.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from oxyclaim.services.problems import BadInput, Problem

PATIENCE = 60
"""Seconds that a writer waits for another."""
_BETWEEN = 0.02
"""Seconds between two tries to open a new file that others are opening."""
_LOCK = 0x6F787963
"""The lock that the writers of a PostgreSQL store share."""
_WRITING, _REBUILDING = "oxyclaim_writing", "oxyclaim_rebuilding"


def is_postgresql(address: str) -> bool:
    """Whether an address names a PostgreSQL database; anything else is the path of a file."""
    return address.startswith(("postgresql://", "postgres://"))


def shown(address: str) -> str:
    """The address without its password."""
    return make_url(address).render_as_string(hide_password=True) if is_postgresql(address) else address


def copy_of(path: Path) -> Engine:
    """An engine for a copy of a store, which is looked at and never changed."""
    engine = create_engine(f"sqlite+pysqlite:///file:{quote(str(path.absolute()))}?mode=ro&uri=true")
    event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def engine_of(address: str) -> Engine:
    """An engine for a store; nothing is opened yet. Raises BadInput for an address that cannot be one."""
    if not is_postgresql(address):
        return _sqlite(Path(address))
    try:
        url = make_url(address).set(drivername="postgresql+psycopg")
        engine = create_engine(url, pool_pre_ping=True, isolation_level="READ COMMITTED")
    except (ArgumentError, ValueError):
        message = "is not an address; write it postgresql://user:password@host/database"
        raise BadInput([Problem("wrong_address", message, path="--store")]) from None
    except ModuleNotFoundError:
        message = "PostgreSQL needs the package psycopg: pip install 'oxyclaim[postgres]'"
        raise BadInput([Problem("no_driver", message, path="--store")]) from None
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _sqlite(path: Path) -> Engine:
    engine = create_engine(f"sqlite+pysqlite:///{path}", connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up(connection: sqlite3.Connection, _: Any) -> None:
    """What SQLite forgets with each connection; a file that refuses it is let go of."""
    connection.isolation_level = None  # transactions begin where we say so, also before DDL
    try:
        _set(connection)
    except sqlite3.Error:
        connection.close()
        raise


def _set(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
    _write_ahead(connection)
    for setting in ("synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON", "cache_size = -65536"):
        connection.execute(f"PRAGMA {setting}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """A new file keeps a log from its first opening on. Where two turn to it at once, SQLite does not wait."""
    end = monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() > end:
                raise
            sleep(_BETWEEN)


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get(_REBUILDING):  # a table that is rebuilt is dropped, and may not take with it what points to it
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITING) else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(_WRITING):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


@contextmanager
def closed_on_error(engine: Engine) -> Iterator[Engine]:
    """The engine; an error lets go of its database, which would stay locked until Python looks for garbage."""
    try:
        yield engine
    except BaseException:
        engine.dispose()
        raise


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees the store as it is at one moment. Raises BadInput where it cannot be opened."""
    with _told(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other writer is beside; it is kept whole or not at all. Raises BadInput."""
    with _told(engine), engine.connect() as connection:
        writer = connection.execution_options(**{_WRITING: True})
        with writer.begin():
            yield writer


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """A writing transaction in which tables are rebuilt; at its end every reference must lead somewhere."""
    with _told(engine), engine.connect() as connection:
        writer = connection.execution_options(**{_WRITING: True, _REBUILDING: True})
        with writer.begin():
            yield writer
            if engine.dialect.name == "sqlite" and (lost := writer.exec_driver_sql("PRAGMA foreign_key_check").all()):
                raise RuntimeError(f"references that lead nowhere: {lost[:5]}")
        connection.invalidate()  # its settings are not those of the others


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    """A database that cannot be opened or is busy is told as a problem; any other error stays what it is."""
    try:
        yield
    except OperationalError as error:
        raise _problem(engine, error) from None
    except DBAPIError as error:
        if "file is not a database" in str(error.orig) or "malformed" in str(error.orig):
            raise _problem(engine, error) from None
        raise


def _problem(engine: Engine, error: DBAPIError) -> BadInput:
    said = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    where = shown(engine.url.set(drivername="postgresql").render_as_string(hide_password=False)) \
        if engine.dialect.name == "postgresql" else str(engine.url.database)  # fmt: skip
    if "locked" in said or "lock timeout" in said:
        return BadInput([Problem("store_busy", f"another program writes in it for more than {PATIENCE} s", where)])
    return BadInput([Problem("store_unreadable", f"cannot be opened: {said}", where)])


def now_of(connection: Connection) -> str:
    """Which database this is and its version, in words."""
    query = "SELECT sqlite_version()" if connection.dialect.name == "sqlite" else "SHOW server_version"
    name = "SQLite" if connection.dialect.name == "sqlite" else "PostgreSQL"
    return f"{name} {connection.execute(text(query)).scalar_one()}"
