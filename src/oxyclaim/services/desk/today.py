"""What is to be done today: the tasks of one's own, the nearest last day first, and how all lines stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from oxyclaim.services.desk.kept import Account, StateCount, SupplierDesk
from oxyclaim.services.desk.states import OWNERS
from oxyclaim.services.desk.tasks import CANNOT, PUT_OFF, TaskTold, told
from oxyclaim.services.store.kept import Patient

SOON = timedelta(days=30)
SHOWN = 30
WAITING, OVERLOOKED = "waiting", "untouched"
MANAGER = "manager"


@dataclass(frozen=True)
class Work:
    """A task with the patient that it is about; ``untouched``: for how many days."""

    handle: str
    patient: Patient
    told: TaskTold
    soon: bool
    untouched: int


@dataclass(frozen=True)
class Today:
    """``mine``: what waits for this person, or another group of it, nearest last day first; ``groups``: how many tasks
    each group has; ``soon``: of those that wait; ``counts``: all lines."""

    group: str
    mine: tuple[Work, ...]
    groups: tuple[tuple[str, int], ...]
    soon: int
    counts: tuple[StateCount, ...]

    @property
    def of_group(self) -> int:
        """How many tasks the group that is shown has."""
        return dict(self.groups)[self.group]

    def count(self, state: str) -> StateCount:
        """How many lines are in a state."""
        found = [each for each in self.counts if each.state == state]
        if not found:
            return StateCount(state, OWNERS[state], 0, 0)
        return StateCount(state, found[0].owner, sum(n.lines for n in found), sum(n.charge_cents for n in found))


def today(desk: SupplierDesk, account: Account, as_of: date, group: str = WAITING) -> Today:
    """What waits for somebody: what was given to that person, and what is of the role and nobody's; a manager sees
    everything, and what nobody has touched for ten days."""
    own = [each for each in map(told, desk.tasks()) if _is_of(each, account)]
    groups: dict[str, Callable[[TaskTold], bool]] = {
        WAITING: lambda each: each.is_waiting(as_of),
        OVERLOOKED: lambda each: each.is_overlooked(as_of),
        PUT_OFF: lambda each: each.is_put_off(as_of),
        CANNOT: lambda each: each.task.state == CANNOT,
    }
    if account.role != MANAGER:
        del groups[OVERLOOKED]
    picked = group if group in groups else WAITING
    shown = [each for each in own if groups[picked](each)][:SHOWN]
    ids = list(dict.fromkeys(each.task.case_id for each in shown))
    handles, patients = desk.handles(ids), desk.patients(ids)
    return Today(
        group=picked,
        mine=tuple(
            Work(
                handles[each.task.case_id], patients[each.task.case_id], each, _is_soon(each, as_of),
                each.untouched(as_of),
            )
            for each in shown
        ),
        groups=tuple((name, sum(map(belongs, own))) for name, belongs in groups.items()),
        soon=sum(_is_soon(each, as_of) for each in own if each.is_waiting(as_of)),
        counts=tuple(desk.state_counts()),
    )  # fmt: skip


def _is_of(each: TaskTold, account: Account) -> bool:
    if account.role == MANAGER:
        return True
    return each.task.assigned == account.name if each.task.assigned else each.owner == account.role


def _is_soon(each: TaskTold, as_of: date) -> bool:
    return each.task.due is not None and each.task.due <= as_of + SOON
