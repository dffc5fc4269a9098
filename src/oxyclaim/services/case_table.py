"""The question: case files as one table, for programs that hold millions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from oxyclaim.case.columns import layout, table_of
from oxyclaim.case.files import CaseFile
from oxyclaim.case.models import Case
from oxyclaim.case.problems import Problem as FileProblem
from oxyclaim.case.reader import iter_cases
from oxyclaim.services.answers import Head, head
from oxyclaim.services.judge.output import parted
from oxyclaim.services.judge.tables import SUFFIX
from oxyclaim.services.problems import BadInput, Problem, of_case_files
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.targets import NOT_WRITTEN, refuse_target, wrong_kind

_AT_ONCE = 2_000


@dataclass(frozen=True, kw_only=True)
class CaseTableMade(Head):
    """A table of cases: where it is, how many it holds, its columns. ``problems``: what could not be read, and is
    therefore not in it."""

    target: str
    cases: int
    columns: tuple[str, ...]
    problems: tuple[Problem, ...]


def make_case_table(
    files: Sequence[CaseFile],
    target: Path,
    book: RuleBook,
    as_of: date,
    problems: Sequence[Problem] = (),
    on_bytes: Callable[[int], None] = lambda count: None,
) -> CaseTableMade:
    """Write all cases of these files as a Parquet table, whole or not at all; nothing is filled in and nothing judged.

    ``problems`` that are known before are told with those found. Raises BadInput, also where there is no case.
    """
    if wrong := wrong_kind(target, [SUFFIX]):
        raise BadInput(wrong, NOT_WRITTEN)
    refuse_target(target, files)
    found: list[FileProblem] = []
    count = 0
    with parted(target, layout(), None) as parts:
        assert parts is not None
        cases = _cases(files, found, on_bytes)
        while some := list(islice(cases, _AT_ONCE)):
            parts.add(table_of(some))
            count += len(some)
        told = (*problems, *of_case_files(found))
        if not count:
            raise BadInput(told, NOT_WRITTEN)
    return CaseTableMade(
        **head("case_table", book, as_of), target=str(target), cases=count, columns=tuple(layout()), problems=told
    )


def _cases(files: Sequence[CaseFile], problems: list[FileProblem], on_bytes: Callable[[int], None]) -> Iterator[Case]:
    for each in iter_cases(files, on_bytes):
        if isinstance(each, FileProblem):
            problems.append(each)
        else:
            yield each.case
