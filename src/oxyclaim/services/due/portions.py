"""Many case files in portions, each read and judged alone, and put together at the end.

A portion's cases are dropped when it is judged, so that memory does not grow with the number of files.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from heapq import nsmallest
from itertools import islice
from pathlib import Path
from typing import TypeVar

from oxyclaim.case.files import CaseFile
from oxyclaim.case.models import Case
from oxyclaim.case.problems import Problem
from oxyclaim.case.profile import Profile
from oxyclaim.case.profiled import filled_from
from oxyclaim.case.reader import Found, SourcedCase, iter_jsonl, read_cases
from oxyclaim.case.sourced import CaseIds, doubled_case, unknown_payer
from oxyclaim.rentals.coming_up import ComingUp
from oxyclaim.rentals.due import CaseDue, DueMonth, due_cases
from oxyclaim.services import problems as told_problems
from oxyclaim.services.claim_obstacles import held_months
from oxyclaim.services.problems import of_case_files
from oxyclaim.services.rule_book import RuleBook

_T = TypeVar("_T")

TOGETHER = 500
"""Cases judged together: each evaluation has a cost of its own, whatever the number of cases."""
EXPLAINED_UP_TO = 300
"""So many months are all explained with the case's own values, which takes milliseconds each; of more, those shown."""


@dataclass(frozen=True)
class DueRequest:
    """The day of the run, and how many days ahead of it are looked at.

    ``shown``: of more months than are all explained, so many of the earliest are. ``keep``: of so many months of a
    portion the cases are kept for that. ``profile`` fills what the cases leave out.
    """

    as_of: date
    ahead: int
    shown: int = 0
    keep: int = EXPLAINED_UP_TO
    profile: Profile | None = None


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


def portion_of_files(files: Sequence[CaseFile], request: DueRequest, book: RuleBook) -> Portion:
    """Files that are small enough to be read whole."""
    found: list[Found] = []
    for path in files:  # one by one: a case id that stands in several files is found when all portions are in
        result = read_cases([path])
        found += [*result.cases, *result.problems]
    portion = _judged(found, request, book)
    portion.files = len(files)
    return portion


def portions_of_lines(
    path: CaseFile, request: DueRequest, book: RuleBook, on_bytes: Callable[[int], None]
) -> Iterator[Portion]:
    """A file of JSON Lines, which may be larger than memory. ``on_bytes`` is told how many more bytes are done."""
    for found in batches(iter_jsonl(path, on_bytes=on_bytes), TOGETHER):
        yield _judged(found, request, book)
    yield Portion(files=1)


def portion_of_cases(cases: Iterable[Case], request: DueRequest, book: RuleBook) -> Portion:
    """Cases that stand in no file."""
    return _judged([SourcedCase(case, Path(), number) for number, case in enumerate(cases, 1)], request, book)


def _judged(found: Iterable[Found], request: DueRequest, book: RuleBook) -> Portion:
    portion = Portion()
    sound: list[SourcedCase] = []
    ids = CaseIds()
    for one in found:
        problem = one if isinstance(one, Problem) else _refused(one, book, ids)
        filled = filled_from(one, request.profile) if isinstance(one, SourcedCase) and not problem else problem
        if isinstance(filled, SourcedCase):
            sound.append(filled)
        elif filled is not None:
            portion.problems.append(filled)
    judged = due_cases([one.case for one in sound], book, request.as_of, request.ahead) if sound else []
    judged = [
        replace(due, months=held_months(due.months, one.case, book, request.as_of))
        for due, one in zip(judged, sound, strict=True)
    ]
    portion.found = [SourcedDue(due, one.path, one.line) for due, one in zip(judged, sound, strict=True)]
    months = (month for due in judged for month in due.months if month.is_due)
    wanted = {month.case_id for month in nsmallest(request.keep, months, key=lambda month: month.key)}
    portion.cases = {(one.case.case_id, one.path): one.case for one in sound if one.case.case_id in wanted}
    return portion


def _refused(sourced: SourcedCase, book: RuleBook, ids: CaseIds) -> Problem | None:
    doubled = doubled_case(sourced.case.case_id, sourced.path, sourced.line, ids)
    return doubled or unknown_payer(sourced, book.payers)


def batches(things: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Lists of at most so many of them."""
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


@dataclass(frozen=True)
class DueList:
    """All that came of a run: cases in the order of the files, and problems by place."""

    files: int
    broken: int
    found: tuple[SourcedDue, ...]
    problems: tuple[told_problems.Problem, ...]
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


def gathered(some: Iterable[Portion], problems: Iterable[told_problems.Problem]) -> DueList:
    """Put the portions together. A case id that a file before has used is a problem of the later file."""
    portions = list(some)
    told = [problem for portion in portions for problem in portion.problems]
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
    every = [*problems, *of_case_files(told)]
    return DueList(
        files=sum(portion.files for portion in portions),
        broken=len({problem.file for problem in every}),
        found=tuple(kept),
        problems=tuple(sorted(every, key=lambda each: (each.file or "", each.line or 0, each.column or 0))),
        cases={one.due.case_id: cases[key] for one in kept if (key := (one.due.case_id, one.path)) in cases},
    )
