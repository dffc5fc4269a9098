"""Reads and posts answers of payers damaged at random, by the ten thousand, and says which went wrong.

    python -m bench.damaged_replies --files 50000 --seed 1 --results bench/results-damaged-replies.json
    python -m bench.damaged_replies --again --results bench/results-damaged-replies.json

The second tries the portions once more in which something went wrong, and adds what it finds to the results.

Two processes, each with a ledger of its own. A file goes wrong where reading or posting raises, takes too long, or
where a payment is posted whose claims do not come to its amount. ``tests/remittance/damaged.py`` makes file N of a seed
again.
"""

import argparse
import json
import multiprocessing
import os
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import polars as pl

from oxyclaim.services.posting import PostRequest
from tests.ledger.office import TODAY, Office, bill
from tests.remittance.damaged import mutated, problem

LIMIT = 60
"""Seconds of processor time that reading a file or posting a group may take: other work must not make it look slow."""
TOGETHER = 100
PORTION = 500
"""Files after which a run says what it has found so far."""


@contextmanager
def limited() -> Iterator[None]:
    """Raises TimeoutError after ``LIMIT`` seconds."""

    def ended(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {LIMIT} s")

    signal.signal(signal.SIGPROF, ended)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def tried(numbers: range, seed: int) -> list[dict[str, object]]:
    """What went wrong with the files of these numbers."""
    found: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder), [bill("OXY0001"), bill("OXY0009", (10000, 500))])
        for start in range(0, len(numbers), TOGETHER):
            paths = []
            for number in numbers[start : start + TOGETHER]:
                data, at_once, done = mutated(seed, number)
                paths.append(Path(folder) / f"{number}.x12")
                paths[-1].write_bytes(data)
                found += [{"file": number, "done": done, "what": what} for what in _reading(data, at_once)]
            some = f"{paths[0].stem} to {paths[-1].stem}"
            found += [{"file": some, "what": what} for what in _posting(office, paths)]
            for path in paths:
                path.unlink()
    return found


def _reading(data: bytes, at_once: int) -> Iterator[str]:
    try:
        with limited():
            what = problem(data, at_once)
    except TimeoutError as error:
        what = str(error)
    if what:
        yield what


def _posting(office: Office, paths: list[Path]) -> Iterator[str]:
    try:
        with limited():
            answer = office.ask(PostRequest(paths, TODAY))
    except Exception as error:
        yield f"{type(error).__name__}: {error}"
        return
    if len(answer.files) + len(answer.problems) != len(paths):
        yield "not every file is told"
    with office.store.ledger_as_it_is() as ledger:
        payments, entries = ledger.payments().filter(pl.col("state") == "posted"), ledger.all_entries()
    sums = dict(entries.drop_nulls("payment").group_by("payment").agg(pl.col("remitted").sum()).iter_rows())
    for number, cents in payments.select("payment_id", "payment_cents").iter_rows():
        if abs(sums.get(number, 0)) != abs(cents):
            yield f"payment {number} of {cents} cents was posted as {sums.get(number, 0)}"


def main() -> int:
    """Exit code 1 where something went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--results", type=Path)
    parser.add_argument("--again", action="store_true", help="only the portions of --results that failed")
    asked = parser.parse_args()
    os.environ["POLARS_MAX_THREADS"] = "1"  # the files are small, threads only cost
    if asked.again:
        return _again(asked.results, asked.processes)
    begun = time.perf_counter()
    portions = [(range(at, min(at + PORTION, asked.files)), asked.seed) for at in range(0, asked.files, PORTION)]
    failures, done = [], 0
    with multiprocessing.get_context("spawn").Pool(asked.processes) as pool:
        for number, some in enumerate(pool.imap(_portion, portions)):
            failures += some
            done += len(portions[number][0])
            _tell(asked, done, failures, time.perf_counter() - begun)
    return 1 if failures else 0


def _again(results: Path, processes: int) -> int:
    """Try the portions that failed once more."""
    result = json.loads(results.read_text())
    firsts = {int(str(each["file"]).partition(" ")[0]) // PORTION * PORTION for each in result["failures"]}
    portions = [(range(at, at + PORTION), result["seed"]) for at in sorted(firsts)]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        failures = [each for some in pool.imap(_portion, portions) for each in some]
    result["again"] = {"files": PORTION * len(portions), "failures": failures[:50], "failed": len(failures)}
    text = json.dumps(result, indent=1)
    results.write_text(text + "\n")
    sys.stdout.write(text + "\n")
    return 1 if failures else 0


def _portion(portion: tuple[range, int]) -> list[dict[str, object]]:
    return tried(*portion)


def _tell(asked: argparse.Namespace, done: int, failures: list[dict[str, object]], seconds: float) -> None:
    """What was found so far: a run that is stopped leaves what it has done."""
    result = {
        "files": done, "of": asked.files, "seed": asked.seed, "failures": failures[:50], "failed": len(failures),
        "seconds": round(seconds), "files_a_second": round(done / seconds, 1),
        "python": platform.python_version(), "polars": pl.__version__,
    }  # fmt: skip
    text = json.dumps(result, indent=1)
    if asked.results:
        asked.results.write_text(text + "\n")
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
