"""Cases are judged for the desk: one when it is opened or saved, the others in the background."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from oxyclaim.case.canonical import case_of
from oxyclaim.case.models import Case
from oxyclaim.case.runs import in_one_run
from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.authorization import standings
from oxyclaim.services.check import CheckAnswer, CheckedLine, CheckRequest, check
from oxyclaim.services.desk.answered import answered_states
from oxyclaim.services.desk.delivering import Delivering, may_be_delivered, planned_day
from oxyclaim.services.desk.kept import LineState, SupplierDesk
from oxyclaim.services.desk.next_month import open_next_months
from oxyclaim.services.desk.states import BEFORE_DELIVERY, line_states, marked_sent, with_authorization
from oxyclaim.services.desk.tasks import overpayment_task, tasks_of
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.sent_before import went_out
from oxyclaim.services.store.claiming import sent_before
from oxyclaim.services.store.kept import Change

TOGETHER = 100
"""Cases that are judged together in the background."""

LEASE = timedelta(seconds=30)
"""How long a worker has for a piece, which takes a second or two."""


@dataclass(frozen=True)
class Worker:
    """Who judges in the background, and the clock."""

    name: str
    now: Callable[[], datetime]


@dataclass(frozen=True)
class Judged:
    """Cases of a store as they stand: each with its version, what ``check`` says of them, and where each line is."""

    cases: tuple[Case, ...]
    versions: dict[str, int]
    answer: CheckAnswer
    states: tuple[LineState, ...]


def judge(desk: SupplierDesk, case_ids: Sequence[str], book: RuleBook, as_of: date, fees: FeeStore | None) -> Judged:
    """Judge these cases in their latest version, beside the others of their members, and keep how they stand.

    Cases of a payer whom the rule book does not know are left out.
    """
    kept = {each.case_id: each for each in desk.store.latest(case_ids)}
    ids = sorted(kept)
    known = _beside_others(desk, [case_of(each.text) for each in kept.values()], book)
    answer = check(CheckRequest(known, as_of, fees), book)
    versions = {id: each.version for id, each in kept.items()}
    sent = sent_before(desk.store, known, book)
    by_case = {case.case_id: case for case in known}
    answers = answered_states(desk.store, known, {
        (checked.case_id, line.line_number): line.expected_payment.allowed_cents if line.expected_payment else None
        for checked in answer.cases for line in checked.lines
    }, as_of)  # fmt: skip
    authorized = standings(known, book, as_of)
    states = tuple(
        with_authorization(state, authorized.get((state.case_id, state.line_number)))
        for checked in answer.cases
        for state in line_states(
            checked.lines,
            by_case[checked.case_id],
            went_out(by_case[checked.case_id], billed_with(checked.lines), sent),
            as_of,
            versions[checked.case_id],
            book.hash,
            {number: state for (case_id, number), state in answers.now.items() if case_id == checked.case_id},
        )
    )
    states = marked_sent(states, [line for lines in sent.lines.values() for line in lines])
    desk.put_states(ids, states)
    delivering = _delivering(known, states, book, as_of)
    tasks = [
        task
        for checked in answer.cases
        for task in tasks_of(
            checked.lines, [each for each in states if each.case_id == checked.case_id], as_of,
            answers.earlier.get(checked.case_id, ()), delivering.get(checked.case_id),
            {number for case_id, number in answers.overdue if case_id == checked.case_id},
        )
    ]  # fmt: skip
    tasks += [overpayment_task(checked.overpayment) for checked in answer.cases if checked.overpayment]
    desk.lay_down_tasks(ids, tasks, datetime.combine(as_of, time(), UTC))
    return Judged(tuple(known), versions, answer, states)


def _delivering(
    cases: Sequence[Case], states: Sequence[LineState], book: RuleBook, as_of: date
) -> dict[str, Delivering]:
    """By case what must be there before a delivery that is still to come, on the day for which it is planned."""
    waiting = {state.case_id for state in states if state.state == BEFORE_DELIVERY}
    by_day: dict[date, list[Case]] = {}
    for case in cases:
        if case.case_id in waiting:
            by_day.setdefault(planned_day(case, as_of), []).append(case)
    return {id: each for day, some in by_day.items() for id, each in may_be_delivered(some, day, book).items()}


def billed_with(lines: Sequence[CheckedLine]) -> dict[int, Sequence[str]]:
    """By line number the modifiers with which a line is billed, or would be."""
    return {line.line_number: line.modifiers or line.would_be or () for line in lines}


def judge_and_go_on(
    desk: SupplierDesk, case_ids: Sequence[str], book: RuleBook, as_of: date, fees: FeeStore | None, change: Change
) -> None:
    """Judge these cases, and where a month went out and the next one is near, open and judge that."""
    judged = judge(desk, case_ids, book, as_of, fees)
    judge(desk, open_next_months(desk, judged.states, book, as_of, change), book, as_of, fees)


def catch_up(
    desk: SupplierDesk,
    book: RuleBook,
    as_of: date,
    fees: FeeStore | None,
    worker: Worker | None = None,
    on_cases: Callable[[int], None] = lambda count: None,
) -> int:
    """Judge every case that was not judged on this day, by this rule book, in its latest version; how many.

    It is a job of the store, done piece by piece: what is done is kept, several may work at it, and of a worker that is
    gone others do the piece when its time is up. A piece that cannot be done is kept as failed, and is tried again
    with the next job.
    """
    by = worker or Worker("once", lambda: datetime.combine(as_of, time(), UTC))
    change = Change(by.name, by.now(), "judged again")
    job = desk.begin_judging(as_of, book.hash, book.payers, TOGETHER, change)
    done = 0
    while job is not None and (piece := desk.take_piece_to_judge(job, by.name, by.now(), LEASE)):
        try:
            follow = Change(by.name, by.now(), "the month before went out", "posting")
            judge_and_go_on(desk, desk.behind_in(piece, as_of, book.hash), book, as_of, fees, follow)
        except Exception as error:
            desk.fail_piece_judged(piece, by.now(), type(error).__name__)
            continue
        desk.end_piece_judged(piece, by.name, by.now())
        done += piece.cases
        on_cases(piece.cases)
    return done


def check_one(desk: SupplierDesk, case: Case, book: RuleBook, as_of: date, fees: FeeStore | None = None) -> CheckAnswer:
    """What ``check`` says of a case, saved or not, beside the other cases of its member; nothing is kept."""
    return check(CheckRequest(_beside_others(desk, [case], book), as_of, fees), book)


def _beside_others(desk: SupplierDesk, cases: Sequence[Case], book: RuleBook) -> list[Case]:
    """These cases, each knowing the lines of its member's others; those alone whose payer the rule book knows."""
    own = {case.case_id for case in cases}
    others = {each.case_id: each.text for id in own for each in desk.store.beside(id, id) if each.case_id not in own}
    run = in_one_run([*cases, *map(case_of, others.values())])
    return [case for case in run if case.case_id in own and case.coverage.payer in book.payers]


