"""What keeps a line that is billable by every rule from going out on a claim, as far as the case itself shows it.

``check``, ``due`` and ``calendar`` ask here what ``claim`` and ``batch`` ask, so that a line has one answer at each
door. What a store remembers beside the case (sent before) is the claim's own question.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.claims import ClaimLine, claim_problems
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.rentals.due import DueMonth, Point
from oxyclaim.services.claim_clock import too_late
from oxyclaim.services.claim_plan import Key, claim_of, frequency_of, reasons_against
from oxyclaim.services.rule_book import RuleBook

HOLD = "hold"
TO_DO = "put it right in the case, then ask again"
BILLER = "the biller"


def obstacles(case: Case, lines: Sequence[ClaimLine], book: RuleBook, as_of: date) -> tuple[str, ...]:
    """Why no claim of these lines of a case is written; nothing where it is."""
    frequency, reason = frequency_of(case, book, as_of)
    reasons = [reason] if reason else reasons_against(case, lines, book, as_of)
    if not reasons:
        problems = claim_problems(claim_of(case, tuple(lines), book, frequency))
        reasons = [each.removeprefix(f"case {case.case_id}: ") for each in problems]
    return tuple(reasons)


def obstacles_of(
    cases: Sequence[Case], verdicts: Iterable[LineVerdict], book: RuleBook, as_of: date
) -> dict[Key, tuple[str, ...]]:
    """By line, why it does not go out although it is billable; the billable lines of a case are one claim."""
    by_id = {case.case_id: case for case in cases}
    of_case: dict[str, list[ClaimLine]] = {}
    found: dict[Key, tuple[str, ...]] = {}
    for each in verdicts:
        if each.is_billable:
            case = by_id[each.case_id]
            late = too_late(case, each, frequency_of(case, book, as_of)[0], book, as_of)
            if late:
                found[each.case_id, each.line_number] = (late,)
                continue
            line = ClaimLine(each.line_number, each.modifiers or (), each.narrative)
            of_case.setdefault(each.case_id, []).append(line)
    for case_id, lines in of_case.items():
        if reasons := obstacles(by_id[case_id], lines, book, as_of):
            found |= {(case_id, line.line_number): reasons for line in lines}
    return found


def held_months(months: Iterable[DueMonth], case: Case, book: RuleBook, as_of: date) -> tuple[DueMonth, ...]:
    """The months of a case, those that are billable held where no claim of them would be written."""
    return tuple(_held(month, case, book, as_of) if month.verdict == BILLABLE else month for month in months)


BILLABLE = "billable"


def obstacles_on(
    case: Case, line_number: int, day: date, modifiers: tuple[str, ...], book: RuleBook, as_of: date
) -> tuple[str, ...]:
    """Why no claim would be written of a line whose month begins on a day."""
    items = [item for item in case.items if item.line_number == line_number]
    dated = [item.model_copy(update={"service_date": day}) for item in items]
    return obstacles(case.model_copy(update={"items": dated}), [ClaimLine(line_number, modifiers)], book, as_of)


def _held(month: DueMonth, case: Case, book: RuleBook, as_of: date) -> DueMonth:
    reasons = obstacles_on(case, month.line_number, month.service_date, month.modifiers or (), book, as_of)
    points = tuple(Point("", HOLD, reason, TO_DO, BILLER) for reason in reasons)
    return replace(month, verdict=HOLD, wrong=(*month.wrong, *points)) if points else month
