"""Many case files: read and judged in portions, by several processes where that is quicker.

A portion's cases are dropped when it is judged, so that memory does not grow with the number of files.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest
from itertools import batched
from multiprocessing import get_context
from pathlib import Path

from oxyclaim.case.files import LINES_SUFFIXES
from oxyclaim.case.models import Case
from oxyclaim.case.problems import Problem
from oxyclaim.case.reader import Found, SourcedCase, iter_jsonl, read_cases
from oxyclaim.case.sourced import unknown_payer
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.policy import load
from oxyclaim.rentals.due import CaseDue, due_cases

TOGETHER = 150
"""Cases judged together."""

MANY = 600
"""Files from which on starting other processes is worth its while: each takes a second or two to start."""


@dataclass(frozen=True)
class SourcedDue:
    """How a case stands, and where it was read."""

    due: CaseDue
    path: Path
    line: int


@dataclass
class Portion:
    """What came of some files; ``cases`` are those of the earliest months, for explanations."""

    files: int = 0
    found: list[SourcedDue] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cases: dict[str, Case] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """The day, how many days ahead of it are looked at, and of how many months the cases are kept."""

    on: date
    ahead: int
    keep: int


def portions(
    files: Sequence[Path], question: Question, *, on_bytes: Callable[[int], None], processes: int | None = None
) -> Iterator[Portion]:
    """Read and judge all files. ``on_bytes`` is told how many more bytes are done.

    JSON Lines files, which may be larger than memory, are read here, all others by the processes.
    """
    lines = [path for path in files if path.suffix.lower() in LINES_SUFFIXES]
    whole = [path for path in files if path.suffix.lower() not in LINES_SUFFIXES]
    for path in lines:
        yield from _of_lines(path, question, on_bytes)
    batches = [list(batch) for batch in batched(whole, TOGETHER)]
    processes = processes or (os.cpu_count() or 1 if len(whole) >= MANY else 1)
    if processes == 1:
        for batch in batches:
            yield _told(_of_files(batch, question), batch, on_bytes)
        return
    # Started anew, not forked: Polars runs threads, and a fork of them stands still.
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        for batch, portion in zip(batches, pool.map(_of_files, batches, [question] * len(batches)), strict=True):
            yield _told(portion, batch, on_bytes)


def _told(portion: Portion, files: Iterable[Path], on_bytes: Callable[[int], None]) -> Portion:
    on_bytes(sum(size(path) for path in files))
    return portion


def size(path: Path) -> int:
    """Bytes of a file; 0 if it cannot be seen."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def _of_files(files: Sequence[Path], question: Question) -> Portion:
    found: list[Found] = []
    for path in files:  # one by one: a case id that stands in several files is found when all portions are in
        result = read_cases([path])
        found += [*result.cases, *result.problems]
    portion = _judged(found, load(), question)
    portion.files = len(files)
    return portion


def _of_lines(path: Path, question: Question, on_bytes: Callable[[int], None]) -> Iterator[Portion]:
    catalogue = load()
    for found in batched(iter_jsonl(path, on_bytes=on_bytes), TOGETHER):
        yield _judged(found, catalogue, question)
    yield Portion(files=1)


def _judged(found: Iterable[Found], catalogue: Catalogue, question: Question) -> Portion:
    portion = Portion()
    sound: list[SourcedCase] = []
    for one in found:
        problem = one if isinstance(one, Problem) else unknown_payer(one, catalogue.payers)
        if problem:
            portion.problems.append(problem)
        elif isinstance(one, SourcedCase):
            sound.append(one)
    judged = due_cases([one.case for one in sound], catalogue, question.on, question.ahead) if sound else []
    portion.found = [SourcedDue(due, one.path, one.line) for due, one in zip(judged, sound, strict=True)]
    months = (month for due in judged for month in due.months if month.is_due)
    wanted = {month.case_id for month in nsmallest(question.keep, months, key=lambda month: month.key)}
    portion.cases = {one.case.case_id: one.case for one in sound if one.case.case_id in wanted}
    return portion
