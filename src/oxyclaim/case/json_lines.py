"""Read JSON Lines: one case a line, in a file of any size."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from oxyclaim.case.files import MAX_LINE_BYTES, CaseFile, Written, decode, read_lines, size_of
from oxyclaim.case.json_nodes import read_json
from oxyclaim.case.nodes import Unreadable
from oxyclaim.case.problems import Problem
from oxyclaim.case.quick_json import read_sound_case
from oxyclaim.case.sourced import HOLDS_NO_CASE, CaseIds, Found, SourcedCase, check, file_problem, position, problems

_LINES_A_REPORT = 500
_LINE_TOO_LONG = (
    f"the line is longer than {MAX_LINE_BYTES // 1_000_000} MB; "
    "in a .jsonl file each line holds one case, and no case is as long"
)
_OVER_MANY_LINES = (
    "the case goes over several lines; in a .jsonl file each case stands on one line "
    "(a file with one case over several lines is named .json)"
)


def iter_jsonl(
    path: CaseFile, *, ids: CaseIds | None = None, on_bytes: Callable[[int], None] | None = None
) -> Iterator[Found]:
    """Read a JSON Lines file of any size case by case, in constant memory but for the case ids.

    Cases and problems come in the order of the file. ``ids`` is shared between the files of a run;
    ``on_bytes`` is told now and then how many more bytes have been read.
    """
    ids = CaseIds() if ids is None else ids
    name = path.path if isinstance(path, Written) else path
    try:
        if isinstance(path, Path):
            size_of(path)
        yield from _iter_lines(read_lines(path), name, ids, on_bytes or _ignore)
    except Unreadable as error:
        yield file_problem(name, error)


def _iter_lines(
    lines: Iterable[bytes | None], path: Path, ids: CaseIds, on_bytes: Callable[[int], None]
) -> Iterator[Found]:
    unreported, empty = 0, True
    for number, line in enumerate(lines, start=1):
        unreported += MAX_LINE_BYTES if line is None else len(line)
        if number % _LINES_A_REPORT == 0:
            on_bytes(unreported)
            unreported = 0
        content = None if line is None else line.strip()
        if content == b"":
            continue
        if empty and content in (b"{", b"["):
            yield Problem(path, number, _OVER_MANY_LINES)
            return
        empty = False
        yield from _read_line(path, number, content, ids)
    on_bytes(unreported)
    if empty:
        yield Problem(path, None, HOLDS_NO_CASE)


def _read_line(path: Path, number: int, line: bytes | None, ids: CaseIds) -> Iterator[Found]:
    if line is None:
        yield Problem(path, number, _LINE_TOO_LONG)
        return
    try:
        text = decode(line, number)
    except Unreadable as error:
        yield file_problem(path, error)
        return
    case = read_sound_case(text)
    if case is None or case.case_id in ids:
        yield from _read_faulty_line(path, number, text, ids)
    else:
        ids.first(case.case_id, path, number)
        yield SourcedCase(case, path, number)


def _read_faulty_line(path: Path, number: int, text: str, ids: CaseIds) -> Iterator[Found]:
    root, flaws = read_json(text, number)
    found: list[Found] = list(problems(path, root, flaws))
    if root is not None:
        found.extend(check(path, root, (), {flaw.loc for flaw in flaws}, ids))
    yield from sorted(found, key=position)


def _ignore(count: int) -> None:
    pass
