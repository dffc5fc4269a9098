"""Many case files: read and judged in portions, by several processes where that is quicker.

A portion's cases are dropped when it is judged, so that memory does not grow with the number of files.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from oxyclaim.case.files import LINES_SUFFIXES
from oxyclaim.case.models import Case
from oxyclaim.case.problems import Problem
from oxyclaim.case.reader import Found, SourcedCase, iter_jsonl, read_cases
from oxyclaim.case.sourced import CaseIds, doubled_case, unknown_payer
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.policy import load
from oxyclaim.policy.coming_up import ComingUp
from oxyclaim.rentals.due import CaseDue, DueMonth, due_cases

_T = TypeVar("_T")

TOGETHER = 500
"""Cases judged together: each evaluation has a cost of its own, whatever the number of cases."""

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
    cases: dict[tuple[str, Path], Case] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """The day, how many days ahead of it are looked at, of how many months the cases are kept, and the payer files."""

    on: date
    ahead: int
    keep: int
    payers: Path | None = None


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
    batches = [list(batch) for batch in _batches(whole, TOGETHER)]
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
    portion = _judged(found, load(question.payers), question)
    portion.files = len(files)
    return portion


def _of_lines(path: Path, question: Question, on_bytes: Callable[[int], None]) -> Iterator[Portion]:
    catalogue = load(question.payers)
    for found in _batches(iter_jsonl(path, on_bytes=on_bytes), TOGETHER):
        yield _judged(found, catalogue, question)
    yield Portion(files=1)


def _judged(found: Iterable[Found], catalogue: Catalogue, question: Question) -> Portion:
    portion = Portion()
    sound: list[SourcedCase] = []
    ids = CaseIds()
    for one in found:
        problem = one if isinstance(one, Problem) else _refused(one, catalogue, ids)
        if problem:
            portion.problems.append(problem)
        elif isinstance(one, SourcedCase):
            sound.append(one)
    judged = due_cases([one.case for one in sound], catalogue, question.on, question.ahead) if sound else []
    portion.found = [SourcedDue(due, one.path, one.line) for due, one in zip(judged, sound, strict=True)]
    months = (month for due in judged for month in due.months if month.is_due)
    wanted = {month.case_id for month in nsmallest(question.keep, months, key=lambda month: month.key)}
    portion.cases = {(one.case.case_id, one.path): one.case for one in sound if one.case.case_id in wanted}
    return portion


def _refused(sourced: SourcedCase, catalogue: Catalogue, ids: CaseIds) -> Problem | None:
    doubled = doubled_case(sourced.case.case_id, sourced.path, sourced.line, ids)
    return doubled or unknown_payer(sourced, catalogue.payers)


def _batches(things: Iterable[_T], size: int) -> Iterator[list[_T]]:
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


@dataclass(frozen=True)
class DueList:
    """All that came of a run: cases and problems in the order of the files."""

    files: int
    broken: int
    found: tuple[SourcedDue, ...]
    problems: tuple[Problem, ...]
    cases: Mapping[str, Case]

    @property
    def months(self) -> list[DueMonth]:
        """Every month that falls due or is too late, by date, case and line."""
        return sorted((month for each in self.found for month in each.due.months), key=lambda month: month.key)

    @property
    def coming_up(self) -> list[ComingUp]:
        """Everything that comes up, by date and case."""
        every = (coming for each in self.found for coming in each.due.coming_up)
        return sorted(every, key=lambda each: (each.first, each.last, each.case_id, each.lines))


def gathered(some: Iterable[Portion], problems: Iterable[Problem]) -> DueList:
    """Put the portions together. A case id that a file before has used is a problem of the later file."""
    portions = list(some)
    told = [*problems, *(problem for portion in portions for problem in portion.problems)]
    kept: list[SourcedDue] = []
    ids = CaseIds()
    found = [each for portion in portions for each in portion.found]
    for one in sorted(found, key=lambda each: (each.path, each.line)):
        doubled = doubled_case(one.due.case_id, one.path, one.line, ids)
        if doubled:
            told.append(doubled)
        else:
            kept.append(one)
    cases = {key: case for portion in portions for key, case in portion.cases.items()}
    return DueList(
        files=sum(portion.files for portion in portions),
        broken=len({problem.path for problem in told}),
        found=tuple(kept),
        problems=tuple(sorted(told, key=lambda problem: (problem.path, problem.line or 0, problem.column or 0))),
        cases={one.due.case_id: cases[key] for one in kept if (key := (one.due.case_id, one.path)) in cases},
    )
