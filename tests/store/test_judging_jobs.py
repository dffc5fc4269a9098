"""All cases are judged in the background: each once, whoever dies, and as `due` would judge them together."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from filled_stores import BY_ANN, IMPORTED, NOW, TODAY, examples, with_payer_name

from oxyclaim.case.runs import in_one_run
from oxyclaim.services.due import DueRequest, due
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store import judging
from oxyclaim.services.store.judging import begin_judging, judged, stored_due, work
from oxyclaim.services.store.kept import Store
from oxyclaim.store import SqlPlaces

ON = date(2025, 8, 15)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "TOGETHER", 9)


def clock(minutes: float = 0) -> Callable[[], datetime]:
    return lambda: NOW + timedelta(minutes=minutes)


def told(store: Store) -> list[tuple[Any, ...]]:
    """The due months as they are stored."""
    answer = stored_due(store, rule_book(), TODAY, most=1000)
    return [
        (each.service_date, each.case_id, each.line_number, each.verdict, each.charge_cents) for each in answer.months
    ]


def expected() -> list[tuple[Any, ...]]:
    """The due months as they are told of all cases together."""
    answer = due(in_one_run(examples()), DueRequest(ON, 0), rule_book())
    return [(each.service_date, each.case_id, each.line_number, each.verdict, each.charge_cents) for each in answer.due]


def begun(store: Store) -> int:
    store.take_in(examples(), IMPORTED)
    return begin_judging(store, rule_book(), ON, BY_ANN)


def test_stored_months_are_those_of_due_although_members_stand_in_several_pieces(store: Store):
    job = begun(store)
    done: list[int] = []
    work(store, job, rule_book(), "one", clock(), done.append)
    assert done == [9, 9, 9, 1]
    assert sorted(told(store)) == sorted(expected())
    answer = judged(store, job, rule_book(), ON)
    assert (answer.cases, answer.judged, answer.ended, answer.is_fine) == (28, 28, True, True)
    due = stored_due(store, rule_book(), TODAY, verdict="billable", first=date(2025, 3, 1), last=date(2025, 5, 31))
    assert due.months
    assert {each.verdict for each in due.months} == {"billable"}
    assert all(date(2025, 3, 1) <= each.service_date <= date(2025, 5, 31) for each in due.months)
    assert sum(each.months for each in due.counts) == len(expected())
    assert (due.judged_on, due.judged_by) == (ON, rule_book().hash)
    billed, _ = store.months("billed", most=10_000)
    assert len(billed) == sum(len(case.history or ()) for case in examples())


def test_a_piece_of_a_worker_that_died_is_done_by_another(store: Store):
    job = begun(store)
    lost = store.take_piece(job, "dead", NOW, judging.LEASE)
    assert lost
    work(store, job, rule_book(), "one", clock())
    answer = judged(store, job, rule_book(), ON)
    assert (answer.judged, answer.ended) == (19, False)
    assert begin_judging(store, rule_book(), ON, BY_ANN) == job
    work(store, job, rule_book(), "two", clock(6))
    assert sorted(told(store)) == sorted(expected())
    assert not store.end_piece(lost, "dead", NOW, [])
    assert sorted(told(store)) == sorted(expected())
    assert begin_judging(store, rule_book(), ON, BY_ANN) == job + 1


def test_a_piece_that_comes_to_no_end_is_given_up_and_told(store: Store):
    job = begun(store)
    for minutes in (0, 6, 12):
        assert store.take_piece(job, "dead", clock(minutes)(), judging.LEASE).first == "CA-2022-0187"  # type: ignore[union-attr]
    work(store, job, rule_book(), "one", clock(18))
    answer = judged(store, job, rule_book(), ON)
    assert (answer.judged, answer.failed, answer.ended, answer.is_fine) == (19, 9, True, False)
    assert "came to no end" in answer.problems[0].message


def test_a_piece_that_fails_is_told_and_the_others_are_done(store: Store, monkeypatch: pytest.MonkeyPatch):
    job = begun(store)
    original = judging.due_cases

    def failing(cases: Any, *rest: Any) -> Any:
        if any(case.case_id == examples()[0].case_id for case in cases):
            raise MemoryError
        return original(cases, *rest)

    monkeypatch.setattr(judging, "due_cases", failing)
    work(store, job, rule_book(), "one", clock())
    answer = judged(store, job, rule_book(), ON)
    assert (answer.judged + answer.failed, answer.ended) == (28, True)
    assert answer.failed in (9, 1)
    assert "MemoryError" in answer.problems[0].message


def test_what_was_changed_since_is_marked_and_an_unknown_payer_is_told(store: Store):
    one = examples()[0]
    stranger = one.under("nobody").model_copy(update={"case_id": "STRANGER"})
    store.take_in([one, stranger], IMPORTED)
    job = begin_judging(store, rule_book(), ON, BY_ANN)
    work(store, job, rule_book(), "one", clock())
    assert [each.code for each in judged(store, job, rule_book(), ON).problems] == ["unknown_payer"]
    assert not any(each.changed for each in stored_due(store, rule_book(), TODAY).months)
    store.save(with_payer_name(one, "OTHER"), 1, BY_ANN)
    assert all(each.changed for each in stored_due(store, rule_book(), TODAY).months)


def test_nothing_judged_yet(store: Store):
    assert stored_due(store, rule_book(), TODAY).judged_on is None
    job = begin_judging(store, rule_book(), ON, BY_ANN)
    assert judged(store, job, rule_book(), ON).is_fine


def judge_slowly(address: str, said: Connection, job: int, together: int) -> None:
    """Judge, and tell of each piece."""
    judging.TOGETHER = together
    store = SqlPlaces().open(address)
    said.send("begun")
    work(store, job, rule_book(), str(os.getpid()), lambda: datetime.now(UTC), said.send)
    said.send(None)


@pytest.mark.slow
def test_workers_that_are_killed_are_gone_on_for(address: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([*sys.path, str(Path(__file__).parent)]))
    monkeypatch.setattr(judging, "TOGETHER", 3)
    SqlPlaces().make(address, NOW)
    store = SqlPlaces().open(address)
    job = begun(store)
    context = get_context("spawn")
    for _ in range(3):
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=judge_slowly, args=(address, there, job, 3))
        process.start()
        there.close()
        for _ in range(2):
            here.recv()
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
    assert not store.job(job).ended
    work(store, job, rule_book(), "last", lambda: datetime.now(UTC) + timedelta(minutes=10))
    assert sorted(told(store)) == sorted(expected())
    assert judged(store, job, rule_book(), ON).judged == 28
    store.close()


@pytest.mark.slow
def test_two_workers_do_each_piece_once(address: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([*sys.path, str(Path(__file__).parent)]))
    monkeypatch.setattr(judging, "TOGETHER", 2)
    SqlPlaces().make(address, NOW)
    store = SqlPlaces().open(address)
    job = begun(store)
    context = get_context("spawn")
    running = []
    for _ in range(2):
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=judge_slowly, args=(address, there, job, 2))
        process.start()
        there.close()
        running.append((process, here))
    done = 0
    for process, here in running:
        while (what := here.recv()) is not None:
            done += what if isinstance(what, int) else 0
        process.join()
    assert done == 28
    assert sorted(told(store)) == sorted(expected())
    store.close()
