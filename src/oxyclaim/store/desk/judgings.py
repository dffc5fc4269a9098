"""Judging in the background: a job over the cases that are behind, cut into pieces; of a worker that dies, others go
on."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, func, select

from oxyclaim.case.canonical import canonical
from oxyclaim.services.desk.shelves import Judging
from oxyclaim.services.store.kept import Change, Piece
from oxyclaim.store import jobs
from oxyclaim.store.desk import lines
from oxyclaim.store.tables import job

KIND = "desk"
"""The kind of these jobs."""


def begin(
    connection: Connection,
    supplier_id: str,
    as_of: date,
    rule_book: str,
    payers: Collection[str],
    size: int,
    change: Change,
) -> int | None:
    """The number of a job over what is behind; None where nothing is."""
    ids = lines.behind(connection, supplier_id, as_of, rule_book, None, payers=payers)
    if not ids:
        return None
    asked = canonical({"as_of": as_of, "rule_book": rule_book})
    return jobs.begin(connection, supplier_id, KIND, asked, size, change, ids)


def behind_in(connection: Connection, supplier_id: str, piece: Piece, as_of: date, rule_book: str) -> list[str]:
    """The cases of a piece that are still behind."""
    return lines.behind(connection, supplier_id, as_of, rule_book, None, between=(piece.first, piece.last))


def last(connection: Connection, supplier_id: str) -> Judging | None:
    """The last job."""
    newest = select(func.max(job.c.job_id)).where(job.c.supplier_id == supplier_id, job.c.kind == KIND)
    row = connection.execute(select(job).where(job.c.job_id == newest.scalar_subquery())).one_or_none()
    if row is None:
        return None
    state = jobs.state_of(connection, row.job_id)
    return Judging(row.job_id, row.asked, row.made_at, row.ended_at, state.cases, state.done, state.failed)
