"""The question: verdicts of all cases of a table, as a table."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from oxyclaim.bulk.processes import ProcessEnded
from oxyclaim.case.profile import Profile
from oxyclaim.services.answers import Head, head
from oxyclaim.services.judge.local import judge_here
from oxyclaim.services.judge.on_spark import judge_on_spark
from oxyclaim.services.judge.output import Counts
from oxyclaim.services.judge.pieces import Law, lines_layout
from oxyclaim.services.judge.tables import SUFFIX, CaseTable, case_tables, doubled_ids
from oxyclaim.services.judge.workers import OtherRuleBook
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.spark.frames import refuse_folders
from oxyclaim.services.spark.session import SPARK_GAVE_UP, SparkFailed, refuse_master
from oxyclaim.services.targets import NOT_WRITTEN, problems_of, wrong_kind

Engine = Literal["local", "spark"]

MANY = 6_000
"""Cases from which on starting other processes is worth its while: each takes a few seconds to start."""
OTHER_BOOK = (
    "a worker judges by another rule book: install the same version of Oxyclaim on every node, and have the payer "
    "files in the same place there"
)


@dataclass(frozen=True)
class JudgeRequest:
    """Tables of cases, and where verdicts go: a file, or a new folder of files from Spark.

    ``set_aside``: where the reasons go for which cases are not judged. ``masks``: a column for each rule too.
    ``profile`` fills what the cases leave out; ``payers``: the folder with which ``book`` was opened. ``jobs``:
    processes (every core); ``master``: where Spark runs, as Spark writes it.
    """

    tables: Sequence[Path]
    target: Path
    as_of: date
    set_aside: Path | None = None
    masks: bool = False
    profile: Profile | None = None
    payers: Path | None = None
    engine: Engine = "local"
    jobs: int | None = None
    master: str | None = None


@dataclass(frozen=True, kw_only=True)
class JudgeAnswer(Head):
    """What became of the cases: those of the files are those judged and those set aside. ``lines``: by verdict.

    ``problems``: the first reasons for which cases were set aside, all of them in ``set_aside_target``.
    """

    engine: Engine
    files: int
    cases: int
    judged: int
    set_aside: int
    lines: int
    verdicts: dict[str, int]
    target: str
    columns: tuple[str, ...]
    set_aside_target: str | None
    problems: tuple[Problem, ...]

    @property
    def is_fine(self) -> bool:
        """Whether every case was judged."""
        return not self.set_aside


class NotWhole(Exception):
    """Cases were lost on the way: an error of the program's own."""


def judge(
    request: JudgeRequest, book: RuleBook, on_start: Callable[[int], Callable[[int], None]] | None = None
) -> JudgeAnswer:
    """Judge all cases and write what was found, whole or not at all. Raises BadInput.

    ``on_start`` is told how many cases there are, and gives back what is told of cases as they are judged.
    """
    refuse_master(request.engine, request.master)
    tables = case_tables(request.tables)
    targets = [each for each in (request.target, request.set_aside) if each is not None]
    if request.engine == "spark":
        refuse_folders(targets)
    else:
        _refuse_files(targets, tables)
    cases = sum(each.rows for each in tables)
    law = Law(book, request.as_of, request.profile, request.masks, doubled_ids(tables))
    on_cases = on_start(cases) if on_start else lambda count: None
    counts = _judged(request, tables, law, cases, on_cases)
    if counts.cases + counts.set_aside != cases:
        raise NotWhole(f"{cases} cases in, {counts.cases} judged and {counts.set_aside} set aside")
    return _answer(request, counts, cases, len(tables), book)


def _judged(
    request: JudgeRequest, tables: Sequence[CaseTable], law: Law, cases: int, on_cases: Callable[[int], None]
) -> Counts:
    if request.engine == "local":
        jobs = request.jobs or (os.cpu_count() or 1 if cases >= MANY else 1)
        try:
            return judge_here(tables, law, request.target, request.set_aside, jobs, request.payers, on_cases)
        except ProcessEnded as error:
            raise BadInput([Problem("process_ended", str(error))], NOT_WRITTEN) from error
        except OtherRuleBook as error:
            raise BadInput([Problem("other_rule_book", OTHER_BOOK)], NOT_WRITTEN) from error
    try:
        return judge_on_spark(tables, law, request.target, request.set_aside, request.master, request.payers)
    except SparkFailed as error:
        other = OtherRuleBook.__name__ in str(error)
        found = Problem("other_rule_book", OTHER_BOOK) if other else Problem("spark_failed", SPARK_GAVE_UP)
        raise BadInput([found], NOT_WRITTEN) from error


def _refuse_files(targets: Sequence[Path], tables: Sequence[CaseTable]) -> None:
    problems = [problem for target in targets for problem in wrong_kind(target, [SUFFIX])]
    problems += problems_of(targets, [each.path for each in tables])
    if problems:
        raise BadInput(problems, NOT_WRITTEN)


def _answer(request: JudgeRequest, counts: Counts, cases: int, files: int, book: RuleBook) -> JudgeAnswer:
    return JudgeAnswer(
        **head("judge", book, request.as_of),
        engine=request.engine,
        files=files,
        cases=cases,
        judged=counts.cases,
        set_aside=counts.set_aside,
        lines=counts.lines,
        verdicts=dict(sorted(counts.verdicts.items())),
        target=str(request.target),
        columns=tuple(lines_layout(book, request.masks)),
        set_aside_target=None if request.set_aside is None else str(request.set_aside),
        problems=tuple(
            Problem(each["problem"], each["message"], each["file"], each["row"], None, each["path"] or None,
                    each["found"])
            for each in counts.told.iter_rows(named=True)
        ),
    )  # fmt: skip
