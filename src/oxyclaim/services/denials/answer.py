"""The types of the question which denials are open work. Amounts are whole cents."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from oxyclaim.services.answers import Head
from oxyclaim.services.denial import Limit

Kind = Literal["denied", "reduced", "recouped", "rejected", "underpaid", "adjusted", "duplicate"]
"""``reduced``: paid in part; ``recouped``: paid before, taken back, and denied or without a new answer; ``rejected``:
never judged, by a front end or as unprocessable (MA130); ``adjusted``: taken off for a reason that is no denial, and
open in the ledger all the same, or taken off whole as above the fee; ``duplicate``: another claim had asked for the
line."""
State = Literal["open", "late", "appealed", "sent again", "to clear"]
"""``appealed``: an appeal is out and not decided; ``late``: every limit that is known has passed; ``sent again``: a
later claim is on its way; ``to clear``: nothing is at stake, only the balance is to be cleared."""
Told = Literal["foretold", "not foretold", "contradicted"]
"""``contradicted``: we had said billable on documents, and judge what was denied; ``not foretold``: we do not judge
it."""
Fault = Literal["supplier", "payer", "patient"]
Basis = Literal["expected", "allowed before", "share", "charge", "nothing"]
"""What money at stake was counted from: the allowed amount that our own verdict expected, what the payer had allowed
before it took it back, the share that the first payer left (of a claim to a later one), the charge where none is
known, or nothing (another claim asks for it)."""


@dataclass(frozen=True)
class OurVerdict:
    """What our own verdict had said when the claim went out. ``codes``: those that it had forecast, if any."""

    told: Told
    verdict: str
    sentence: str
    codes: tuple[str, ...]
    as_of: date


@dataclass(frozen=True)
class Evidence:
    """The papers of the case in the store that this line wants, as they stand now."""

    on_file: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Odds:
    """Of the lines that the payer denied at first for this reason, ``of`` are decided: nothing of them is denied any
    more, or the last appeal was lost. ``won`` of these: something is allowed. ``open``: those that are not decided."""

    won: int
    of: int
    open: int


@dataclass(frozen=True)
class Appeal:
    """The last appeal of a line that answers what the payer says now: its level, when it went out, and when it was
    decided against us."""

    level: str
    sent_on: date
    lost_on: date | None


@dataclass(frozen=True)
class WorkLine:
    """A line that is open work. ``line_id`` None: the claim as a whole.

    ``denied_cents``: what the ledger has as denied; ``patient_cents``: denied and left to the patient. ``stake_cents``:
    what is expected less what is allowed, by ``stake_basis``. ``route``: the way that is taken first. ``due``: the last
    safe day, on which every usual way is still open; ``due_of``: the way that ends then. ``codes`` are the payer's;
    of these ``not_known`` stand in no catalogue."""

    claim_id: str
    line_id: str | None
    case_id: str | None
    payer: str | None
    member_id: str | None
    patient: str | None
    code: str | None
    modifiers: str | None
    service_date: date | None
    sent_on: date | None
    answered_on: date | None
    payer_claim_number: str | None
    kind: Kind
    state: State
    codes: tuple[str, ...]
    not_known: tuple[str, ...]
    entries: tuple[str, ...]
    why: str
    cause: str | None
    fault: Fault | None
    action: str
    appeal: str
    charge_patient: str
    route: str | None
    due: date | None
    due_of: str | None
    ways: tuple[Limit, ...]
    owner: str
    charge_cents: int
    paid_cents: int
    allowed_cents: int
    expected_cents: int | None
    denied_cents: int
    patient_cents: int
    stake_cents: int
    stake_basis: Basis
    instead: str | None
    """Another claim for the same line: the one that was sent again, or that of which this is a duplicate."""
    verdict: OurVerdict | None
    evidence: Evidence | None
    appealed: Appeal | None
    odds: Odds | None
    rental: str | None
    """What it does to the rental, of a month that is billed as one."""
    authorities: tuple[str, ...]
    grade: str


@dataclass(frozen=True)
class Task:
    """Lines that wait for one thing. What is said of all is that of the line that is due first.

    ``number``: the same for the same cause on every day. ``last_day`` and ``steps`` are those of ``due_of``.
    """

    number: str
    kind: Kind
    state: State
    owner: str
    route: str | None
    route_title: str
    due: date | None
    due_of: str | None
    last_day: date | None
    steps: tuple[str, ...]
    why: str
    cause: str | None
    fault: Fault | None
    action: str
    payer: str | None
    patient: str | None
    """None where it concerns several."""
    member_id: str | None
    codes: tuple[str, ...]
    first_service: date | None
    last_service: date | None
    denied_cents: int
    patient_cents: int
    stake_cents: int
    stake_bases: tuple[Basis, ...]
    told: dict[str, int]
    evidence: Evidence | None
    odds: Odds | None
    lines: tuple[WorkLine, ...]


@dataclass(frozen=True)
class Counted:
    """Lines in and out: ``looked_at`` = ``in_tasks`` + ``nothing_to_do``. ``ledger_denied_cents``: what the ledger
    has as denied, which is ``denied_cents``, that of all tasks, shown or not."""

    looked_at: int
    in_tasks: int
    nothing_to_do: int
    ledger_denied_cents: int
    denied_cents: int
    patient_cents: int


@dataclass(frozen=True)
class DenialWorkRequest:
    """Which tasks are wanted: of a payer (a part of its name or id, whatever its case), due by a day, of a kind, with
    a line of one of these claims."""

    as_of: date
    payer: str | None = None
    due_by: date | None = None
    kind: Kind | None = None
    claims: Collection[str] | None = None


@dataclass(frozen=True, kw_only=True)
class DenialWork(Head):
    """The tasks, the one that is due first at the top. ``left_out``: tasks that were not asked for; ``counted`` is of
    all lines. ``stake_cents``: of the tasks that are shown."""

    store: str
    tasks: tuple[Task, ...]
    left_out: int
    stake_cents: int
    counted: Counted
    notes: tuple[str, ...] = ()