def still_carried(
    desk: SupplierDesk, states: Sequence[LineState], book: RuleBook, as_of: date, fees: FeeStore | None
) -> list[LineState]:
    """Lines that went out, with what would be said of them today had their month not been billed.

    In its case's history a month that was billed stands against billing it again; it says nothing of whether it was
    right to bill it.
    """
    by_case: dict[str, list[LineState]] = {}
    for state in states:
        by_case.setdefault(state.case_id, []).append(state)
    versions = {each.case_id: each for each in desk.store.latest(sorted(by_case))}
    before = {id: _without(case_of(each.text), by_case[id]) for id, each in versions.items()}
    answer = check(CheckRequest(_beside_others(desk, list(before.values()), book), as_of, fees), book)
    said = {
        (each.case_id, each.line_number, each.service_date): each
        for checked in answer.cases
        for each in line_states(
            checked.lines, before[checked.case_id], (), as_of, versions[checked.case_id].version, book.hash
        )
    }
    return [
        replace(state, verdict=found.verdict, rank=found.rank, why=found.why)
        if (found := said.get((state.case_id, state.line_number, state.service_date))) else state
        for state in states
    ]  # fmt: skip


def _without(case: Case, states: Sequence[LineState]) -> Case:
    """The case, when the months of these lines had not been billed."""
    billed = {(each.code, each.service_date) for each in states}
    before = [each for each in case.history or () if (each.code, each.service_date) not in billed]
    return case.model_copy(update={"history": before if case.history else case.history})
