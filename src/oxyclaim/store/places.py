"""Where stores are: made, opened, brought to a new layout, copied out and in.

A copy is one SQLite file, whichever database the store is in, and any store can be made of it.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, select

from oxyclaim.claims.placement import placed
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.store.kept import Copied
from oxyclaim.store import schema
from oxyclaim.store.engines import (
    closed_on_error,
    copy_of,
    engine_of,
    is_postgresql,
    reading,
    rebuilding,
    shown,
    writing,
)
from oxyclaim.store.sealing import at_text
from oxyclaim.store.store import OWN_SUPPLIER, SqlStore
from oxyclaim.store.tables import metadata, supplier

AT_ONCE = 500
THERE_ALREADY = "is there already; nothing was changed"
NO_STORE = "holds no store; `oxyclaim store init` makes one"


class SqlPlaces:
    """See ``services.store.kept.Places``, which says what each of these does."""

    def make(self, address: str, at: datetime) -> str:
        """Make a store."""
        if is_postgresql(address):
            _fill(_empty(address), at)
        else:
            path = Path(address)
            _refuse(path)
            _make_folder(path)
            with _placed(path) as part:
                _fill(engine_of(str(part)), at)
                _into_one_file(part)
                _refuse(path)
        return schema.newest()

    def open(self, address: str) -> SqlStore:
        """Open a store."""
        return _opened(_existing(address), shown(address))

    def open_copy(self, backup: str) -> SqlStore:
        """Open a copy of a store to look at."""
        return _opened(_copy_at(backup), backup)

    def upgrade(self, address: str) -> tuple[str, str]:
        """Bring a store to this program's layout."""
        engine = _existing(address)
        try:
            with reading(engine) as connection:
                before = schema.layout_of(connection)
            if before is None:
                raise BadInput([Problem("no_store", NO_STORE, shown(address))])
            if before not in schema.known():
                raise BadInput([Problem("newer_store", schema.NEWER, shown(address))])
            schema.upgrade(engine)
        finally:
            engine.dispose()
        return before, schema.newest()

    def downgrade(self, address: str, target: str) -> tuple[str, str]:
        """Bring a store back to an earlier layout."""
        engine = _existing(address)
        try:
            with reading(engine) as connection:
                before = schema.layout_of(connection)
            if before is None:
                raise BadInput([Problem("no_store", NO_STORE, shown(address))])
            schema.downgrade(engine, target)
        finally:
            engine.dispose()
        return before, target

    def copy_out(self, address: str, target: str) -> Copied:
        """Copy a store into one file, as it is at one moment."""
        path = Path(target)
        _refuse(path)
        self.open(address).close()
        with _placed(path) as part:
            if is_postgresql(address):
                rows = _copy(engine_of(address), engine_of(str(part)))
            else:
                _backup(Path(address), part)
                rows = _count(part)
            _into_one_file(part)
        return Copied(rows, path.stat().st_size, _hash(path))

    def copy_in(self, backup: str, address: str, over: bool = False) -> Copied:
        """Make a store of a copy."""
        source = Path(backup)
        self.open_copy(backup).close()
        if is_postgresql(address):
            rows = _copy(_copy_at(backup), _empty(address))
        else:
            target = Path(address)
            if not over:
                _refuse(target)
            _make_folder(target)
            with _placed(target) as part:
                _backup(source, part)
                rows = _count(part)
                _into_one_file(part)
                for ending in ("-wal", "-shm"):  # what belongs to the file that is replaced
                    Path(f"{target}{ending}").unlink(missing_ok=True)
        return Copied(rows, source.stat().st_size, _hash(source))


def _refuse(path: Path) -> None:
    if path.exists():
        raise BadInput([Problem("store_exists", THERE_ALREADY, str(path))])
    if not path.parent.is_dir() and path.parent.exists():
        raise BadInput([Problem("no_folder", "its folder is a file", str(path))])


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadInput([Problem("cannot_write", f"cannot be made ({error.strerror})", str(path.parent))]) from None


@contextmanager
def _placed(path: Path) -> Iterator[Path]:
    """See ``claims.placement.placed``. Raises BadInput where that cannot be written."""
    try:
        with placed(path) as part:
            yield part
    except OSError as error:
        raise BadInput([Problem("cannot_write", f"cannot be written ({error.strerror})", str(path))]) from None


def _fill(engine: Engine, at: datetime) -> None:
    """Lay out an empty database, for one supplier."""
    try:
        schema.upgrade(engine)
        with writing(engine) as connection:
            connection.execute(insert(supplier), [{"supplier_id": OWN_SUPPLIER, "name": "", "changed_at": at_text(at)}])
    finally:
        engine.dispose()


def _empty(address: str) -> Engine:
    """A PostgreSQL database that holds no store. Raises BadInput where there is one."""
    with closed_on_error(engine_of(address)) as engine, reading(engine) as connection:
        if schema.layout_of(connection) is not None:
            raise BadInput([Problem("store_exists", THERE_ALREADY, shown(address))])
    return engine


def _existing(address: str) -> Engine:
    if not is_postgresql(address) and not Path(address).is_file():
        raise BadInput([Problem("no_store", NO_STORE, address)])
    return engine_of(address)


def _copy_at(backup: str) -> Engine:
    if not Path(backup).is_file():
        raise BadInput([Problem("no_copy", "there is no such file", backup)])
    return copy_of(Path(backup))


def _opened(engine: Engine, where: str) -> SqlStore:
    with closed_on_error(engine), reading(engine) as connection:
        schema.look_at(connection, where)
    return SqlStore(engine, where)


def _backup(source: Path, target: Path) -> None:
    """By SQLite's own means, in one step: writers go on beside it."""
    with closing(sqlite3.connect(source)) as reader, closing(sqlite3.connect(target)) as writer:
        reader.backup(writer)


def _into_one_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    for ending in ("-wal", "-shm"):
        with suppress(OSError):
            Path(f"{path}{ending}").unlink(missing_ok=True)


def _count(path: Path) -> int:
    engine = engine_of(str(path))
    try:
        with reading(engine) as connection:
            return sum(_rows_of(connection))
    finally:
        engine.dispose()


def _rows_of(connection: Connection) -> list[int]:
    return [
        connection.execute(select(func.count()).select_from(table)).scalar_one() for table in metadata.sorted_tables
    ]


def _copy(source: Engine, target: Engine) -> int:
    """All rows from one database into a new one, whatever each of them is."""
    rows = 0
    try:
        schema.upgrade(target)
        with reading(source) as reader, rebuilding(target) as writer:
            for table in metadata.sorted_tables:
                found = reader.execution_options(yield_per=AT_ONCE).execute(select(table))
                for portion in found.mappings().partitions():
                    writer.execute(insert(table), [dict(row) for row in portion])
                    rows += len(portion)
    finally:
        source.dispose()
        target.dispose()
    return rows


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
