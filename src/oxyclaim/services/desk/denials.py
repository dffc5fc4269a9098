"""Denials at the desk: the tasks as `oxyclaim denials` gives them, each with the patient's page."""

from dataclasses import dataclass, replace
from datetime import date

from oxyclaim.services.denials import DenialWork, DenialWorkRequest, denial_work
from oxyclaim.services.denials.answer import Task
from oxyclaim.services.desk.kept import SupplierDesk
from oxyclaim.services.rule_book import RuleBook


@dataclass(frozen=True)
class DenialTask:
    """A task; ``handle``: the patient's page, where it concerns one case of this store."""

    task: Task
    handle: str | None


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
    return Denials(tuple(DenialTask(task, _handle(task, handles)) for task in wanted), answer)


def _cases(task: Task) -> set[str]:
    return {line.case_id for line in task.lines if line.case_id}


def _handle(task: Task, handles: dict[str, str]) -> str | None:
    cases = _cases(task)
    return handles[next(iter(cases))] if len(cases) == 1 else None
