"""Case files read and judged by several processes, where that is quicker."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from oxyclaim.case.files import LINES_SUFFIXES, CaseFile, Written
from oxyclaim.services.due import DueRequest, Portion, batches, portion_of_files, portions_of_lines
from oxyclaim.services.due.portions import TOGETHER
from oxyclaim.services.rule_book import RuleBook, rule_book

MANY = 600
"""Files from which on starting other processes is worth its while: each takes a second or two to start."""


def portions(
    files: Sequence[CaseFile],
    request: DueRequest,
    book: RuleBook,
    payers: Path | None,
    *,
    on_bytes: Callable[[int], None],
    processes: int | None = None,
) -> Iterator[Portion]:
    """Read and judge all files. ``payers``: the folder with which other processes open the same rule book.

    ``on_bytes`` is told how many more bytes are done. JSON Lines files, which may be larger than memory, are read here,
    all others by the processes.
    """
    lines = [path for path in files if path.suffix.lower() in LINES_SUFFIXES]
    whole = [path for path in files if path.suffix.lower() not in LINES_SUFFIXES]
    for path in lines:
        yield from portions_of_lines(path, request, book, on_bytes)
    some = list(batches(whole, TOGETHER))
    processes = processes or (os.cpu_count() or 1 if len(whole) >= MANY else 1)
    if processes == 1:
        for batch in some:
            yield _told(portion_of_files(batch, request, book), batch, on_bytes)
        return
    # Started anew, not forked: Polars runs threads, and a fork of them stands still.
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        found = pool.map(_in_a_process, some, [request] * len(some), [payers] * len(some))
        for batch, portion in zip(some, found, strict=True):
            yield _told(portion, batch, on_bytes)


def _in_a_process(files: Sequence[CaseFile], request: DueRequest, payers: Path | None) -> Portion:
    return portion_of_files(files, request, rule_book(payers))


def _told(portion: Portion, files: Iterable[CaseFile], on_bytes: Callable[[int], None]) -> Portion:
    on_bytes(sum(size(path) for path in files))
    return portion


def size(path: CaseFile) -> int:
    """Bytes of a file; 0 if it cannot be seen."""
    if isinstance(path, Written):
        return len(path.data)
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0
