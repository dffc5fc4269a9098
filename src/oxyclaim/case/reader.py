"""Read case files: YAML, JSON and JSON Lines, one case or many.

All problems of all files are collected; with any problem the caller does nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from oxyclaim.case.checks import check_case
from oxyclaim.case.files import LINES_SUFFIXES, MAX_LINE_BYTES, YAML_SUFFIXES, decode, read_lines, read_text, size_of
from oxyclaim.case.json_nodes import read_json
from oxyclaim.case.models import Case
from oxyclaim.case.nodes import Flaw, Listing, Loc, Node, Parsed, Record, Scalar, Unreadable, key_path, node_at
from oxyclaim.case.problems import Problem, shown
from oxyclaim.case.quick_json import read_sound_case
from oxyclaim.case.yaml_nodes import read_yaml

_LINES_A_REPORT = 500
_HOLDS_NO_CASE = "holds no case; a case is a group of keys that begins with schema_version and case_id"
_LINE_TOO_LONG = (
    f"the line is longer than {MAX_LINE_BYTES // 1_000_000} MB; "
    "in a .jsonl file each line holds one case, and no case is as long"
)
_OVER_MANY_LINES = (
    "the case goes over several lines; in a .jsonl file each case stands on one line "
    "(a file with one case over several lines is named .json)"
)


@dataclass(frozen=True, slots=True)
class SourcedCase:
    """A case and where it stands: ``line`` is its first line, counted from 1."""

    case: Case
    path: Path
    line: int


Found = SourcedCase | Problem


@dataclass(frozen=True, slots=True)
class ReadResult:
    """All cases that could be read and all problems, in the order of the files and of their lines."""

    cases: list[SourcedCase] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class CaseIds:
    """The case ids of a run, each with the place where it stands first."""

    def __init__(self) -> None:
        self._places: dict[str, tuple[Path, int]] = {}

    def __contains__(self, case_id: str) -> bool:
        return case_id in self._places

    def first(self, case_id: str, path: Path, line: int) -> tuple[Path, int] | None:
        """Note a case id. If it was used before, return where."""
        place = self._places.get(case_id)
        if place is None:
            self._places[case_id] = (path, line)
        return place


def read_cases(paths: Sequence[Path], *, on_progress: Callable[[int, int], None] | None = None) -> ReadResult:
    """Read all cases of all files, and all problems.

    ``on_progress`` is told now and then how many bytes have been read, and of how many.
    """
    meter = _Meter(paths, on_progress)
    ids = CaseIds()
    result = ReadResult()
    seen: set[Path] = set()
    for path in paths:
        problems: list[Problem] = []
        if (real := _real(path)) in seen:
            problems.append(Problem(path, None, "is given twice; name each file once"))
        else:
            for found in _iter_file(path, ids, meter.add):
                if isinstance(found, Problem):
                    problems.append(found)
                else:
                    result.cases.append(found)
        seen.add(real)
        result.problems.extend(sorted(problems, key=_position))
    return result


def iter_jsonl(
    path: Path, *, ids: CaseIds | None = None, on_bytes: Callable[[int], None] | None = None
) -> Iterator[Found]:
    """Read a JSON Lines file of any size case by case, in constant memory but for the case ids.

    Cases and problems come in the order of the file. ``ids`` is shared between the files of a run;
    ``on_bytes`` is told now and then how many more bytes have been read.
    """
    ids = ids or CaseIds()
    try:
        size_of(path)
        yield from _iter_lines(path, ids, on_bytes or _ignore)
    except Unreadable as error:
        yield _file_problem(path, error)


class _Meter:
    """Adds up the bytes read, over all files."""

    def __init__(self, paths: Sequence[Path], on_progress: Callable[[int, int], None] | None):
        self._on_progress = on_progress
        self._done = 0
        self._total = sum(_size_or_nothing(path) for path in paths) if on_progress else 0

    def add(self, count: int) -> None:
        if self._on_progress:
            self._done += count
            self._on_progress(self._done, max(self._total, self._done))


def _size_or_nothing(path: Path) -> int:
    try:
        return size_of(path)
    except Unreadable:
        return 0


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):
        return path


def _ignore(count: int) -> None:
    pass


def _iter_file(path: Path, ids: CaseIds, on_bytes: Callable[[int], None]) -> Iterator[Found]:
    if path.suffix.lower() in LINES_SUFFIXES:
        yield from iter_jsonl(path, ids=ids, on_bytes=on_bytes)
        return
    try:
        text = read_text(path)
        documents = read_yaml(text) if path.suffix.lower() in YAML_SUFFIXES else [read_json(text)]
        yield from _iter_documents(path, documents, ids)
    except Unreadable as error:
        yield _file_problem(path, error)
    on_bytes(_size_or_nothing(path))


def _iter_documents(path: Path, documents: list[Parsed], ids: CaseIds) -> Iterator[Found]:
    written = [parsed for parsed in documents if parsed.flaws or not _is_nothing(parsed.root)]
    if not written:
        yield Problem(path, None, _HOLDS_NO_CASE)
    for parsed in written:
        yield from _problems(path, parsed.root, parsed.flaws)
        if parsed.root is not None:
            yield from _iter_root(path, parsed.root, {flaw.loc for flaw in parsed.flaws}, ids)


def _is_nothing(root: Node | None) -> bool:
    return root is None or (isinstance(root, Scalar) and root.text is None)


def _iter_root(path: Path, root: Node, flawed: set[Loc], ids: CaseIds) -> Iterator[Found]:
    locs, flaws = _find_cases(root)
    yield from _problems(path, root, flaws)
    for loc in locs:
        inside = {way[len(loc) :] for way in flawed if way[: len(loc)] == loc}
        yield from _check(path, root, loc, inside, ids)


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
    return locs, [] if locs else [Flaw(listing.place, loc, _HOLDS_NO_CASE)]


def _check(path: Path, root: Node, loc: Loc, flawed: set[Loc], ids: CaseIds) -> Iterator[Found]:
    """Check the case at a way through a document."""
    node = node_at(root, loc)
    if node is None:
        return
    case, flaws = check_case(node, flawed)
    flaws = flaws + _doubled_id(path, node, ids)
    yield from _problems(path, root, [flaw._replace(loc=(*loc, *flaw.loc)) for flaw in flaws])
    if case is not None and not flaws and not flawed:
        yield SourcedCase(case, path, node.place.line)


def _doubled_id(path: Path, node: Node, ids: CaseIds) -> list[Flaw]:
    written = node_at(node, ("case_id",))
    if not isinstance(written, Scalar) or not written.text or not written.text.strip():
        return []
    case_id = written.text.strip()
    first = ids.first(case_id, path, written.place.line)
    if first is None:
        return []
    message = f"is already used at {first[0]}:{first[1]}; each case needs its own case_id"
    return [Flaw(written.place, ("case_id",), message, shown(case_id))]


def _iter_lines(path: Path, ids: CaseIds, on_bytes: Callable[[int], None]) -> Iterator[Found]:
    unreported, empty = 0, True
    for number, line in enumerate(read_lines(path), start=1):
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
        yield Problem(path, None, _HOLDS_NO_CASE)


def _read_line(path: Path, number: int, line: bytes | None, ids: CaseIds) -> Iterator[Found]:
    if line is None:
        yield Problem(path, number, _LINE_TOO_LONG)
        return
    try:
        text = decode(line, number)
    except Unreadable as error:
        yield _file_problem(path, error)
        return
    case = read_sound_case(text)
    if case is None or case.case_id in ids:
        yield from _read_faulty_line(path, number, text, ids)
    else:
        ids.first(case.case_id, path, number)
        yield SourcedCase(case, path, number)


def _read_faulty_line(path: Path, number: int, text: str, ids: CaseIds) -> Iterator[Found]:
    root, flaws = read_json(text, number)
    found: list[Found] = list(_problems(path, root, flaws))
    if root is not None:
        found.extend(_check(path, root, (), {flaw.loc for flaw in flaws}, ids))
    yield from sorted(found, key=_position)


def _problems(path: Path, root: Node | None, flaws: list[Flaw]) -> Iterator[Problem]:
    for flaw in flaws:
        yield Problem(path, flaw.place.line, flaw.message, flaw.place.column, key_path(root, flaw.loc), flaw.found)


def _file_problem(path: Path, error: Unreadable) -> Problem:
    line, column = error.place or (None, None)
    return Problem(path, line, error.message, column)


def _position(found: Found) -> tuple[int, int]:
    return found.line or 0, found.column or 0 if isinstance(found, Problem) else 0
