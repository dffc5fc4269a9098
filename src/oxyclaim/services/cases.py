"""The cases that a question is about, from files, and everything that is wrong with the files."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from oxyclaim.case.files import CaseFile
from oxyclaim.case.models import Case
from oxyclaim.case.profile import Profile
from oxyclaim.case.profiled import filled_from
from oxyclaim.case.reader import ReadResult, read_json_text
from oxyclaim.case.reader import read_cases as _read_files
from oxyclaim.case.runs import in_one_run
from oxyclaim.case.sourced import SourcedCase, unknown_payer
from oxyclaim.services.problems import BadInput, Problem, of_case_files
from oxyclaim.services.rule_book import RuleBook


@dataclass(frozen=True)
class Read:
    """The cases that could be read, as cases of one run, and the problems with the others."""

    cases: tuple[Case, ...]
    problems: tuple[Problem, ...]

    def whole(self) -> list[Case]:
        """The cases, where all is well. Raises BadInput."""
        if self.problems:
            raise BadInput(self.problems)
        return list(self.cases)


def read_cases(
    files: Sequence[CaseFile],
    book: RuleBook | None = None,
    *,
    profile: Profile | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Read:
    """Read case files (YAML, JSON, JSON Lines), or what stands in none.

    ``book``: the payers that a case may name; None: any. ``profile``: fills what the cases leave out.
    ``on_progress`` is told now and then how many bytes have been read, and of how many.
    """
    return _checked(_read_files(files, on_progress=on_progress), book, profile)


def _checked(result: ReadResult, book: RuleBook | None, profile: Profile | None = None) -> Read:
    cases, problems = [], of_case_files(result.problems)
    for sourced in result.cases:
        stranger = unknown_payer(sourced, book.payers) if book else None
        if stranger:
            problems += of_case_files([stranger])
            continue
        one = filled_from(sourced, profile)
        if isinstance(one, SourcedCase):
            cases.append(one.case)
        else:
            problems += of_case_files([one])
    return Read(tuple(in_one_run(cases)), tuple(problems))


def cases_of(
    facts: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    book: RuleBook | None = None,
    *,
    profile: Profile | None = None,
) -> Read:
    """Cases from plain values (as a program has them, or ``json`` and ``yaml`` give them): one case, or several.

    Dates may be ``date`` or text. The problems have a path in the case and no file. ``book`` and ``profile`` as in
    ``read_cases``.
    """
    text = json.dumps(facts, default=str)
    read = _checked(read_json_text(text, Path("case")), book, profile)
    return Read(read.cases, tuple(replace(each, file=None, line=None, column=None) for each in read.problems))


def under(cases: Iterable[Case], payer: str) -> list[Case]:
    """The same cases, as if the patients had this payer."""
    return [case.under(payer) for case in cases]
