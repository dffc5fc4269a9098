"""Denials at the desk: the tasks as `oxyclaim denials` gives them, each with the patient's page."""

import json
from dataclasses import dataclass, replace
from datetime import date

from oxyclaim.services.denials import DenialWork, DenialWorkRequest, denial_work
from oxyclaim.services.denials.answer import Task
from oxyclaim.services.desk.kept import SupplierDesk
from oxyclaim.services.desk.kept import Task as DeskTask
from oxyclaim.services.desk.tasks import CLOSED
from oxyclaim.services.rule_book import RuleBook


@dataclass(frozen=True)
class DenialTask:
    """A task; ``handle``: the patient's page, where it concerns one case of this store; ``claims``: the ids of its
    claims with the patient's handle of each, those alone that belong to a case."""

    task: Task
    handle: str | None
    claims: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Waiting:
    """A request for records, or a reopening that was asked for, which is not closed; ``last``: what was said last."""

    task: DeskTask
    claim_id: str
    handle: str
    name: str
    last: str


@dataclass(frozen=True)
class Denials:
    """The open work, nearest day first, and the answer that it is taken from."""

    tasks: tuple[DenialTask, ...]
    answer: DenialWork


def denials_at(
    desk: SupplierDesk, book: RuleBook, as_of: date, owner: str = "", payer: str = "", state: str = ""
) -> Denials:
    """The tasks of an owner, payer (a part of its name) and state; of all where none is given."""
    answer = denial_work(DenialWorkRequest(as_of, payer or None), desk.store, book)
    answer = replace(answer, store="the desk")
    wanted = [
        task for task in answer.tasks if (not owner or task.owner == owner) and (not state or task.state == state)
    ]  # fmt: skip
    handles = desk.handles(sorted({id for task in wanted for id in _cases(task)}))
    return Denials(tuple(DenialTask(task, _handle(task, handles), _claims(task, handles)) for task in wanted), answer)


def waiting_for(desk: SupplierDesk) -> tuple[Waiting, ...]:
    """Requests for records and reopenings of all patients, the first due first."""
    found = [
        (task, claim_id) for task in desk.tasks(by_people=True)
        if task.state not in CLOSED and (claim_id := json.loads(task.detail or "{}").get("claim"))
    ]  # fmt: skip
    ids = sorted({task.case_id for task, _ in found})
    handles, patients = desk.handles(ids), desk.patients(ids)
    ordered = sorted(found, key=lambda each: (each[0].due or date.max, each[0].question))
    return tuple(
        Waiting(task, claim_id, handles[task.case_id], patients[task.case_id].name, _last(task))
        for task, claim_id in ordered
    )


def _last(task: DeskTask) -> str:
    comments = json.loads(task.detail or "{}").get("comments") or [("", "", "")]
    return str(comments[-1][2])


def _cases(task: Task) -> set[str]:
    return {line.case_id for line in task.lines if line.case_id}


def _handle(task: Task, handles: dict[str, str]) -> str | None:
    cases = _cases(task)
    return handles[next(iter(cases))] if len(cases) == 1 else None


def _claims(task: Task, handles: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple({line.claim_id: handles[line.case_id] for line in task.lines if line.case_id}.items())
