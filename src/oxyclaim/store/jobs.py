"""Work in the background, in pieces that a worker takes for a while; of one that dies, others do it after that."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from oxyclaim.services.store.kept import Change, Job, Piece
from oxyclaim.store.sealing import at_text
from oxyclaim.store.tables import job, job_piece, patient

OPEN, TAKEN, DONE, FAILED = "open", "taken", "done", "failed"
MOST_TRIES = 3
"""So often a piece is taken that comes to no end."""


def begin(
    connection: Connection,
    supplier: str,
    kind: str,
    asked: str,
    size: int,
    change: Change,
    of_these: Sequence[str] | None = None,
) -> int:
    """Cut a job over all cases, or these, into pieces of so many; its number.

    One that asks the same and has not ended goes on.
    """
    unended = select(job.c.job_id).where(
        job.c.supplier_id == supplier, job.c.kind == kind, job.c.asked == asked, job.c.ended_at.is_(None)
    )
    if (there := connection.execute(unended.order_by(job.c.job_id).limit(1)).scalar_one_or_none()) is not None:
        return int(there)
    every = select(patient.c.case_id).where(patient.c.supplier_id == supplier).order_by(patient.c.case_id)
    ids = list(connection.execute(every).scalars()) if of_these is None else list(of_these)
    parts = [ids[start : start + size] for start in range(0, len(ids), size)]
    number = (connection.execute(select(func.max(job.c.job_id))).scalar_one() or 0) + 1
    row = {
        "job_id": number, "supplier_id": supplier, "kind": kind, "asked": asked, "author": change.author,
        "made_at": at_text(change.at), "pieces": len(parts), "things": len(ids),
    }  # fmt: skip
    connection.execute(insert(job), [row | ({} if parts else {"ended_at": at_text(change.at)})])
    pieces = [
        {"job_id": number, "piece": place, "first": part[0], "last": part[-1], "things": len(part), "state": OPEN,
         "tries": 0}
        for place, part in enumerate(parts, 1)
    ]  # fmt: skip
    if pieces:
        connection.execute(insert(job_piece), pieces)
    return number


def take(connection: Connection, number: int, worker: str, at: datetime, lease: timedelta) -> Piece | None:
    """A piece that nobody is at, for so long; None where there is none now."""
    now = at_text(at)
    free = or_(job_piece.c.state == OPEN, and_(job_piece.c.state == TAKEN, job_piece.c.leased_until < now))
    row = connection.execute(
        select(job_piece).where(job_piece.c.job_id == number, free).order_by(job_piece.c.piece).limit(1)
    ).one_or_none()
    if row is None:
        return None
    taken = {"state": TAKEN, "worker": worker, "leased_until": at_text(at + lease), "tries": row.tries + 1}
    if row.tries >= MOST_TRIES:
        _set(connection, number, row.piece, {"state": FAILED, "problem": "came to no end"})
        _end(connection, number, at)
        return take(connection, number, worker, at, lease)
    _set(connection, number, row.piece, taken)
    return Piece(number, row.piece, row.first, row.last, row.things)


def is_held(connection: Connection, piece: Piece, worker: str) -> bool:
    """Whether a worker still has the piece."""
    query = select(job_piece).where(job_piece.c.job_id == piece.job_id, job_piece.c.piece == piece.piece)
    row = connection.execute(query).one()
    return bool(row.state == TAKEN and row.worker == worker)


def end(connection: Connection, piece: Piece, at: datetime, problem: str | None = None) -> None:
    """The piece is done, or it failed."""
    _set(connection, piece.job_id, piece.piece, {"state": FAILED if problem else DONE, "problem": problem})
    _end(connection, piece.job_id, at)


def state_of(connection: Connection, number: int) -> Job:
    """How far a job is."""
    whole = connection.execute(select(job).where(job.c.job_id == number)).one()
    counted = {
        state: (pieces, int(things))
        for state, pieces, things in connection.execute(
            select(job_piece.c.state, func.count(), func.sum(job_piece.c.things))
            .where(job_piece.c.job_id == number)
            .group_by(job_piece.c.state)
        )
    }
    return Job(
        job_id=number,
        kind=whole.kind,
        asked=whole.asked,
        cases=whole.things,
        done=counted.get(DONE, (0, 0))[1],
        failed=counted.get(FAILED, (0, 0))[1],
        ended=whole.ended_at is not None,
    )


def problems_of(connection: Connection, number: int) -> list[tuple[Piece, str]]:
    """The pieces that failed, and why."""
    query = select(job_piece).where(job_piece.c.job_id == number, job_piece.c.state == FAILED)
    return [
        (Piece(row.job_id, row.piece, row.first, row.last, row.things), row.problem)
        for row in connection.execute(query.order_by(job_piece.c.piece))
    ]


def last(connection: Connection, supplier: str, kind: str) -> int | None:
    """The number of the last job of a kind that has ended."""
    query = select(func.max(job.c.job_id)).where(
        job.c.supplier_id == supplier, job.c.kind == kind, job.c.ended_at.is_not(None)
    )
    number: int | None = connection.execute(query).scalar_one()
    return number


def _set(connection: Connection, number: int, piece: int, values: dict[str, object]) -> None:
    connection.execute(
        update(job_piece).where(job_piece.c.job_id == number, job_piece.c.piece == piece).values(**values)
    )


def _end(connection: Connection, number: int, at: datetime) -> None:
    """The job has ended once no piece is open or taken."""
    left = connection.execute(
        select(func.count()).where(job_piece.c.job_id == number, job_piece.c.state.in_((OPEN, TAKEN)))
    ).scalar_one()
    if not left:
        connection.execute(update(job).where(job.c.job_id == number).values(ended_at=at_text(at)))
