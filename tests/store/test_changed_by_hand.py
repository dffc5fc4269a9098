"""A byte that somebody changed in the file is found, and so is a row put in, or taken out, past the guard."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from filled_stores import NOW, fill
from sqlalchemy.exc import IntegrityError

from oxyclaim.services.problems import BadInput
from oxyclaim.services.store.kept import Fault
from oxyclaim.store import SqlPlaces, schema
from oxyclaim.store.append_only import drop_triggers, make_triggers
from oxyclaim.store.engines import engine_of, writing
from oxyclaim.store.tables import GROWING
from tests.sampling import one_in


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("changed") / "original.db"
    SqlPlaces().make(str(path), NOW)
    store = SqlPlaces().open(str(path))
    fill(store, str(path))
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return path


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path / "store.db"))


def faults(path: Path) -> list[Fault]:
    store = SqlPlaces().open(str(path))
    try:
        return store.check()[1]
    finally:
        store.close()  # what is left open locks the file until Python looks for garbage


def is_found(path: Path) -> bool:
    """Whether a store is refused (the byte may stand in its layout too), or a fault in it is told."""
    try:
        return bool(faults(path))
    except BadInput:
        return True


def changed_past_the_guard(path: Path, statement: str) -> None:
    engine = engine_of(str(path))
    with writing(engine) as connection:
        drop_triggers(connection)
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        connection.exec_driver_sql(statement)
        make_triggers(connection)
    engine.dispose()


def test_nothing_is_wrong_with_what_was_written(original: Path):
    assert faults(original) == []


@pytest.mark.parametrize("table", one_in(2, GROWING), ids=lambda table: table.name)
def test_a_byte_changed_in_the_file_is_found(table: object, copy: Path):
    """In every column of text of every table, straight in the file."""
    name = str(table)
    columns = [column.name for column in table.columns if str(column.type) == "TEXT"]  # type: ignore[attr-defined]
    with closing(sqlite3.connect(copy)) as connection:
        rows = connection.execute(f"SELECT {', '.join(columns)} FROM {name}").fetchall()
    tried = 0
    for column, value in zip(columns, rows[-1], strict=True):
        whole = copy.read_bytes()
        written = (value or "").encode()
        if len(written) < 6 or whole.count(written) == 0:
            continue
        tried += 1
        place = whole.rindex(written) + len(written) // 2
        copy.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert is_found(copy), f"{name}.{column}"
        copy.write_bytes(whole)
    assert tried
    assert faults(copy) == []


@pytest.mark.parametrize("table", one_in(2, GROWING), ids=lambda table: table.name)
def test_a_changed_value_is_found(table: object, copy: Path):
    for column in table.columns:  # type: ignore[attr-defined]
        if not (column.primary_key or column.foreign_keys or column.type.python_type is bytes):
            path = Path(shutil.copy(copy, copy.with_suffix(f".{column.name}")))
            try:
                changed_past_the_guard(path, f"UPDATE {table} SET {column.name} = '1999-01-01'")
            except IntegrityError:  # an entry that does not sum to zero is refused by the database itself
                continue
            assert any(fault.table == str(table) for fault in faults(path)), column.name


@pytest.mark.parametrize("table", ["event", "audit", "verdict", "claim_file", "case_version", "claim"])
@pytest.mark.parametrize("which", ["min", "max"])
def test_a_row_taken_out_is_found(table: str, which: str, copy: Path):
    if table == "audit" and which == "max":
        pytest.skip("of the last looks at a patient, what was taken off the end shows nowhere")
    with closing(sqlite3.connect(copy)) as connection:
        if table == "audit":
            connection.execute(
                "INSERT INTO audit SELECT 2, supplier_id, at, author, what, case_id, detail, sha256, 'x' FROM audit"
            )
            connection.commit()
    changed_past_the_guard_without_references(
        copy, f"DELETE FROM {table} WHERE rowid = (SELECT {which}(rowid) FROM {table})"
    )
    assert faults(copy)


def changed_past_the_guard_without_references(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        connection.commit()
    engine = engine_of(str(path))
    with writing(engine) as connection:
        make_triggers(connection)
    engine.dispose()


def test_a_row_put_in_by_hand_is_found(copy: Path):
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute(
            "INSERT INTO case_version SELECT supplier_id, case_id, version + 1, text, text_sha256, author, at, reason, "
            "origin, merged_from, sha256, sha256 FROM case_version WHERE version = 1"
        )
        connection.commit()
    assert {"case_version"} <= {fault.table for fault in faults(copy)}


def test_a_file_that_is_no_store_says_so(tmp_path: Path):
    path = tmp_path / "store.db"
    path.write_text("This is a letter.\n" * 100)
    with pytest.raises(Exception, match="cannot be opened"):
        SqlPlaces().open(str(path))
    assert schema.newest() == "0008"
