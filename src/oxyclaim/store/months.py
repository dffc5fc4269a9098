"""Months of lines: laid down anew for a case whenever it is judged, listed and counted without judging."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import date

from sqlalchemy import Connection, and_, delete, func, insert, select

from oxyclaim.services.store.kept import LineMonth, MonthCount
from oxyclaim.store.tables import line_month, patient
from oxyclaim.store.tables.base import within

_COLUMNS = [line_month.c[field.name] for field in fields(LineMonth)]


def replace(connection: Connection, supplier: str, first: str, last: str, months: Iterable[LineMonth]) -> None:
    """Put the months of the cases from one id to another in the place of those that are there."""
    connection.execute(
        delete(line_month).where(line_month.c.supplier_id == supplier, within(line_month.c.case_id, first, last))
    )
    rows = [{"supplier_id": supplier, **asdict(month)} for month in months]
    if rows:
        connection.execute(insert(line_month), rows)


def listed(
    connection: Connection, supplier: str, state: str, verdict: str, first: date | None, last: date | None, most: int
) -> list[LineMonth]:
    """Months in a state, by date and case."""
    query = select(*_COLUMNS).where(line_month.c.supplier_id == supplier, line_month.c.state == state)
    if verdict:
        query = query.where(line_month.c.verdict == verdict)
    if first:
        query = query.where(line_month.c.month >= first)
    if last:
        query = query.where(line_month.c.month <= last)
    found = connection.execute(query.order_by(line_month.c.month, line_month.c.case_id, line_month.c.place).limit(most))
    return [LineMonth(**row._mapping) for row in found]


def counts(connection: Connection, supplier: str, state: str) -> list[MonthCount]:
    """How many months in a state have each verdict, and what they come to."""
    query = (
        select(line_month.c.verdict, func.count(), func.coalesce(func.sum(line_month.c.charge_cents), 0))
        .where(line_month.c.supplier_id == supplier, line_month.c.state == state)
        .group_by(line_month.c.verdict)
    )
    return [MonthCount(verdict or "", months, int(cents)) for verdict, months, cents in connection.execute(query)]


def changed_since(connection: Connection, supplier: str, case_ids: Sequence[str]) -> list[str]:
    """Those of the cases that have a later version than the one that was judged."""
    query = (
        select(patient.c.case_id)
        .distinct()
        .join(
            line_month,
            and_(line_month.c.supplier_id == patient.c.supplier_id, line_month.c.case_id == patient.c.case_id),
        )
        .where(
            patient.c.supplier_id == supplier,
            patient.c.case_id.in_(case_ids),
            line_month.c.version != patient.c.version,
        )
    )
    return sorted(connection.execute(query).scalars())
