"""``oxyclaim store judge`` and ``due``: all cases are judged by several processes, and listed without judging."""

import os
import platform
from collections.abc import Callable
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from time import sleep

from oxyclaim.cli.doors import OK, counting, ended, show, tell_of_others, telling, write_json
from oxyclaim.cli.profile_place import used
from oxyclaim.cli.store_place import address_of, change, opened
from oxyclaim.services.profile import load_profile
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.judging import TOGETHER, begin_judging, judged, stored_due, work
from oxyclaim.services.store.kept import Store
from oxyclaim.views import store as views

MANY = 400
"""So many cases take more than a second or two."""
LOOK_EVERY = 1.0
"""Seconds between looks at how far other workers are."""


def run(
    store: str | None,
    workers: int | None,
    as_json: bool,
    as_of: date,
    payers_folder: Path | None,
    profile: Path | None = None,
) -> int:
    """Judge every case. ``profile`` fills what the cases leave out. Returns the exit code."""
    with telling(as_json), opened(store) as kept:
        book = rule_book(payers_folder)
        mine = used(profile, book)
        job = begin_judging(kept, book, as_of, change(None, "judging all cases"), profile=mine.profile)
        left = kept.job(job)
        many = min(workers or os.cpu_count() or 1, -(-(left.cases - left.done) // TOGETHER) or 1)
        with counting("Judging cases", left.cases - left.done, MANY) as on_cases:
            if many == 1:
                work(kept, job, book, _name(), _now, on_cases, mine.profile)
            else:
                _together(address_of(store), job, payers_folder, mine.path, many, kept, on_cases)
        answer = judged(kept, job, book, as_of)
        write_json(answer) if as_json else show(views.judged(answer))
    if not as_json:
        tell_of_others(answer.problems)
    return ended(answer.is_fine)


def due(
    store: str | None, verdict: str, first: date | None, last: date | None, most: int, as_json: bool, as_of: date
) -> int:
    """List the due months. Returns the exit code."""
    with telling(as_json), opened(store) as kept:
        answer = stored_due(kept, rule_book(), as_of, verdict=verdict, first=first, last=last, most=most)
        write_json(answer) if as_json else show(views.due(answer))
    return OK


def _together(
    address: str,
    job: int,
    payers: Path | None,
    profile: Path | None,
    workers: int,
    store: Store,
    on_cases: Callable[[int], None],
) -> None:
    """Several processes do pieces until none is left. Started anew, not forked: Polars runs threads."""
    context = get_context("spawn")
    processes = [context.Process(target=_work, args=(address, job, payers, profile)) for _ in range(workers)]
    for process in processes:
        process.start()
    done = store.job(job).done
    try:
        while any(process.is_alive() for process in processes):
            sleep(LOOK_EVERY)
            now = store.job(job).done
            on_cases(now - done)
            done = now
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _work(address: str, job: int, payers: Path | None, profile: Path | None) -> None:
    with opened(address) as store:
        book = rule_book(payers)
        fills = load_profile(profile, book) if profile else None
        work(store, job, book, _name(), _now, profile=fills)


def _name() -> str:
    return f"{platform.node()}/{os.getpid()}"


def _now() -> datetime:
    return datetime.now(UTC)
