"""Whoever does a scrub's work, in whatever process, what is said is the same. All claims are made up."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Self

import polars as pl
import pytest

from bench.claim_files import write_claims
from oxyclaim.bulk.report import report
from oxyclaim.bulk.scrub import Settings, scrub
from oxyclaim.bulk.stages import OfFile
from oxyclaim.policy import load

BOOK = load()


class Here:
    """Workers who begin as another process would, and remember what they were given."""

    def __init__(self, begin: Callable[[Any], Callable[[Any], Any]], what: Any):
        self.does = begin(what)
        self.given: list[Any] = []
        HIRED.append(self)

    def __len__(self) -> int:
        return 2

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ended = True

    def answers(self, tasks: Iterable[Any]) -> Iterator[Any]:
        """In their order."""
        return (answer for _, answer in self.among((True, task) for task in tasks))

    def among(self, entries: Iterable[tuple[bool, Any]]) -> Iterator[tuple[bool, Any]]:
        """In their order."""
        for is_task, entry in entries:
            if is_task:
                self.given.append(entry)
            yield is_task, self.does(entry) if is_task else entry


HIRED: list[Here] = []


@pytest.mark.parametrize("faults", [0.0, 0.5])
def test_hired_workers_do_all_of_it_and_find_the_same(tmp_path: Path, faults: float) -> None:
    claims = tmp_path / "claims.x12"
    write_claims(claims, 300, faults=faults)
    settings = Settings(date(2026, 3, 10), piece=30_000)
    told = []
    for hire in (None, Here):
        target = tmp_path / "found.parquet"
        with report(target) as out:
            summary = scrub([claims], settings, BOOK, out, hire=hire)
        told.append((summary.claims, summary.lines, summary.at_risk_cents, pl.read_parquet(target).rows()))
    assert told[0] == told[1]
    workers = HIRED.pop()
    assert workers.ended
    pieces = [each for task in workers.given if isinstance(task, tuple) for each in task if isinstance(each, OfFile)]
    assert len(pieces) > 3
    assert all(each.data is None for each in pieces), "a worker reads its bytes itself"
