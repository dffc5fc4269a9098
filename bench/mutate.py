"""Reads files damaged at random, by the hundred thousand, and says which of them were not judged as they must be.

    python -m bench.mutate --files 100000 --seed 1
    python -m bench.mutate --seed 1 --only 4711 --keep broken.x12

Several processes; one that takes too long over a file, or dies of it, is replaced and goes on behind it. Exit code 1
where there was a failure. Each is told with its number, from which ``--only`` makes the file again.
"""

import argparse
import json
import multiprocessing
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import SpawnProcess
from pathlib import Path
from queue import Empty
from typing import Any

import polars
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "x12" / "claim_837p"))

from mutations import mutated, problem, problems

LIMIT = 20.0
"""Seconds that one file may take before it counts as a hang."""
TOGETHER = 100
"""Files that are read together, as a run over a folder of small files reads them."""
LIMIT_TOGETHER = 90.0
"""Seconds that so many files may take before each of them is read alone."""
_START = 60.0
"""Seconds that a process may take to start."""


@dataclass(frozen=True)
class Failure:
    """A file that was judged wrongly, what had been done to it, and what was wrong."""

    number: int
    done: tuple[str, ...]
    what: str


def run(files: int, seed: int, processes: int = 2, on_done: Callable[[int], None] = lambda _: None) -> list[Failure]:
    """Judge so many files, some of them together; ``on_done`` is called with how many are done."""
    os.environ["POLARS_MAX_THREADS"] = "1"  # read by the new processes: the files are small, threads only cost
    context = multiprocessing.get_context("spawn")
    failures: Any = context.Queue()
    watched = [_Worker(context, failures, seed, range(first, files, processes)) for first in range(processes)]
    found: list[Failure] = []
    while any(worker.goes_on() for worker in watched):
        time.sleep(0.05)
        found += [failure for worker in watched if (failure := worker.stuck())]
        found += _drained(failures)
        on_done(sum(worker.done for worker in watched))
    found += _drained(failures)
    on_done(files)
    return sorted(found, key=lambda failure: failure.number)


def _drained(failures: Any) -> list[Failure]:
    found = []
    while True:
        try:
            found.append(failures.get(timeout=0.05))
        except Empty:
            return found


class _Worker:
    """A process and the files that it has to judge."""

    def __init__(self, context: Any, failures: Any, seed: int, numbers: range) -> None:
        self._context, self._failures, self._seed, self._numbers = context, failures, seed, numbers
        self._place = context.Value("q", -1)
        self._seen, self._since = -1, time.monotonic()
        self._alone_until = 0
        self._process: SpawnProcess = self._started(0)

    @property
    def done(self) -> int:
        return max(0, int(self._place.value))

    def _started(self, place: int) -> SpawnProcess:
        self._place.value = -1 if place == 0 else place
        self._seen, self._since = self._place.value, time.monotonic() + _START
        process: SpawnProcess = self._context.Process(
            target=_judge_all,
            args=(self._seed, self._numbers, place, self._alone_until, self._place, self._failures),
            daemon=True,
        )
        process.start()
        return process

    def goes_on(self) -> bool:
        return self._process.is_alive() or self._place.value < len(self._numbers)

    def stuck(self) -> Failure | None:
        """The file over which the process hangs or has died; another process then takes over behind it."""
        place = int(self._place.value)
        if place != self._seen:
            self._seen, self._since = place, time.monotonic()
        limit = LIMIT if place < self._alone_until else LIMIT_TOGETHER
        died = not self._process.is_alive() and self._place.value < len(self._numbers)
        if not died and (time.monotonic() - self._since < limit or place >= len(self._numbers)):
            return None
        if place < 0:
            raise RuntimeError("the process that judges files did not start")
        self._process.kill()
        self._process.join()
        if place >= self._alone_until and len(self._numbers[place : place + TOGETHER]) > 1:
            # Which of the files that were read together it was shows when each is read alone.
            self._alone_until = place + TOGETHER
            self._process = self._started(place)
            return None
        what = f"the process died ({self._process.exitcode})" if died else f"no answer after {LIMIT:.0f} seconds"
        number = self._numbers[place]
        self._process = self._started(place + 1)
        return Failure(number, tuple(mutated(self._seed, number)[2]), what)


def _judge_all(seed: int, numbers: range, first: int, alone_until: int, place: Any, failures: Any) -> None:
    here = first
    while here < len(numbers):
        place.value = here
        some = numbers[here : here + (1 if here < alone_until else TOGETHER)]
        files = [mutated(seed, number) for number in some]
        told = problems([(data, at_once) for data, at_once, _ in files]) if len(some) > 1 else [problem(*files[0][:2])]
        for number, (_, _, done), what in zip(some, files, told, strict=True):
            if what:
                failures.put(Failure(number, tuple(done), what))
        here += len(some)
    place.value = len(numbers)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Judge files that were damaged at random.")
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", type=int, help="judge the file of this number alone")
    parser.add_argument("--keep", type=Path, help="with --only: write the file")
    parser.add_argument("--results", type=Path, help="write what was found to this file")
    return parser.parse_args()


def _results(asked: argparse.Namespace, found: list[Failure], seconds: float) -> str:
    """The run as JSON: what was judged, at which commit, and what failed."""
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()
    failures = [{"number": each.number, "done": each.done, "what": each.what} for each in found]
    run = {
        "files": asked.files,
        "seed": asked.seed,
        "commit": commit,
        "python": platform.python_version(),
        "polars": polars.__version__,
        "seconds": round(seconds),
        "files_a_second": round(asked.files / seconds, 1),
        "not_judged_as_they_must_be": failures,
    }
    return json.dumps(run, indent=2) + "\n"


def main() -> int:
    """Judge what the command line asks for; 1 where there was a failure."""
    asked = _arguments()
    if asked.only is not None:
        data, at_once, done = mutated(asked.seed, asked.only)
        if asked.keep:
            asked.keep.write_bytes(data)
        what = problem(data, at_once)
        print(f"{', '.join(done)}; pieces of {at_once:,} bytes: {what or 'judged as it must be'}")  # noqa: T201
        return 1 if what else 0
    begun = time.monotonic()
    columns = (TextColumn("damaged files"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as progress:
        bar = progress.add_task("", total=asked.files)
        found = run(asked.files, asked.seed, asked.processes, lambda done: progress.update(bar, completed=done))
    if asked.results:
        asked.results.write_text(_results(asked, found, time.monotonic() - begun))
    for failure in found:
        print(f"--seed {asked.seed} --only {failure.number}: {', '.join(failure.done)}: {failure.what}")  # noqa: T201
    print(f"{asked.files:,} files, {len(found):,} not judged as they must be")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
