"""What services ask of a store: plain values in and out. A store fulfils it; services know none by name."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, Protocol

from oxyclaim.case.merging import Side
from oxyclaim.case.models import Case

if TYPE_CHECKING:
    from oxyclaim.services.ledger.kept import KeptLedger

Origin = Literal["person", "import", "posting"]
How = Literal["new", "changed", "same", "merged", "older", "clash"]
Kind = Literal["claim", "interchange", "group", "transaction"]
FileKind = Literal["program", "payer files", "fee files", "claim file", "profile", "reply"]


@dataclass(frozen=True)
class Change:
    """Who changes something, when (with its time zone), why, and how it came in."""

    author: str
    at: datetime
    reason: str
    origin: Origin = "person"


@dataclass(frozen=True)
class CaseVersion:
    """A case as it stood. ``text``: canonical JSON; ``before``: the hash of the version before, empty for the first;
    ``merged_from``: the version on which the change was made, where another had been saved meanwhile."""

    case_id: str
    version: int
    text: str
    text_sha256: str
    author: str
    at: str
    reason: str
    origin: str
    merged_from: str | None
    before: str
    sha256: str


@dataclass(frozen=True)
class Saved:
    """What became of a case that was to be saved, and its latest version now.

    ``older``: the store holds a later version of it. ``clash``: a person has changed it in the store.
    """

    case_id: str
    version: int
    how: How


class Conflict(Exception):
    """Somebody else has saved the case meanwhile, and changed the same. Nothing was saved.

    ``sides``: each such key with both values; none where all go together and yet make no sound case.
    """

    def __init__(self, case_id: str, expected: int, current: int, sides: Sequence[Side]):
        self.case_id, self.expected, self.current, self.sides = case_id, expected, current, tuple(sides)
        keys = ", ".join(side.path for side in sides) or "keys that do not go together"
        super().__init__(f"{case_id}: version {current} was saved after version {expected}; both change {keys}")


class NumbersUsedUp(Exception):
    """There is no number of this kind left for this sender."""


@dataclass(frozen=True)
class VerdictLine:
    """What a verdict says of a line, to find it by."""

    line_number: int
    code: str
    service_date: date
    verdict: str
    modifiers: str
    expected_cents: int | None
    claim_by: date | None


@dataclass(frozen=True)
class Verdict:
    """What was said of a version of a case, and what it takes to say it again.

    ``program``, ``payer_files``, ``fees``, ``profile`` are hashes of kept files; ``beside`` and ``settlements`` are
    JSON, and so is ``result``. ``payer``: that under which it was judged.
    """

    case_id: str
    version: int
    as_of: date
    rule_book: str
    program_version: str
    program: str
    payer_files: str | None
    fees: str | None
    payer: str
    formal_denial: bool
    beside: str
    settlements: str
    made_with: str
    result: str
    lines: tuple[VerdictLine, ...]
    profile: str | None = None


@dataclass(frozen=True)
class KeptVerdict:
    """A verdict with its number in the store and the text of the case that it is about."""

    verdict_id: int
    at: str
    author: str
    case_text: str
    verdict: Verdict


@dataclass(frozen=True)
class NewLine:
    """A line of a claim that goes out."""

    line_number: int
    code: str
    modifiers: str
    service_date: date
    charge_cents: int
    narrative: str | None
    line_id: str


@dataclass(frozen=True)
class NewClaim:
    """A claim that goes out, of a version of a case, under an id that the store gave.

    ``frequency``: CLM05-3; ``payer``: the payer's file to whom it goes, ``member``: the member's id with it;
    ``payer_reference``: the payer's number of the claim that it corrects, and ``corrects``: our id of that, empty where
    it is not known; None for what corrects nothing, which must not have gone out to that payer before.
    """

    claim_id: str
    case_id: str
    version: int
    lines: tuple[NewLine, ...]
    frequency: str
    payer: str
    payer_reference: str | None = None
    corrects: str | None = None
    member: str | None = None


@dataclass(frozen=True)
class SentLine:
    """A line of a claim that was written; ``line_id`` and ``frequency`` are missing in what an older program kept.

    ``at``: when its claim file was written, ``sent_at``: when somebody said that it was sent, None where nobody did.
    """

    claim_id: str
    case_id: str
    line_number: int
    line_id: str | None
    code: str
    modifiers: str
    service_date: date
    charge_cents: int
    narrative: str | None
    frequency: str | None
    payer: str | None
    payer_reference: str | None
    corrects: str | None
    member: str | None
    version: int
    control_number: int
    at: str
    sent_at: str | None = None


@dataclass(frozen=True)
class NewClaimFile:
    """A claim file that goes out, whole. ``kinds``: the modifiers that tell what kind of line it is, such as a rental;
    lines of several kinds are several things to a payer."""

    sender: str
    receiver: str
    control_number: int
    name: str
    content: bytes
    claims: tuple[NewClaim, ...]
    kinds: frozenset[str] = frozenset()


class SentBefore(Exception):
    """What is to go out went out before, on another claim, and this one does not correct that; or it was put right."""

    def __init__(self, case_id: str, claim_id: str):
        super().__init__(f"case {case_id}: somebody else has sent the same meanwhile, on claim {claim_id}")


@dataclass(frozen=True)
class Patient:
    """A case as a list shows it."""

    case_id: str
    version: int
    name: str
    birth_date: date | None
    payer: str
    codes: str
    last_service_date: date | None
    changed_at: str


@dataclass(frozen=True)
class LineMonth:
    """A month of a line, as it stood when the case was judged last: ``billed``, ``due`` or ``too late``.

    ``place`` counts within the case. ``outcome``: what the payer said to a billed month; ``told``: a due month as
    ``due`` tells it, as JSON.
    """

    case_id: str
    place: int
    line_number: int | None
    code: str
    month: date
    payer: str
    state: str
    outcome: str | None
    verdict: str | None
    claim_by: date | None
    charge_cents: int | None
    version: int
    as_of: date
    rule_book: str
    told: str | None


@dataclass(frozen=True)
class MonthCount:
    """How many months have a verdict, and the charges of them all."""

    verdict: str
    months: int
    charge_cents: int


@dataclass(frozen=True)
class Piece:
    """A part of a job: the cases from one id to another, both among them."""

    job_id: int
    piece: int
    first: str
    last: str
    cases: int


@dataclass(frozen=True)
class Job:
    """How far a job is. ``asked``: what is to be done, as JSON; ``done`` and ``failed``: cases."""

    job_id: int
    kind: str
    asked: str
    cases: int
    done: int
    failed: int
    ended: bool


@dataclass(frozen=True)
class Fault:
    """Something in the store that is not as it was written: which table and row, and what is wrong."""

    table: str
    row: str
    what: str


@dataclass(frozen=True)
class Held:
    """How many rows of a table were looked at."""

    table: str
    rows: int


class Store(Protocol):
    """A store that is open."""

    @property
    def where(self) -> str:
        """Its address, without a password."""

    def close(self) -> None:
        """Let go of it."""

    def save(self, case: Case, expected: int, change: Change) -> Saved:
        """Save a case that was changed from version ``expected``; 0 for a new one.

        What others changed meanwhile is kept where the keys differ. Raises Conflict where they are the same.
        """

    def take_in(self, cases: Sequence[Case], change: Change, over: bool = False) -> list[Saved]:
        """Save cases of a file, all in one transaction. ``over``: also in the place of what a person has changed."""

    def latest(self, case_ids: Sequence[str] | None = None) -> Iterator[CaseVersion]:
        """The latest version of these cases, or of all, by case id."""

    def versions(self, case_id: str) -> list[CaseVersion]:
        """Every version of a case, the first one first."""

    def find(self, begins: str = "", payer: str = "", most: int = 50) -> list[Patient]:
        """Cases whose name, case id, member id or account number begins so, by name."""

    def take_numbers(
        self, kind: Kind, sender: str, count: int, at: datetime, taken_for: str, first: int | None = None
    ) -> list[int]:
        """Numbers that were never given before, in a row; from ``first`` on, if given. Raises NumbersUsedUp."""

    def take_claim_ids(self, count: int, at: datetime, taken_for: str) -> list[str]:
        """Ids for claims that were never given before, of at most 17 characters. Raises NumbersUsedUp."""

    def sent_lines(self, case_ids: Sequence[str] | None = None, members: Sequence[str] = ()) -> list[SentLine]:
        """Every line that went out, of these cases and members or of all, in the order in which they did; no tests."""

    def keep_file(self, kind: FileKind, content: bytes, at: datetime) -> str:
        """Keep bytes; their hash, by which they are found again."""

    def kept_file(self, content_sha256: str) -> bytes:
        """Bytes that were kept. Raises KeyError for an unknown hash."""

    def keep_verdicts(self, verdicts: Sequence[Verdict], change: Change) -> list[int]:
        """Keep verdicts, in one transaction; their numbers. The same once more keeps the number that it has."""

    def kept_verdicts(self, numbers: Sequence[int]) -> list[KeptVerdict]:
        """These verdicts, in their order."""

    def verdict_numbers(self, case_id: str | None = None) -> list[int]:
        """The numbers of all kept verdicts, or of those of a case."""

    def keep_claims(self, file: NewClaimFile, verdicts: Sequence[Verdict], change: Change) -> tuple[str, ...]:
        """Keep a claim file and the verdicts that it rests on, in one transaction; the ids of its claims.

        Raises SentBefore; then nothing is kept.
        """

    def between(self, first: str, last: str) -> list[CaseVersion]:
        """The latest version of the cases from one id to another, both among them."""

    def beside(self, first: str, last: str) -> list[CaseVersion]:
        """The latest version of the other cases of the members whose cases stand between two ids."""

    def begin_job(self, kind: str, asked: str, size: int, change: Change) -> int:
        """Cut a job over all cases into pieces of so many cases; its number.

        One that asks the same and has not ended goes on.
        """

    def take_piece(self, job_id: int, worker: str, at: datetime, lease: timedelta) -> Piece | None:
        """A piece that no worker is at, for so long; None where there is none now."""

    def end_piece(self, piece: Piece, worker: str, at: datetime, some: Sequence[LineMonth]) -> bool:
        """The piece is done, and these are its cases' months, both in one transaction.

        False where the worker has lost it to another, and nothing was changed.
        """

    def fail_piece(self, piece: Piece, at: datetime, problem: str) -> None:
        """The piece cannot be done."""

    def job(self, job_id: int) -> Job:
        """How far a job is."""

    def job_problems(self, job_id: int) -> list[tuple[Piece, str]]:
        """The pieces of a job that could not be done, and why."""

    def last_job(self, kind: str) -> Job | None:
        """The last job of a kind that has ended."""

    def months(
        self,
        state: str,
        verdict: str = "",
        first: date | None = None,
        last: date | None = None,
        most: int = 50,
    ) -> tuple[list[LineMonth], list[str]]:
        """Months in a state, by date and case; and which of their cases have changed since they were judged."""

    def month_counts(self, state: str) -> list[MonthCount]:
        """How many months in a state have each verdict."""

    def ledger(self, change: Change, keep: bool = True) -> "AbstractContextManager[KeptLedger]":
        """The ledger, in one writing transaction; ``keep`` false: for a trial, of which nothing stays."""

    def ledger_as_it_is(self) -> "AbstractContextManager[KeptLedger]":
        """The ledger, to look at."""

    def check(self) -> tuple[list[Held], list[Fault]]:
        """Look at every row that may not change: its hash, its chain, and what points to it."""


@dataclass(frozen=True)
class Copied:
    """A copy of a store: how many rows it has, its size and its hash."""

    rows: int
    bytes: int
    sha256: str


class Places(Protocol):
    """Where stores are: they are made, opened, brought to a new layout, and copied."""

    def make(self, address: str, at: datetime) -> str:
        """Make a store; its layout. Raises BadInput where there is one already."""

    def open(self, address: str) -> Store:
        """Open a store. Raises BadInput where there is none, or it is not as this program writes it."""

    def open_copy(self, backup: str) -> Store:
        """Open a copy of a store, which is looked at and not changed. Raises BadInput."""

    def upgrade(self, address: str) -> tuple[str, str]:
        """Bring a store to this program's layout; the layout before and after."""

    def downgrade(self, address: str, target: str) -> tuple[str, str]:
        """Bring a store back to an earlier layout; the layout before and after. Raises BadInput where that loses
        anything that is kept."""

    def copy_out(self, address: str, target: str) -> Copied:
        """Copy a store, also while it is used, into one file. Raises BadInput where there is a file already."""

    def copy_in(self, backup: str, address: str, over: bool = False) -> Copied:
        """Make a store of such a copy. Raises BadInput where there is a store already, unless ``over``."""
