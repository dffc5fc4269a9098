"""The database itself refuses to change, take out or replace what was kept, whoever asks and in whichever words."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from filled_stores import NOW, fill
from sqlalchemy import Connection, Table, UniqueConstraint, select
from sqlalchemy.exc import DBAPIError

from oxyclaim.services.problems import BadInput
from oxyclaim.store import SqlPlaces, schema
from oxyclaim.store.append_only import drop_triggers, unguarded
from oxyclaim.store.engines import engine_of, reading, writing
from oxyclaim.store.tables import GROWING

NAMES = {"audit", "event", "kept_file", "number", "claim_file", "claim_file_sent", "case_version", "verdict", "claim",
         "verdict_line", "claim_line", "ledger_claim", "ledger_line", "claim_number", "reply_file", "payment", "answer",
         "answer_state", "ledger_entry", "acknowledged", "bank_line", "look_up", "outgoing"}  # fmt: skip
REBUILD = '''
"""A later layout that rebuilds every table."""
import sqlalchemy as sa
from alembic import op
from oxyclaim.store.tables import GROWING

revision, down_revision = "rebuilt", "0008"


def upgrade():
    how = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    for table in GROWING:
        with op.batch_alter_table(table.name, recreate=how) as batch:
            batch.add_column(sa.Column("added_later", sa.Text()))
'''


def test_what_may_not_change_is_named():
    assert {table.name for table in GROWING} == NAMES


@pytest.fixture
def filled(address: str, store: Any) -> str:
    fill(store, address)
    store.close()
    return address


def attacks(table: Table, is_sqlite: bool) -> list[str]:
    """Ways in which a row that is there could be changed or taken out."""
    columns = ", ".join(column.name for column in table.columns)
    keys = [[column.name for column in table.primary_key.columns]]
    keys += [[c.name for c in each.columns] for each in table.constraints if isinstance(each, UniqueConstraint)]
    same = f"SELECT {columns} FROM {table.name}"
    found = [
        f"UPDATE {table.name} SET sha256 = 'x'",
        f"UPDATE {table.name} SET sha256 = 'x' WHERE sha256 = (SELECT min(sha256) FROM {table.name})",
        f"DELETE FROM {table.name}",
        f"DELETE FROM {table.name} WHERE sha256 = (SELECT min(sha256) FROM {table.name})",
    ]
    for key in keys:
        on = ", ".join(key)
        found.append(
            f"INSERT INTO {table.name} ({columns}) {same} WHERE true ON CONFLICT ({on}) DO UPDATE SET sha256 = 'x'"
        )
    if is_sqlite:
        others = ", ".join("'x'" if c.name == "sha256" else c.name for c in table.columns)
        found += [
            f"REPLACE INTO {table.name} ({columns}) SELECT {others} FROM {table.name}",
            f"INSERT OR REPLACE INTO {table.name} ({columns}) {same}",
            f"UPDATE OR REPLACE {table.name} SET sha256 = 'x'",
            f"INSERT INTO {table.name} ({columns}) {same} WHERE true ON CONFLICT DO UPDATE SET sha256 = 'x'",
        ]
        if len(table.primary_key.columns) > 1 or str(next(iter(table.primary_key.columns)).type) == "TEXT":
            first = next(iter(table.primary_key.columns)).name
            new = ", ".join(f"'new' || {c.name}" if c.name == first else c.name for c in table.columns)
            found.append(
                f"INSERT OR REPLACE INTO {table.name} (rowid, {columns}) SELECT rowid, {new} FROM {table.name}"
            )
    else:
        key = keys[0][0]
        found += [
            f"TRUNCATE {table.name} CASCADE",
            f"MERGE INTO {table.name} a USING {table.name} b ON a.{key} = b.{key} WHEN MATCHED THEN DELETE",
            f"SET session_replication_role = replica; DELETE FROM {table.name}",
            f"WITH gone AS (DELETE FROM {table.name} RETURNING 1) SELECT count(*) FROM gone",
        ]
    return found


def rows(connection: Connection, table: Table) -> list[Any]:
    return sorted(connection.execute(select(table)).all(), key=str)


def assert_held(address: str) -> None:
    """Each attack on each table is refused, and changes nothing."""
    engine = engine_of(address)
    for table in GROWING:
        with reading(engine) as connection:
            before = rows(connection, table)
        assert before, f"nothing in {table.name} to be attacked"
        for attack in attacks(table, engine.dialect.name == "sqlite"):
            with pytest.raises(DBAPIError, match="only grows"), writing(engine) as connection:
                connection.exec_driver_sql(attack)
        with reading(engine) as connection:
            assert rows(connection, table) == before
    engine.dispose()


def test_every_change_is_refused(filled: str):
    assert_held(filled)


def test_every_change_is_refused_after_a_migration_that_rebuilds_the_tables(
    filled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    steps = tmp_path / "steps"
    steps.mkdir()
    (steps / "rebuilt.py").write_text(REBUILD)
    monkeypatch.setattr(schema, "STEPS", [*schema.STEPS, steps])
    with pytest.raises(BadInput, match="older layout"):
        SqlPlaces().open(filled)
    assert SqlPlaces().upgrade(filled) == ("0008", "rebuilt")
    assert_held(filled)
    assert SqlPlaces().open(filled).check()[1] == []


def test_a_program_that_sets_nothing_up_is_refused_too(tmp_path: Path):
    address = str(tmp_path / "store.db")
    SqlPlaces().make(address, NOW)
    store = SqlPlaces().open(address)
    fill(store, address)
    store.close()
    for table in GROWING:
        for attack in attacks(table, is_sqlite=True):
            with sqlite3.connect(address) as connection, pytest.raises(sqlite3.DatabaseError, match="only grows"):
                connection.execute(attack)
    assert SqlPlaces().open(address).check()[1] == []


def test_a_store_whose_guard_was_taken_off_is_not_opened(filled: str):
    engine = engine_of(filled)
    for table in GROWING:
        with writing(engine) as connection:
            drop_triggers(connection, [table])
        with pytest.raises(BadInput, match=f"could be changed in {table.name}"):
            SqlPlaces().open(filled)
        SqlPlaces().upgrade(filled)
        SqlPlaces().open(filled).close()
    engine.dispose()


@pytest.mark.slow
def test_a_guard_that_does_nothing_is_none(postgresql: str):
    SqlPlaces().make(postgresql, NOW)
    engine = engine_of(postgresql)
    for change in (
        "CREATE OR REPLACE FUNCTION oxyclaim_refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$",
        "ALTER TABLE event DISABLE TRIGGER USER",
    ):
        with writing(engine) as connection:
            connection.exec_driver_sql(change)
            assert "event" in unguarded(connection)
        SqlPlaces().upgrade(postgresql)
        with reading(engine) as connection:
            assert unguarded(connection) == []
    engine.dispose()
