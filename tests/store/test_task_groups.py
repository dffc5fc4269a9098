"""Tasks are counted and picked in the database as each would be told by itself, and none is lost behind the others."""

import json
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from filled_stores import BY_ANN, NOW, examples

from oxyclaim.services.desk.kept import Task, Whose
from oxyclaim.services.desk.tasks import (
    CANNOT,
    DONE,
    OPEN,
    OVERLOOKED,
    PUT_OFF,
    SOON,
    SOON_DAYS,
    UNTOUCHED,
    WAITING,
    told,
)
from oxyclaim.store import SqlStore
from oxyclaim.store.desk import SqlDesk

AS_OF = NOW.date() + timedelta(days=20)
MANY = 2_500
ROLES, NAMES = ("biller", "intake", "compliance", ""), ("Ann", "Bob", None, None)


def made_up(number: int, case_id: str, chance: Random) -> Task:
    """A task in some state, with or without each of its facts."""

    def day() -> date:
        return AS_OF + timedelta(days=chance.randint(-40, 60))

    detail = {"owner": chance.choice(ROLES)} | ({"until": day().isoformat()} if chance.random() < 0.4 else {})
    return Task(
        case_id, f"question {number}", "somebody", chance.choice([OPEN, OPEN, PUT_OFF, CANNOT, DONE]),
        chance.choice(NAMES), day() if chance.random() < 0.7 else None,
        json.dumps(detail) if chance.random() < 0.9 else None,
    )  # fmt: skip


def groups_of(task: Task) -> set[str]:
    """The groups, as the task's own page tells."""
    each = told(task)
    soon = task.due is not None and task.due <= AS_OF + SOON_DAYS
    return {
        name
        for name, belongs in {
            WAITING: each.is_waiting(AS_OF), OVERLOOKED: each.is_overlooked(AS_OF), PUT_OFF: each.is_put_off(AS_OF),
            CANNOT: task.state == CANNOT, SOON: each.is_waiting(AS_OF) and soon,
        }.items() if belongs
    }  # fmt: skip


def is_of(task: Task, whose: Whose | None) -> bool:
    if whose is None:
        return True
    return task.assigned == whose.name if task.assigned else told(task).owner == whose.role


@pytest.fixture
def desk(store: SqlStore) -> SqlDesk:
    made = SqlDesk(store)
    made.add_supplier("other", "Another", NOW)
    store.take_in(examples()[:1], BY_ANN)
    return made


@pytest.mark.parametrize("whose", [None, Whose("biller", "Ann"), Whose("intake", "Bob"), Whose("compliance", "Nobody")])
def test_groups_are_counted_and_picked_as_each_task_tells(desk: SqlDesk, whose: Whose | None) -> None:
    own, (case,) = desk.of("own"), examples()[:1]
    chance = Random(1)
    tasks = [made_up(number, case.case_id, chance) for number in range(MANY)]
    touched = NOW - timedelta(days=5)
    own.lay_down_tasks([case.case_id], tasks[: MANY // 2], touched)
    for each in tasks[MANY // 2 :]:
        own.add_task(each, NOW + timedelta(days=chance.randint(0, 19)))
    kept = own.tasks()
    assert len(kept) == MANY, "none is lost behind the others"
    mine = [task for task in kept if is_of(task, whose)]
    counted = Counter(name for task in mine for name in groups_of(task))
    assert own.count_tasks(whose, AS_OF) == {
        name: counted[name] for name in (WAITING, OVERLOOKED, PUT_OFF, CANNOT, SOON)
    }
    assert counted[WAITING] > counted[OVERLOOKED] > 0, UNTOUCHED
    for name in (WAITING, OVERLOOKED, PUT_OFF, CANNOT):
        of_group = [task for task in mine if name in groups_of(task)]
        assert own.tasks_in(name, whose, AS_OF, 30) == of_group[:30]
    assert own.tasks(due_by=AS_OF) == [task for task in kept if task.due is not None and task.due <= AS_OF]
    assert own.tasks(question="question 7") == [task for task in kept if task.question == "question 7"]
    assert own.tasks(most=40, behind=2_480) == kept[2_480:]
    assert desk.of("other").tasks() == []
    assert set(desk.of("other").count_tasks(None, AS_OF).values()) == {0}
