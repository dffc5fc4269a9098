"""A writer killed at any moment loses, doubles and halves nothing; two writers at once neither."""

import contextlib
import os
import random
import signal
import sys
from collections.abc import Callable
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

import pytest
import writers
from filled_stores import NOW, examples
from sqlalchemy import func, select

from oxyclaim.case.canonical import canonical_text
from oxyclaim.store import SqlPlaces
from oxyclaim.store.engines import engine_of, reading
from oxyclaim.store.tables import claim, event, number

PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["writers"])


@pytest.fixture(autouse=True)
def paths_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server that forks the programs finds their modules, and loads them once."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))


@cache
def text() -> str:
    """A case, which the programs need not read anew."""
    return canonical_text(examples()[0])


def started(target: Callable[..., None], *arguments: Any) -> tuple[Any, Connection]:
    """A program that runs by itself, and what it tells."""
    here, there = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=target, args=(arguments[0], there, text(), *arguments[1:]), daemon=True)
    process.start()
    there.close()
    return process, here


def kill_often(address: str, kills: int, seed: int) -> None:
    """Kill a writer so many times; after each, everything that it told is there, once and whole."""
    SqlPlaces().make(address, NOW)
    moments = random.Random(seed)
    told: dict[str, list[Any]] = {"case": [], "number": [], "verdict": [], "claim file": []}
    for run in range(kills):
        process, said = started(writers.write_until_killed, address, run)
        try:
            for _ in range(moments.randrange(1, 9)):
                kind, what = said.recv()
                told[kind].append(what)
            with contextlib.suppress(ChildProcessError):
                said.poll(moments.random() * 0.01)
        finally:
            os.kill(process.pid, signal.SIGKILL)
            process.join()
        with contextlib.suppress(EOFError, OSError):
            while True:
                kind, what = said.recv()
                told[kind].append(what)
    assert told["claim file"]
    store = SqlPlaces().open(address)
    held, faults = store.check()
    assert faults == []
    rows = {each.table: each.rows for each in held}
    versions = store.versions("KILLED")
    assert [each.version for each in versions] == list(range(1, len(versions) + 1))
    for kind, table in (("case", "case_version"), ("verdict", "verdict"), ("claim file", "claim")):
        assert len(told[kind]) == len(set(told[kind]))
        assert len(told[kind]) <= rows[table] <= len(told[kind]) + kills
    assert set(told["case"]) <= {each.version for each in versions}
    assert set(told["verdict"]) <= set(store.verdict_numbers())
    assert len(told["number"]) == len(set(told["number"]))
    engine = engine_of(address)
    with reading(engine) as connection:
        kept = set(connection.execute(select(number.c.value).where(number.c.kind == "interchange")).scalars())
        assert set(told["number"]) <= kept == set(range(1, len(kept) + 1))
        assert set(told["claim file"]) <= set(connection.execute(select(claim.c.claim_id)).scalars())
        events = connection.execute(select(func.count()).select_from(event)).scalar_one()
    assert events == rows["case_version"] + rows["verdict"] + rows["claim_file"] + rows["claim"]
    assert rows["claim"] == rows["claim_file"]
    engine.dispose()
    store.close()


def test_ten_kills(tmp_path: Any):
    kill_often(str(tmp_path / "store.db"), 10, seed=1)


@pytest.mark.slow
def test_a_hundred_kills(address: str):
    kill_often(address, 100, seed=2)


def write_together(address: str, seconds: float, programs: int = 2) -> None:
    """Several programs write at once; nothing is lost, no number comes twice."""
    SqlPlaces().make(address, NOW)
    running = [started(writers.write_for, address, writer, seconds) for writer in range(programs)]
    told = [[] for _ in running]
    for (process, said), of_one in zip(running, told, strict=True):
        while (what := said.recv()) is not None:
            of_one.append(what)
        process.join()
    numbers = [value for of_one in told for values, _, _ in of_one for value in values]
    ids = [id for of_one in told for _, _, some in of_one for id in some]
    assert all(len(of_one) > 3 for of_one in told)
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert len(ids) == len(set(ids))
    store = SqlPlaces().open(address)
    held, faults = store.check()
    assert faults == []
    rows = {each.table: each.rows for each in held}
    turns = sum(map(len, told))
    latest = {each.case_id: each.version for each in store.latest()}
    for of_one in told:
        for _, saved, _ in of_one:
            assert latest[saved.case_id] == saved.version == 2
    shared = max(map(len, told))
    assert len(latest) == turns + shared
    assert rows["case_version"] == 2 * turns + shared
    assert rows["claim"] == rows["claim_file"] == rows["verdict"] == turns
    store.close()


def test_two_programs_write_at_once(tmp_path: Any):
    write_together(str(tmp_path / "store.db"), 2)


@pytest.mark.slow
def test_two_programs_write_at_once_for_a_minute(address: str):
    write_together(address, 60)
