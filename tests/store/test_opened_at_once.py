"""A store that was just made or restored is opened by whoever comes, also while others open it, read or write in it."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier, Timer

import pytest
from filled_stores import NOW

from oxyclaim.services.problems import BadInput
from oxyclaim.store import SqlPlaces, engines

PROGRAMS = 6


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    SqlPlaces().make(str(path), NOW)
    return path


@pytest.mark.parametrize("begins", ["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_whoever_opens_a_new_store_waits_for_one_who_is_in_it(begins: str, made: Path):
    other = sqlite3.connect(made, isolation_level=None, check_same_thread=False)
    other.execute(begins)
    other.execute("SELECT count(*) FROM supplier").fetchone()
    ends = Timer(0.5, other.close)
    ends.start()
    SqlPlaces().open(str(made)).close()
    ends.join()


@pytest.mark.parametrize("begins", ["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_one_who_does_not_end_is_told_after_a_while(begins: str, made: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engines, "PATIENCE", 1)
    with closing(sqlite3.connect(made, isolation_level=None)) as other:
        other.execute(begins)
        other.execute("SELECT count(*) FROM supplier").fetchone()
        with pytest.raises(BadInput, match="another program"):
            SqlPlaces().open(str(made))
    SqlPlaces().open(str(made)).close()


@pytest.mark.parametrize("turn", range(5))
def test_all_who_open_a_new_store_at_once_have_it(made: Path, turn: int):
    start = Barrier(PROGRAMS)

    def number(_: int) -> int:
        start.wait()
        store = SqlPlaces().open(str(made))
        try:
            return store.take_numbers("interchange", "SENDER", 1, NOW, "a test")[0]
        finally:
            store.close()

    with ThreadPoolExecutor(PROGRAMS) as pool:
        assert sorted(pool.map(number, range(PROGRAMS))) == list(range(1, PROGRAMS + 1))
