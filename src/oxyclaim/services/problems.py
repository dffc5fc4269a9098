"""What is wrong with what a door was given: every problem at once, each with its place and what is allowed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from oxyclaim.case import problems as of_files

_IN_LIST = re.compile(r"\[[^]]*\]")
"""Which entry of a list a path means."""


@dataclass(frozen=True)
class Problem:
    """One thing to put right.

    ``code`` is stable and for programs; ``message`` is for people. ``file`` and ``line`` (from 1) say where, ``path``
    is the way to the value in the case, as in ``tests[1].inpatient``; ``found`` is what stands there, unless it is
    patient data; ``allowed`` is what may stand there. What is not known is None.
    """

    code: str
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    path: str | None = None
    found: str | None = None
    allowed: tuple[str, ...] | None = None

    def __str__(self) -> str:
        place = "" if self.file is None else f"{self.file}: " if self.line is None else f"{self.file}:{self.line}: "
        path = f"{self.path}: " if self.path else ""
        found = "" if self.found is None else f"found {self.found or of_files.EMPTY}; "
        return f"{place}{path}{found}{self.message}"


class BadInput(Exception):
    """The input cannot be used; nothing was done. ``problems`` holds everything that is wrong."""

    def __init__(self, problems: Iterable[Problem], what: str = "bad input"):
        self.problems = tuple(problems)
        self.what = what
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Refusal:
    """What a program gets in the place of an answer: that nothing was done, and everything that is wrong."""

    error: str
    problems: tuple[Problem, ...]


def of_case_files(found: Sequence[of_files.Problem]) -> list[Problem]:
    """The problems of a reader of case files."""
    return [
        Problem(
            each.code, each.message, str(each.path), each.line, each.column, each.key or None, each.found,
            each.allowed or None,
        )
        for each in found
    ]  # fmt: skip


def in_no_file(problem: Problem) -> Problem:
    """The same of a fact that stands in no file: its key alone, without the list's entry that it would be in."""
    path = _IN_LIST.sub("", problem.path) if problem.path else None
    return replace(problem, file=None, line=None, column=None, path=path)
