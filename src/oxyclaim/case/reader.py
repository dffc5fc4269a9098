"""Read case files: YAML, JSON and JSON Lines, one case or many.

All problems of all files are collected; with any problem the caller does nothing.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from oxyclaim.case.files import LINES_SUFFIXES, YAML_SUFFIXES, CaseFile, Written, read_text, size_of
from oxyclaim.case.json_lines import iter_jsonl
from oxyclaim.case.json_nodes import read_json
from oxyclaim.case.nodes import Flaw, Listing, Loc, Node, Parsed, Record, Scalar, Unreadable
from oxyclaim.case.problems import Problem, shown
from oxyclaim.case.sourced import (
    HOLDS_NO_CASE,
    CaseIds,
    Found,
    ReadResult,
    SourcedCase,
    check,
    file_problem,
    position,
    problems,
)
from oxyclaim.case.yaml_nodes import read_yaml

__all__ = [
    "CaseIds",
    "Found",
    "Problem",
    "ReadResult",
    "SourcedCase",
    "iter_cases",
    "iter_jsonl",
    "read_cases",
    "read_json_text",
]


def read_cases(paths: Sequence[CaseFile], *, on_progress: Callable[[int, int], None] | None = None) -> ReadResult:
    """Read all cases of all files, and all problems.

    ``on_progress`` is told now and then how many bytes have been read, and of how many.
    """
    meter = _Meter(paths, on_progress)
    ids = CaseIds()
    result = ReadResult()
    seen: set[Path] = set()
    with no_garbage_collection():
        for path in paths:
            if (real := _real(path)) in seen:
                result.problems.append(Problem(_name(path), None, "is given twice; name each file once"))
                continue
            seen.add(real)
            found = list(_iter_file(path, ids, meter.add))
            result.cases.extend(one for one in found if isinstance(one, SourcedCase))
            result.problems.extend(sorted((one for one in found if isinstance(one, Problem)), key=position))
    return result


def iter_cases(paths: Sequence[CaseFile], on_bytes: Callable[[int], None]) -> Iterator[Found]:
    """Read all files one after the other: their cases and problems, without keeping them.

    ``on_bytes`` is told now and then how many more bytes have been read.
    """
    ids = CaseIds()
    for path in paths:
        yield from _iter_file(path, ids, on_bytes)


def read_json_text(text: str, name: Path) -> ReadResult:
    """Read all cases of a JSON text, as of a file with that name."""
    result = ReadResult()
    for found in _iter_documents(name, [read_json(text)], CaseIds()):
        if isinstance(found, Problem):
            result.problems.append(found)
        else:
            result.cases.append(found)
    return result


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Keep Python from searching again and again through the cases read so far: that takes most of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Meter:
    """Adds up the bytes read, over all files."""

    def __init__(self, paths: Sequence[CaseFile], on_progress: Callable[[int, int], None] | None):
        self._on_progress = on_progress
        self._done = 0
        self._total = sum(_size_or_nothing(path) for path in paths) if on_progress else 0

    def add(self, count: int) -> None:
        if self._on_progress:
            self._done += count
            self._on_progress(self._done, max(self._total, self._done))


def _size_or_nothing(path: CaseFile) -> int:
    try:
        return len(path.data) if isinstance(path, Written) else size_of(path)
    except Unreadable:
        return 0


def _name(path: CaseFile) -> Path:
    """By which problems tell it."""
    return path.path if isinstance(path, Written) else path


def _real(path: CaseFile) -> Path:
    if isinstance(path, Written):
        return path.path
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):
        return path


def _iter_file(path: CaseFile, ids: CaseIds, on_bytes: Callable[[int], None]) -> Iterator[Found]:
    if path.suffix.lower() in LINES_SUFFIXES:
        yield from iter_jsonl(path, ids=ids, on_bytes=on_bytes)
        return
    try:
        text = read_text(path)
        documents = read_yaml(text) if path.suffix.lower() in YAML_SUFFIXES else [read_json(text)]
        yield from _iter_documents(_name(path), documents, ids)
    except Unreadable as error:
        yield file_problem(_name(path), error)
    on_bytes(_size_or_nothing(path))


def _iter_documents(path: Path, documents: list[Parsed], ids: CaseIds) -> Iterator[Found]:
    written = [parsed for parsed in documents if parsed.flaws or not _is_nothing(parsed.root)]
    if not written:
        yield Problem(path, None, HOLDS_NO_CASE)
    for parsed in written:
        yield from problems(path, parsed.root, parsed.flaws)
        if parsed.root is not None:
            yield from _iter_root(path, parsed.root, parsed.flaws, ids)


def _is_nothing(root: Node | None) -> bool:
    return root is None or (isinstance(root, Scalar) and root.text is None)


def _iter_root(path: Path, root: Node, told: list[Flaw], ids: CaseIds) -> Iterator[Found]:
    locs, flaws = _find_cases(root)
    yield from problems(path, root, flaws)
    depth = len(locs[0]) if locs else 0
    flawed: dict[Loc, set[Loc]] = {}
    for flaw in told:
        flawed.setdefault(flaw.loc[:depth], set()).add(flaw.loc[depth:])
    for loc in locs:
        yield from check(path, root, loc, flawed.get(loc, set()), ids)


def _find_cases(root: Node) -> tuple[list[Loc], list[Flaw]]:
    """Return the ways to the cases of a document: the document itself, a list, or a list under ``cases``."""
    if isinstance(root, Listing):
        return _in_list(root, ())
    if not isinstance(root, Record) or "cases" not in root.values or "case_id" in root.values:
        return [()], []
    flaws = [
        Flaw(
            root.keys[key],
            (key,),
            f"key {shown(key)!r} stands beside `cases`; in a file of many cases there is no other",
        )
        for key in root.values
        if key != "cases"
    ]
    cases = root.values["cases"]
    if isinstance(cases, Listing):
        locs, more = _in_list(cases, ("cases",))
        return locs, flaws + more
    return [], [*flaws, Flaw(cases.place, ("cases",), "must be a list of cases, each beginning with `- `")]


def _in_list(listing: Listing, loc: Loc) -> tuple[list[Loc], list[Flaw]]:
    locs = [(*loc, index) for index in range(len(listing.items))]
    return locs, [] if locs else [Flaw(listing.place, loc, HOLDS_NO_CASE)]
