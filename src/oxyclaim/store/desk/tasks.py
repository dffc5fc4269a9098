"""Tasks of people: laid down for a case whenever it is judged; what people said of one that stays is kept."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from oxyclaim.services.desk.kept import Task
from oxyclaim.store.desk.task_groups import in_order
from oxyclaim.store.sealing import at_text
from oxyclaim.store.tables import task

_COLUMNS = [task.c[field.name] for field in fields(Task)]
_OF_PEOPLE = ("until", "reason", "comments", "closed")
"""What of the detail people have said."""
AT_ONCE = 400


def lay_down(
    connection: Connection, supplier_id: str, case_ids: Sequence[str], tasks: Sequence[Task], at: datetime
) -> None:
    """These are the tasks that findings ask for in these cases now; what people have added stays."""
    there: dict[tuple[str, str, str], Task] = {}
    for start in range(0, len(case_ids), AT_ONCE):
        some = (
            task.c.supplier_id == supplier_id,
            task.c.case_id.in_(case_ids[start : start + AT_ONCE]),
            task.c.added_by.is_(None),
        )
        found = [Task(*row) for row in connection.execute(select(*_COLUMNS).where(*some))]
        there |= {_key(each): each for each in found}
        connection.execute(delete(task).where(*some))
    rows = [
        {"supplier_id": supplier_id, **asdict(_with_words(each, there.get(_key(each)), at)), "changed_at": at_text(at)}
        for each in tasks
    ]
    for start in range(0, len(case_ids), AT_ONCE):
        added = select(task.c.case_id, task.c.question, task.c.who).where(
            task.c.supplier_id == supplier_id, task.c.case_id.in_(case_ids[start : start + AT_ONCE])
        )
        taken = {tuple(row) for row in connection.execute(added)}
        rows = [row for row in rows if (row["case_id"], row["question"], row["who"]) not in taken]
    if rows:
        connection.execute(insert(task), rows)


def add(connection: Connection, supplier_id: str, one: Task, at: datetime) -> None:
    """One that a person thought of. Raises ValueError."""
    now = at_text(at)
    row = {"supplier_id": supplier_id, **asdict(one), "changed_at": now, "touched_at": now}
    try:
        connection.execute(insert(task), [row])
    except IntegrityError:
        raise ValueError("the case has this task already") from None


def listed(
    connection: Connection, supplier_id: str, case_id: str | None, due_by: date | None, question: str,
    by_people: bool, most: int | None, behind: int,
) -> list[Task]:  # fmt: skip
    """Tasks of a case, or of all, the earliest due first."""
    query = select(*_COLUMNS).where(task.c.supplier_id == supplier_id)
    if case_id is not None:
        query = query.where(task.c.case_id == case_id)
    if due_by is not None:
        query = query.where(task.c.due <= due_by)
    if question:
        query = query.where(task.c.question == question)
    if by_people:
        query = query.where(task.c.added_by.is_not(None))
    query = query.order_by(*in_order()).offset(behind or None).limit(most)
    return [Task(*row) for row in connection.execute(query)]


def put(connection: Connection, supplier_id: str, one: Task, at: datetime) -> None:
    """A task as it stands now."""
    connection.execute(
        update(task)
        .where(
            task.c.supplier_id == supplier_id,
            task.c.case_id == one.case_id,
            task.c.question == one.question,
            task.c.who == one.who,
        )
        .values(
            state=one.state,
            assigned=one.assigned,
            due=one.due,
            detail=one.detail,
            changed_at=at_text(at),
            touched_at=at_text(at),
        )
    )


def _key(one: Task) -> tuple[str, str, str]:
    return one.case_id, one.question, one.who


def _with_words(new: Task, old: Task | None, at: datetime) -> Task:
    """A task that was there before keeps whose it is and what people said of it."""
    if old is None:
        return replace(new, touched_at=at_text(at))
    said = {name: value for name, value in json.loads(old.detail or "{}").items() if name in _OF_PEOPLE}
    detail = json.dumps(json.loads(new.detail or "{}") | said)
    return replace(new, state=old.state, assigned=old.assigned, detail=detail, touched_at=old.touched_at)
