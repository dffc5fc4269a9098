"""What opens a store lets go of it, also where it is refused; else its file stays locked."""

import gc
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from filled_stores import NOW
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim.services.problems import BadInput
from oxyclaim.store import SqlPlaces

HANDLES = Path("/proc/self/fd")

pytestmark = pytest.mark.skipif(not HANDLES.is_dir(), reason="this machine does not tell which files are open")


@pytest.fixture(autouse=True)
def no_garbage_is_looked_for() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("let-go") / "original.db"
    SqlPlaces().make(str(path), NOW)
    return path


def held(path: Path) -> list[str]:
    """The handles that this process has on a store and on what stands beside it."""
    found = []
    for handle in HANDLES.iterdir():
        try:
            found.append(os.readlink(handle))
        except OSError:
            continue
    return [name for name in found if name.startswith(str(path))]


def _letter(path: Path) -> None:
    path.write_text("This is a letter.\n" * 100)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _statement(statement: str, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


REFUSED = {
    "letter": _letter,
    "empty": _empty,
    "older layout": lambda path: _statement("UPDATE alembic_version SET version_num = '0003'", path),
    "newer layout": lambda path: _statement("UPDATE alembic_version SET version_num = '9999'", path),
    "guard taken off": lambda path: _statement("DROP TRIGGER case_version_only_grows_update", path),
}


@pytest.mark.parametrize("open_it", ["open", "open_copy", "upgrade"])
@pytest.mark.parametrize("kind", REFUSED)
def test_a_store_that_is_refused_is_let_go(kind: str, open_it: str, original: Path, tmp_path: Path):
    path = Path(shutil.copy(original, tmp_path / "store.db"))
    REFUSED[kind](path)
    try:
        getattr(SqlPlaces(), open_it)(str(path))
    except BadInput as error:  # kept as a test runner or a log keeps it, with all that its frames hold
        kept = error
        assert kept.problems
    else:
        assert open_it == "upgrade"
    assert held(path) == []


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["store", "outbox", "list"], 0),
        (["store", "token", "list"], 0),
        (["store", "verify"], 0),
        (["store", "token", "revoke", "nobody-has-it"], 2),
    ],
)
def test_a_command_lets_go_of_its_store(command: list[str], code: int, original: Path, tmp_path: Path):
    path = Path(shutil.copy(original, tmp_path / "store.db"))
    assert CliRunner().invoke(app, [*command, "--store", str(path)]).exit_code == code
    assert held(path) == []
