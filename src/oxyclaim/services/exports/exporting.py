"""The question: a table of one kind, of these cases, into this file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.claims.fees import FeeStore
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.services.answers import Head, head
from oxyclaim.services.check import CheckAnswer, CheckRequest, answer_of
from oxyclaim.services.checklist import ChecklistRequest, checklist
from oxyclaim.services.claim_plan import plan_claims
from oxyclaim.services.due import DueRequest, due
from oxyclaim.services.exports.due_payments import due_payments
from oxyclaim.services.exports.layout import TABLES, What
from oxyclaim.services.exports.rows import Row, checklist_rows, claim_rows, due_rows, verdict_rows
from oxyclaim.services.exports.writing import frame, refuse_form, write
from oxyclaim.services.problems import Problem
from oxyclaim.services.rule_book import RuleBook


@dataclass(frozen=True)
class ExportRequest:
    """Which table, of which cases, where it goes. ``ahead``: of due months, how many days to look ahead."""

    what: What
    cases: Sequence[Case]
    target: Path
    as_of: date
    fees: FeeStore | None = None
    ahead: int = 90
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ExportAnswer(Head):
    """Which table was written, where, and how many rows it has. ``problems``: what could not be read, and is therefore
    not in it."""

    what: What
    target: str
    cases: int
    rows: int
    columns: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def export(request: ExportRequest, book: RuleBook, on_line: Callable[[int], None] = lambda count: None) -> ExportAnswer:
    """Write the table, whole or not at all. ``on_line`` is told of lines as they are judged. Raises BadInput."""
    refuse_form(request.target)
    layout = TABLES[request.what]
    run = {"as_of": request.as_of, "rule_book": book.hash}
    table = frame(layout, [row | run for row in _rows(request, book, on_line)])
    write(table, request.target, request.what)
    return ExportAnswer(
        **head("export", book, request.as_of),
        what=request.what,
        target=str(request.target),
        cases=len(request.cases),
        rows=table.height,
        columns=tuple(table.columns),
        problems=request.problems,
    )


def _rows(request: ExportRequest, book: RuleBook, on_line: Callable[[int], None]) -> list[Row]:
    cases = {case.case_id: case for case in request.cases}
    if request.what == "due":
        every = DueRequest(request.as_of, request.ahead)
        found = due(request.cases, every, book)
        payments = due_payments(found.months, request.cases, request.fees, book, request.as_of)
        return list(due_rows(found, cases, payments))
    if request.what == "checklists":
        return list(checklist_rows(checklist(ChecklistRequest(request.cases, request.as_of), book), cases))
    verdicts = []
    for verdict in decide(request.cases, book, request.as_of):
        verdicts.append(verdict)
        on_line(1)
    answer = _checked(request, verdicts, book)
    if request.what == "claims":
        plan = plan_claims(request.cases, verdicts, book, request.as_of)
        return list(claim_rows(answer, cases, plan.lines))
    return list(verdict_rows(answer, cases))


def _checked(request: ExportRequest, verdicts: Sequence[LineVerdict], book: RuleBook) -> CheckAnswer:
    return answer_of(verdicts, CheckRequest(request.cases, request.as_of, request.fees), book)
