"""What is to be done today: the tasks of one's own, the nearest last day first, and how all lines stand."""

from dataclasses import dataclass
from datetime import date, timedelta

from oxyclaim.services.desk.kept import Account, StateCount, SupplierDesk
from oxyclaim.services.desk.states import OWNERS
from oxyclaim.services.desk.tasks import TaskTold, told
from oxyclaim.services.store.kept import Patient

SOON = timedelta(days=30)
SHOWN = 30


@dataclass(frozen=True)
class Work:
    """A task with the patient that it is about."""

    handle: str
    patient: Patient
    told: TaskTold
    soon: bool


@dataclass(frozen=True)
class Today:
    """``mine``: what waits for this person, nearest last day first, of ``open`` in all; ``put_off``: how many wait for
    a later day; ``counts``: all lines."""

    mine: tuple[Work, ...]
    open: int
    soon: int
    put_off: int
    counts: tuple[StateCount, ...]

    def count(self, state: str) -> StateCount:
        """How many lines are in a state."""
        return next((each for each in self.counts if each.state == state), StateCount(state, OWNERS[state], 0, 0))


def today(desk: SupplierDesk, account: Account, as_of: date) -> Today:
    """What waits for somebody: what was given to that person, and what is of the role and nobody's; a manager sees
    everything."""
    every = [told(task) for task in desk.tasks()]
    own = [each for each in every if _is_of(each, account)]
    waiting = [each for each in own if each.is_waiting(as_of)]
    shown = waiting[:SHOWN]
    ids = list(dict.fromkeys(each.task.case_id for each in shown))
    handles, patients = desk.handles(ids), desk.patients(ids)
    return Today(
        mine=tuple(
            Work(handles[each.task.case_id], patients[each.task.case_id], each, _is_soon(each, as_of)) for each in shown
        ),
        open=len(waiting),
        soon=sum(_is_soon(each, as_of) for each in waiting),
        put_off=len(own) - len(waiting),
        counts=tuple(desk.state_counts()),
    )


def _is_of(each: TaskTold, account: Account) -> bool:
    if account.role == "manager":
        return True
    return each.task.assigned == account.name if each.task.assigned else each.owner == account.role


def _is_soon(each: TaskTold, as_of: date) -> bool:
    return each.task.due is not None and each.task.due <= as_of + SOON
