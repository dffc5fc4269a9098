"""Cases with the place where they stand, and their problems with the file in which they are."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from oxyclaim.case.checks import check_case
from oxyclaim.case.models import Case
from oxyclaim.case.nodes import Flaw, Loc, Node, Scalar, Unreadable, key_path, node_at
from oxyclaim.case.problems import Problem, shown

DOUBLED = "doubled_case_id"
HOLDS_NO_CASE = "holds no case; a case is a group of keys that begins with schema_version and case_id"


@dataclass(frozen=True, slots=True)
class SourcedCase:
    """A case and where it stands: ``line`` is its first line, counted from 1; ``payer_line`` that of its payer."""

    case: Case
    path: Path
    line: int
    payer_line: int | None = None


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


def check(path: Path, root: Node, loc: Loc, flawed: set[Loc], ids: CaseIds) -> Iterator[Found]:
    """Check the case at a way through a document."""
    node = node_at(root, loc)
    if node is None:
        return
    case, flaws = check_case(node, flawed)
    flaws = flaws + _doubled_id(path, node, ids)
    yield from problems(path, root, [flaw._replace(loc=(*loc, *flaw.loc)) for flaw in flaws])
    if case is not None and not flaws and not flawed:
        payer = node_at(node, ("coverage", "payer"))
        yield SourcedCase(case, path, node.place.line, payer.place.line if payer else None)


def _doubled_id(path: Path, node: Node, ids: CaseIds) -> list[Flaw]:
    written = node_at(node, ("case_id",))
    if not isinstance(written, Scalar) or not written.text or not written.text.strip():
        return []
    case_id = written.text.strip()
    first = ids.first(case_id, path, written.place.line)
    if first is None:
        return []
    return [Flaw(written.place, ("case_id",), _used_at(first), shown(case_id), DOUBLED)]


def doubled_case(case_id: str, path: Path, line: int, ids: CaseIds) -> Problem | None:
    """Note the id of a sound case. Tell if another file has used it before."""
    first = ids.first(case_id, path, line)
    return Problem(path, line, _used_at(first), None, "case_id", shown(case_id), DOUBLED) if first else None


def _used_at(first: tuple[Path, int]) -> str:
    return f"is already used at {first[0]}:{first[1]}; each case needs its own case_id"


def unknown_payer(sourced: SourcedCase, payers: Collection[str]) -> Problem | None:
    """Tell of a case whose payer the rule book does not know."""
    payer = sourced.case.coverage.payer
    if payer in payers:
        return None
    message = f"there is no such payer in the rule book; {nearest_payers(payer, payers)}"
    allowed = tuple(sorted(payers))
    line = sourced.payer_line or sourced.line
    return Problem(sourced.path, line, message, None, "coverage.payer", shown(payer), "unknown_payer", allowed)


def nearest_payers(given: str, payers: Collection[str]) -> str:
    """What to write in the place of a payer that is not known."""
    cleaned = "_".join(given.casefold().replace("-", " ").split())
    near = get_close_matches(cleaned, payers, n=3, cutoff=0.6) or [id for id in sorted(payers) if cleaned in id][:3]
    return f"did you mean {' or '.join(near)}?" if near else "`oxyclaim payers` lists them all"


def problems(path: Path, root: Node | None, flaws: list[Flaw]) -> Iterator[Problem]:
    """Tie flaws to their file."""
    for flaw in flaws:
        key = key_path(root, flaw.loc)
        yield Problem(path, flaw.place.line, flaw.message, flaw.place.column, key, flaw.found, flaw.code, flaw.allowed)


def file_problem(path: Path, error: Unreadable) -> Problem:
    """Tell why a file cannot be read, or not from a place on."""
    line, column = error.place or (None, None)
    return Problem(path, line, error.message, column)


def position(found: Found) -> tuple[int, int]:
    """Return what to sort by to have problems in the order of the file."""
    return found.line or 0, found.column or 0 if isinstance(found, Problem) else 0
