"""What the desk asks of a store beside cases and lines: look-ups, who may order, views, emergencies, jobs."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from oxyclaim.services.store.kept import Change, Piece

LookUpKind = Literal["eligibility", "same or similar", "other"]


@dataclass(frozen=True)
class LookUp:
    """A look-up that was made for a patient. ``asked``: the questions, in the case file's words; ``found``: whether
    anything was found, which ``result`` then says; ``document_id``: a page that was kept of it."""

    case_id: str
    kind: str
    looked_on: date
    source: str
    asked: str
    found: bool
    result: str
    document_id: str | None
    author: str
    at: str


@dataclass(frozen=True)
class OrdererList:
    """CMS's file of those who may order, as it was published on a day and taken in at a moment."""

    list_id: int
    published_on: date
    rows: int
    author: str
    at: str


@dataclass(frozen=True)
class Orderer:
    """A practitioner on that list; ``dme``: may order medical equipment."""

    npi: str
    last_name: str
    first_name: str
    dme: bool


@dataclass(frozen=True)
class SavedView:
    """Filters of a list that somebody has given a name, as they stand in the address."""

    name: str
    filters: str


@dataclass(frozen=True)
class Emergency:
    """That somebody took what other roles may do until a moment, and why; ``seen_by``: who was told and has read it."""

    emergency_id: str
    account_id: str
    name: str
    reason: str
    at: str
    until: str
    seen_by: str | None


@dataclass(frozen=True)
class Judging:
    """How far the judging in the background is. ``as_of`` and ``rule_book``: for which day, by which rules; ``ended``:
    when it was done."""

    job_id: int
    asked: str
    began: str
    ended: str | None
    cases: int
    done: int
    failed: int


class Shelves(Protocol):
    """One supplier's look-ups, list of those who may order, saved views, emergencies and judging jobs."""

    def add_look_up(self, look_up: LookUp, change: Change) -> None:
        """Somebody looked something up for a patient."""

    def look_ups(self, case_id: str) -> list[LookUp]:
        """What was looked up for a patient, the latest first."""

    def begin_orderers(self, published_on: date, content_sha256: str, change: Change) -> int:
        """A list of those who may order is being taken in; its number. It counts once it is ``finish``-ed."""

    def add_orderers(self, list_id: int, orderers: Iterable[Orderer]) -> None:
        """More of its rows."""

    def finish_orderers(self, list_id: int, rows: int, change: Change) -> None:
        """All rows are there: it counts from now on, and those before go."""

    def drop_orderers(self, list_id: int) -> None:
        """It is not taken in after all."""

    def orderer_list(self) -> OrdererList | None:
        """The list that counts."""

    def orderers(self, npis: Collection[str]) -> dict[str, Orderer]:
        """Which of these stand on it, by NPI."""

    def saved_views(self, account_id: str) -> list[SavedView]:
        """What somebody has saved, by name."""

    def put_saved_view(self, account_id: str, view: SavedView, at: datetime) -> None:
        """Save one, in the place of one of that name."""

    def drop_saved_view(self, account_id: str, name: str) -> None:
        """Take one away."""

    def begin_emergency(self, emergency: Emergency) -> None:
        """Somebody takes emergency access."""

    def emergency_of(self, account_id: str, at: datetime) -> Emergency | None:
        """The emergency access that somebody has at a moment."""

    def emergencies(self, unseen: bool = False, most: int = 50) -> list[Emergency]:
        """Who took emergency access, the latest first; ``unseen``: of which no manager has read."""

    def see_emergency(self, emergency_id: str, by: str, at: datetime) -> None:
        """A manager has read of it. Raises KeyError."""

    def begin_judging(
        self, as_of: date, rule_book: str, payers: Collection[str], size: int, change: Change
    ) -> int | None:
        """Begin a job over all cases of these payers that are behind, or go on with the one that does that; None where
        none is behind."""

    def take_piece_to_judge(self, job_id: int, worker: str, at: datetime, lease: timedelta) -> Piece | None:
        """A piece that no worker is at."""

    def behind_in(self, piece: Piece, as_of: date, rule_book: str) -> Sequence[str]:
        """The cases of a piece that are still behind."""

    def end_piece_judged(self, piece: Piece, worker: str, at: datetime) -> bool:
        """A piece is done; False where another worker has it by now."""

    def fail_piece_judged(self, piece: Piece, at: datetime, problem: str) -> None:
        """A piece cannot be done."""

    def last_judging(self) -> Judging | None:
        """The last job, ended or not."""
