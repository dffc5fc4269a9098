"""Killed at any moment while it posts, a program loses, doubles and halves nothing."""

import contextlib
import json
import os
import random
import signal
import sys
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from oxyclaim.services.posting import PostRequest, post
from oxyclaim.services.rule_book import rule_book
from oxyclaim.store import SqlPlaces
from oxyclaim_simulator import LifeRequest, live
from tests.ledger.office import CHANGE, NOW, TODAY
from tests.ledger.poster import post_until_killed

PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.ledger.poster"])


@pytest.fixture(autouse=True)
def paths_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))


def kill_often(folder: Path, address: str, kills: int) -> None:
    live(LifeRequest(folder / "life", patients=10, months=8, seed=4))
    SqlPlaces().make(address, NOW)
    moments, kept = random.Random(kills), set()
    for run in range(kills):
        here, there = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(
            target=post_until_killed, args=(address, there, str(folder / "life"), run), daemon=True
        )
        process.start()
        there.close()
        with contextlib.suppress(EOFError):
            for _ in range(moments.randrange(1, 4)):
                kept |= set(here.recv() or ())
            here.poll(moments.random() * 0.4)
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        with contextlib.suppress(EOFError, OSError):
            while True:
                kept |= set(here.recv() or ())
    check_whole(folder, address, kept)


def check_whole(folder: Path, address: str, kept: set[str]) -> None:
    store = SqlPlaces().open(address)
    assert store.check()[1] == []
    with store.ledger_as_it_is() as ledger:
        assert all(ledger.has_reply(sha256) for sha256 in kept), "what was told to be posted is there"
        entries, payments, answers = ledger.all_entries(), ledger.payments(), ledger.answers()
    posted = payments.filter(pl.col("state") == "posted")
    of_payment = entries.filter(pl.col("kind") != "deposit").group_by("payment").agg(pl.col("remitted").sum())
    said = dict(posted.select("payment_id", "payment_cents").iter_rows())
    found = dict(of_payment.drop_nulls("payment").iter_rows())
    assert found.items() <= said.items(), "each payment is posted whole"
    assert all(said[number] == 0 for number in said.keys() - found.keys())
    assert answers["answer_id"].n_unique() == len(answers)
    rest = PostRequest(
        [folder / "life" / "replies"], TODAY, [folder / "life" / "claims"], [folder / "life" / "bank.csv"]
    )
    post(rest, store, address, rule_book(), CHANGE)
    with store.ledger_as_it_is() as ledger:
        totals = ledger.all_entries().select(pl.col("bank", "open", "denied", "suspense", "remitted").sum()).row(0)
    truth: dict[str, Any] = json.loads((folder / "life.truth.json").read_text())["totals"]
    assert totals == (truth["deposited"], truth["open"], truth["denied"], 0, 0)
    store.close()


def test_three_kills(tmp_path: Path):
    kill_often(tmp_path, str(tmp_path / "ledger.db"), 3)


@pytest.mark.slow
def test_ten_kills(tmp_path: Path, address: str):
    kill_often(tmp_path, address, int(os.environ.get("OXYCLAIM_KILLS", "10")))
