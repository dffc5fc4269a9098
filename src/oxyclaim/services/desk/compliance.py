"""What compliance sees to: months paid that are no longer carried, reviews, and a sample to look at."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.claims.fees import FeeStore
from oxyclaim.rentals.overpayments import Overpayment
from oxyclaim.services.desk.judging import judge, still_carried
from oxyclaim.services.desk.kept import LineState, SupplierDesk
from oxyclaim.services.desk.states import DENIED, PAID, PAID_SHORT, TO_DECIDE, WENT_OUT
from oxyclaim.services.desk.tasks import OVERPAID, TaskTold, told
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Patient

SHOWN = 50
DOUBTED = 200
"""Lines that are judged once more as if their month had not been billed."""
SAMPLE = 10
"""Lines of a sample."""
BILLABLE = "billable"


@dataclass(frozen=True)
class Overpaid:
    """A case with months that were paid and are no longer carried, and what is to be done."""

    handle: str
    patient: Patient
    overpayment: Overpayment
    task: TaskTold


@dataclass(frozen=True)
class Line:
    """A line with its patient."""

    handle: str
    patient: Patient
    state: LineState


@dataclass(frozen=True)
class Compliance:
    """``overpaid``: see there; ``changed``: answered lines that would not be billable now; ``reviews``: lines that a
    person must settle; ``sample``: lines that went out, picked by ``seed``: the same number picks the same. ``more``:
    how many are not shown, of patients and of reviews; ``more_doubted``: lines that were not judged once more."""

    overpaid: tuple[Overpaid, ...]
    changed: tuple[Line, ...]
    reviews: tuple[Line, ...]
    sample: tuple[Line, ...]
    seed: int
    more: tuple[int, int]
    more_doubted: int


def compliance(desk: SupplierDesk, book: RuleBook, as_of: date, fees: FeeStore | None, seed: int) -> Compliance:
    """What compliance sees to today."""
    overpaid = desk.tasks(question=OVERPAID)
    waiting = [told(task) for task in overpaid[:SHOWN]]
    judged = judge(desk, [each.task.case_id for each in waiting], book, as_of, fees) if waiting else None
    found = {case.case_id: case.overpayment for case in judged.answer.cases if case.overpayment} if judged else {}
    reviews = desk.states(state=TO_DECIDE, most=SHOWN)
    to_review = sum(each.lines for each in desk.state_counts() if each.state == TO_DECIDE)
    doubted, doubts = desk.doubtful((PAID, PAID_SHORT, DENIED), BILLABLE, DOUBTED)
    again = still_carried(desk, doubted, book, as_of, fees)
    changed = [line for line in again if line.verdict != BILLABLE]
    sample = still_carried(desk, _sample(desk, seed), book, as_of, fees)
    ids = list({each.case_id for each in (*reviews, *changed, *sample)} | set(found))
    patients, handles = desk.patients(ids), desk.handles(ids)

    def lines(some: Sequence[LineState]) -> tuple[Line, ...]:
        return tuple(Line(handles[each.case_id], patients[each.case_id], each) for each in some)

    return Compliance(
        tuple(
            Overpaid(handles[each.task.case_id], patients[each.task.case_id], found[each.task.case_id], each)
            for each in waiting if each.task.case_id in found
        ),
        lines(changed), lines(reviews), lines(sample), seed,
        (len(overpaid) - len(waiting), to_review - len(reviews)), doubts - len(doubted),
    )  # fmt: skip


def _sample(desk: SupplierDesk, seed: int) -> list[LineState]:
    """Some of all lines that went out."""
    went = desk.lines_in(WENT_OUT)
    picked = set(random.Random(seed).sample(went, min(SAMPLE, len(went))))
    states = desk.states(sorted({case_id for case_id, _ in picked}), most=None)
    return [each for each in states if (each.case_id, each.line_number) in picked]
