"""What is to be done today: the tasks of one's own, the nearest last day first, and how all lines stand."""

from dataclasses import dataclass
from datetime import date

from oxyclaim.services.desk.kept import Account, StateCount, SupplierDesk, Whose
from oxyclaim.services.desk.states import OWNERS
from oxyclaim.services.desk.tasks import CANNOT, OVERLOOKED, PUT_OFF, SOON, SOON_DAYS, WAITING, TaskTold, told
from oxyclaim.services.store.kept import Patient

SHOWN = 30
GROUPS = (WAITING, OVERLOOKED, PUT_OFF, CANNOT)
"""As they are shown; what nobody has touched is the manager's to see."""
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
    whose = None if account.role == MANAGER else Whose(account.role, account.name)
    counts = desk.count_tasks(whose, as_of)
    groups = [each for each in GROUPS if each != OVERLOOKED or account.role == MANAGER]
    picked = group if group in groups else WAITING
    shown = [told(each) for each in desk.tasks_in(picked, whose, as_of, SHOWN)]
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
        groups=tuple((name, counts[name]) for name in groups),
        soon=counts[SOON],
        counts=tuple(desk.state_counts()),
    )  # fmt: skip


def _is_soon(each: TaskTold, as_of: date) -> bool:
    return each.task.due is not None and each.task.due <= as_of + SOON_DAYS
