"""A store that is open, for one supplier: each call is one transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from sqlalchemy import Engine

from oxyclaim.case.models import Case
from oxyclaim.services.store.kept import (
    CaseVersion,
    Change,
    Fault,
    FileKind,
    Held,
    Job,
    KeptVerdict,
    Kind,
    LineMonth,
    MonthCount,
    NewClaimFile,
    Patient,
    Piece,
    Saved,
    SentLine,
    Verdict,
)
from oxyclaim.store import cases, checking, claims, jobs, months, numbers, verdicts
from oxyclaim.store.engines import reading, writing
from oxyclaim.store.ledger import SqlLedger

OWN_SUPPLIER = "own"
"""The supplier whose store this is, while there is only one."""


class SqlStore:
    """See ``services.store.kept.Store``, which says what each of these does."""

    def __init__(self, engine: Engine, where: str, supplier: str = OWN_SUPPLIER):
        self._engine, self._where, self._supplier = engine, where, supplier

    @property
    def where(self) -> str:
        """Its address, without a password."""
        return self._where

    @property
    def engine(self) -> Engine:
        """The database, for what else of this package looks into it."""
        return self._engine

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def save(self, case: Case, expected: int, change: Change) -> Saved:
        """Save a case that was changed from version ``expected``."""
        with writing(self._engine) as connection:
            return cases.save(connection, self._supplier, case, expected, change)

    def take_in(self, some: Sequence[Case], change: Change, over: bool = False) -> list[Saved]:
        """Save cases of a file."""
        with writing(self._engine) as connection:
            return cases.take_in(connection, self._supplier, some, change, over)

    def latest(self, case_ids: Sequence[str] | None = None) -> Iterator[CaseVersion]:
        """The latest version of cases."""
        with reading(self._engine) as connection:
            yield from cases.latest(connection, self._supplier, case_ids)

    def versions(self, case_id: str) -> list[CaseVersion]:
        """Every version of a case."""
        with reading(self._engine) as connection:
            return cases.versions(connection, self._supplier, case_id)

    def find(self, begins: str = "", payer: str = "", most: int = 50) -> list[Patient]:
        """Cases that are searched for."""
        with reading(self._engine) as connection:
            return cases.find(connection, self._supplier, begins, payer, most)

    def take_numbers(
        self, kind: Kind, sender: str, count: int, at: datetime, taken_for: str, first: int | None = None
    ) -> list[int]:
        """Numbers that were never given before."""
        with writing(self._engine) as connection:
            return numbers.take(connection, kind, sender, count, at, taken_for, first)

    def take_claim_ids(self, count: int, at: datetime, taken_for: str) -> list[str]:
        """Ids of claims that were never given before."""
        with writing(self._engine) as connection:
            return numbers.claim_ids(connection, self._supplier, count, at, taken_for)

    def sent_lines(self, case_ids: Sequence[str] | None = None, members: Sequence[str] = ()) -> list[SentLine]:
        """Lines that went out."""
        with reading(self._engine) as connection:
            return claims.sent(connection, self._supplier, case_ids, members)

    def keep_file(self, kind: FileKind, content: bytes, at: datetime) -> str:
        """Keep bytes."""
        with writing(self._engine) as connection:
            return verdicts.keep_file(connection, kind, content, at)

    def kept_file(self, content_sha256: str) -> bytes:
        """Bytes that were kept."""
        with reading(self._engine) as connection:
            return verdicts.content_of(connection, content_sha256)

    def keep_verdicts(self, some: Sequence[Verdict], change: Change) -> list[int]:
        """Keep verdicts."""
        with writing(self._engine) as connection:
            return verdicts.keep(connection, self._supplier, some, change)

    def kept_verdicts(self, some: Sequence[int]) -> list[KeptVerdict]:
        """Verdicts by their numbers."""
        with reading(self._engine) as connection:
            return verdicts.kept(connection, some)

    def verdict_numbers(self, case_id: str | None = None) -> list[int]:
        """The numbers of kept verdicts."""
        with reading(self._engine) as connection:
            return verdicts.numbers_of(connection, self._supplier, case_id)

    def keep_claims(self, file: NewClaimFile, some: Sequence[Verdict], change: Change) -> tuple[str, ...]:
        """Keep a claim file."""
        with writing(self._engine) as connection:
            return claims.keep(connection, self._supplier, file, some, change)

    def between(self, first: str, last: str) -> list[CaseVersion]:
        """The latest version of cases."""
        with reading(self._engine) as connection:
            return cases.between(connection, self._supplier, first, last)

    def beside(self, first: str, last: str) -> list[CaseVersion]:
        """The other cases of the same members."""
        with reading(self._engine) as connection:
            return cases.beside(connection, self._supplier, first, last)

    def begin_job(self, kind: str, asked: str, size: int, change: Change) -> int:
        """Cut a job into pieces."""
        with writing(self._engine) as connection:
            return jobs.begin(connection, self._supplier, kind, asked, size, change)

    def take_piece(self, job_id: int, worker: str, at: datetime, lease: timedelta) -> Piece | None:
        """A piece that no worker is at."""
        with writing(self._engine) as connection:
            return jobs.take(connection, job_id, worker, at, lease)

    def end_piece(self, piece: Piece, worker: str, at: datetime, some: Sequence[LineMonth]) -> bool:
        """The piece is done."""
        with writing(self._engine) as connection:
            if not jobs.is_held(connection, piece, worker):
                return False
            months.replace(connection, self._supplier, piece.first, piece.last, some)
            jobs.end(connection, piece, at)
        return True

    def fail_piece(self, piece: Piece, at: datetime, problem: str) -> None:
        """The piece cannot be done."""
        with writing(self._engine) as connection:
            jobs.end(connection, piece, at, problem)

    def job(self, job_id: int) -> Job:
        """How far a job is."""
        with reading(self._engine) as connection:
            return jobs.state_of(connection, job_id)

    def job_problems(self, job_id: int) -> list[tuple[Piece, str]]:
        """What could not be done."""
        with reading(self._engine) as connection:
            return jobs.problems_of(connection, job_id)

    def last_job(self, kind: str) -> Job | None:
        """The last job of a kind."""
        with reading(self._engine) as connection:
            number = jobs.last(connection, self._supplier, kind)
            return None if number is None else jobs.state_of(connection, number)

    def months(
        self, state: str, verdict: str = "", first: date | None = None, last: date | None = None, most: int = 50
    ) -> tuple[list[LineMonth], list[str]]:
        """Months in a state."""
        with reading(self._engine) as connection:
            found = months.listed(connection, self._supplier, state, verdict, first, last, most)
            ids = sorted({month.case_id for month in found})
            return found, months.changed_since(connection, self._supplier, ids)

    def month_counts(self, state: str) -> list[MonthCount]:
        """How many months have each verdict."""
        with reading(self._engine) as connection:
            return months.counts(connection, self._supplier, state)

    @contextmanager
    def ledger(self, change: Change, keep: bool = True) -> Iterator[SqlLedger]:
        """The ledger, in one writing transaction."""
        with writing(self._engine) as connection:
            trial = None if keep else connection.begin_nested()
            yield SqlLedger(connection, self._supplier, change)
            if trial is not None:
                trial.rollback()

    @contextmanager
    def ledger_as_it_is(self) -> Iterator[SqlLedger]:
        """The ledger, to look at."""
        with reading(self._engine) as connection:
            yield SqlLedger(connection, self._supplier, None)

    def check(self) -> tuple[list[Held], list[Fault]]:
        """Look at every row that may not change."""
        with reading(self._engine) as connection:
            return checking.check(connection)
