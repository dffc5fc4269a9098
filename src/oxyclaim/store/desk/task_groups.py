"""Tasks by what becomes of them, counted and picked where they are kept: they are too many to be read for each page."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal_column, or_, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import String

from oxyclaim.services.desk.kept import Task, Whose
from oxyclaim.services.desk.tasks import CANNOT, CLOSED, OVERLOOKED, PUT_OFF, SOON, SOON_DAYS, UNTOUCHED, WAITING
from oxyclaim.store.tables import task

_COLUMNS = [task.c[field.name] for field in fields(Task)]


class _Said(FunctionElement[str]):
    """A text of a task's detail, which is JSON, by its key."""

    type = String()
    inherit_cache = True


@compiles(_Said, "sqlite")
def _in_sqlite(element: _Said, compiler: SQLCompiler, **more: Any) -> str:
    detail, key = (compiler.process(each, **more) for each in element.clauses)
    return f"json_extract({detail}, '$.' || {key})"


@compiles(_Said, "postgresql")
def _in_postgresql(element: _Said, compiler: SQLCompiler, **more: Any) -> str:
    detail, key = (compiler.process(each, **more) for each in element.clauses)
    return f"(CAST({detail} AS JSON) ->> {key})"


def counted(connection: Connection, supplier_id: str, whose: Whose | None, as_of: date) -> dict[str, int]:
    """How many tasks each group has."""
    groups = _groups(as_of)
    numbers = [func.coalesce(func.sum(case((belongs, 1), else_=0)), 0) for belongs in groups.values()]
    row = connection.execute(select(*numbers).where(task.c.supplier_id == supplier_id, _is_of(whose))).one()
    return dict(zip(groups, row, strict=True))


def picked(
    connection: Connection, supplier_id: str, group: str, whose: Whose | None, as_of: date, most: int
) -> list[Task]:
    """The tasks of a group, the earliest due first."""
    query = select(*_COLUMNS).where(task.c.supplier_id == supplier_id, _is_of(whose), _groups(as_of)[group])
    return [Task(*row) for row in connection.execute(query.order_by(*in_order()).limit(most))]


def in_order() -> Iterable[ColumnElement[Any]]:
    """The earliest due first."""
    return func.coalesce(task.c.due, date.max), task.c.case_id, task.c.question, task.c.who


def _said(key: str) -> ColumnElement[str]:
    return func.coalesce(_Said(task.c.detail, literal_column(f"'{key}'")), "")


def _groups(as_of: date) -> dict[str, ColumnElement[bool]]:
    """See ``TaskTold``, which tells the same of one task."""
    until, today = _said("until"), as_of.isoformat()
    is_open = task.c.state.not_in(CLOSED)
    waits = and_(is_open, until <= today)
    touched = func.substr(func.coalesce(task.c.touched_at, today), 1, 10)
    last = case((until > touched, until), else_=touched)
    return {
        WAITING: waits,
        OVERLOOKED: and_(waits, last <= (as_of - UNTOUCHED).isoformat()),
        PUT_OFF: and_(is_open, until > today),
        CANNOT: task.c.state == CANNOT,
        SOON: and_(waits, task.c.due <= as_of + SOON_DAYS),
    }


def _is_of(whose: Whose | None) -> ColumnElement[bool]:
    if whose is None:
        return true()
    given = func.coalesce(task.c.assigned, "")
    return or_(and_(given != "", given == whose.name), and_(given == "", _said("owner") == whose.role))
