"""A supplier's shelves in the store: each call is one transaction. See ``services.desk.shelves``."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Engine

from oxyclaim.services.desk.shelves import Emergency, Judging, LookUp, Orderer, OrdererList, SavedView
from oxyclaim.services.store.kept import Change, Piece
from oxyclaim.store import jobs
from oxyclaim.store.desk import emergencies, judgings, look_ups, orderers, views
from oxyclaim.store.engines import reading, writing


class SqlShelves:
    """See ``services.desk.shelves.Shelves``, which says what each of these does."""

    def __init__(self, engine: Engine, supplier_id: str):
        self._engine, self._supplier = engine, supplier_id

    def add_look_up(self, look_up: LookUp, change: Change) -> None:
        """Somebody looked something up."""
        with writing(self._engine) as connection:
            look_ups.add(connection, self._supplier, look_up, change)

    def look_ups(self, case_id: str) -> list[LookUp]:
        """What was looked up."""
        with reading(self._engine) as connection:
            return look_ups.listed(connection, self._supplier, case_id)

    def begin_orderers(self, published_on: date, content_sha256: str, change: Change) -> int:
        """A list is being taken in."""
        with writing(self._engine) as connection:
            return orderers.begin(connection, self._supplier, published_on, content_sha256, change)

    def add_orderers(self, list_id: int, some: Iterable[Orderer]) -> None:
        """More of its rows."""
        with writing(self._engine) as connection:
            orderers.add(connection, list_id, some)

    def finish_orderers(self, list_id: int, rows: int, change: Change) -> None:
        """It counts from now on."""
        with writing(self._engine) as connection:
            orderers.finish(connection, self._supplier, list_id, rows, change)

    def drop_orderers(self, list_id: int) -> None:
        """It is not taken in."""
        with writing(self._engine) as connection:
            orderers.drop(connection, list_id)

    def orderer_list(self) -> OrdererList | None:
        """The list that counts."""
        with reading(self._engine) as connection:
            return orderers.current(connection, self._supplier)

    def orderers(self, npis: Collection[str]) -> dict[str, Orderer]:
        """Which of these stand on it."""
        with reading(self._engine) as connection:
            return orderers.found(connection, self._supplier, npis)

    def saved_views(self, account_id: str) -> list[SavedView]:
        """What somebody has saved."""
        with reading(self._engine) as connection:
            return views.listed(connection, self._supplier, account_id)

    def put_saved_view(self, account_id: str, view: SavedView, at: datetime) -> None:
        """Save one."""
        with writing(self._engine) as connection:
            views.put(connection, self._supplier, account_id, view, at)

    def drop_saved_view(self, account_id: str, name: str) -> None:
        """Take one away."""
        with writing(self._engine) as connection:
            views.drop(connection, self._supplier, account_id, name)

    def begin_emergency(self, emergency: Emergency) -> None:
        """Somebody takes emergency access."""
        with writing(self._engine) as connection:
            emergencies.begin(connection, self._supplier, emergency)

    def emergency_of(self, account_id: str, at: datetime) -> Emergency | None:
        """What somebody has at a moment."""
        with reading(self._engine) as connection:
            return emergencies.of_account(connection, self._supplier, account_id, at)

    def emergencies(self, unseen: bool = False, most: int = 50) -> list[Emergency]:
        """Who took it."""
        with reading(self._engine) as connection:
            return emergencies.listed(connection, self._supplier, unseen, most)

    def see_emergency(self, emergency_id: str, by: str, at: datetime) -> None:
        """A manager has read of it."""
        with writing(self._engine) as connection:
            emergencies.see(connection, self._supplier, emergency_id, by, at)

    def begin_judging(
        self, as_of: date, rule_book: str, payers: Collection[str], size: int, change: Change
    ) -> int | None:
        """Begin a job over what is behind."""
        with writing(self._engine) as connection:
            return judgings.begin(connection, self._supplier, as_of, rule_book, payers, size, change)

    def take_piece_to_judge(self, job_id: int, worker: str, at: datetime, lease: timedelta) -> Piece | None:
        """A piece that no worker is at."""
        with writing(self._engine) as connection:
            return jobs.take(connection, job_id, worker, at, lease)

    def behind_in(self, piece: Piece, as_of: date, rule_book: str) -> Sequence[str]:
        """The cases of a piece that are still behind."""
        with reading(self._engine) as connection:
            return judgings.behind_in(connection, self._supplier, piece, as_of, rule_book)

    def end_piece_judged(self, piece: Piece, worker: str, at: datetime) -> bool:
        """A piece is done."""
        with writing(self._engine) as connection:
            if not jobs.is_held(connection, piece, worker):
                return False
            jobs.end(connection, piece, at)
        return True

    def fail_piece_judged(self, piece: Piece, at: datetime, problem: str) -> None:
        """A piece cannot be done."""
        with writing(self._engine) as connection:
            jobs.end(connection, piece, at, problem)

    def last_judging(self) -> Judging | None:
        """The last job."""
        with reading(self._engine) as connection:
            return judgings.last(connection, self._supplier)
