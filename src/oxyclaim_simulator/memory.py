"""What the payers remember between runs, kept in one JSON file; the truth is a view of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from oxyclaim_simulator.errors import CannotSimulate

LAYOUT = 1


@dataclass
class Adjusted:
    """One adjustment: group (CO, OA, PI, PR), reason (CARC), cents; positive lowers the payment."""

    group: str
    reason: str
    cents: int


@dataclass
class LineAnswer:
    """What is said of a line. ``billed``: the submitted code where another is paid (SVC06); ``allowed``: AMT*B6."""

    line_id: str
    code: str
    modifiers: list[str]
    units: str
    charge: int
    paid: int
    service_date: date
    until: date
    adjusted: list[Adjusted]
    remarks: list[str] = field(default_factory=list)
    allowed: int | None = None
    billed: str = ""
    billed_modifiers: list[str] = field(default_factory=list)

    def negated(self) -> "LineAnswer":
        """The same with the opposite sign, as a reversal repeats it."""
        return LineAnswer(
            self.line_id, self.code, self.modifiers, self.units, -self.charge, -self.paid, self.service_date,
            self.until, [Adjusted(each.group, each.reason, -each.cents) for each in self.adjusted], [], None,
            self.billed, self.billed_modifiers,
        )  # fmt: skip


@dataclass
class Answer:
    """A claim answer (one CLP) that goes out on a remittance of ``payer`` on or after ``ready``.

    ``record``: the claim's account. ``status``: CLP02. ``charge``: CLP03. ``interest``: owed beside the payment.
    ``recovery`` says how money that a reversal takes back is taken: ``net`` from this remittance (and carried forward
    where it does not suffice), ``delayed`` (WO, taken later), ``slow`` (delayed, by thirds), ``refunded`` (delayed, and
    paid back by us).
    ``pair``: reversal and correction carry the same number here and stand in one transaction. ``style``: ``bare`` (a
    reversal without its adjustments) ``gap`` (a blank triplet within CAS) or ``corrected`` (NM1*74: another
    member id). ``adjusted``: at claim level.
    """

    record: int
    payer: str
    status: str
    icn: str
    charge: int
    lines: list[LineAnswer]
    ready: date
    remarks: list[str] = field(default_factory=list)
    interest: int = 0
    forwarded_to: str = ""
    recovery: str = "net"
    original: str = ""
    pair: int = 0
    style: str = ""
    adjusted: list[Adjusted] = field(default_factory=list)

    @property
    def is_reversal(self) -> bool:
        """Whether it takes an earlier answer back."""
        return self.status == "22"

    @property
    def paid(self) -> int:
        """CLP04: what the lines pay, less the adjustments at claim level."""
        return sum(line.paid for line in self.lines) - sum(each.cents for each in self.adjusted)

    @property
    def patient(self) -> int:
        """CLP05: all PR; none stands at claim level here."""
        return sum(each.cents for line in self.lines for each in line.adjusted if each.group == "PR")


@dataclass
class Standing:
    """What one payer's answers come to on a line, up to now. ``answers``: how many stand (a reversal takes one off)."""

    paid: int = 0
    adjusted: dict[str, int] = field(default_factory=dict)
    answers: int = 0


@dataclass
class LineRecord:
    """A line as it was submitted, and what stands on it by payer id."""

    id: str
    code: str
    modifiers: list[str]
    units: str
    charge: int
    service_date: date
    until: date
    place: str
    orderer: str
    standing: dict[str, Standing] = field(default_factory=dict)


@dataclass
class Record:
    """A claim as it was submitted, in the order of receipt. ``state``: rejected, silent, open, answered.

    ``payers``: those that have answered, first to last. ``events``: what happened, in words, with days. ``deductible``:
    what the claim used of it, by year; ``months``: the rental months that it was paid, as the payer has decided last;
    ``undone``: those that it took back in that. ``said``: the first payer's answers that stand. ``whole``: adjustments
    at claim level by payer.
    """

    number: int
    claim_id: str
    payer: str
    rank: str
    member: str
    last: str
    first: str
    resident: str
    npi: str
    charge: int
    place: str
    note: str
    received: date
    lines: list[LineRecord]
    batch: str
    icn: str = ""
    state: str = "open"
    why: str = ""
    payers: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    deductible: dict[str, int] = field(default_factory=dict)
    months: list[tuple[str, date]] = field(default_factory=list)
    undone: list[tuple[str, date]] = field(default_factory=list)
    said: list[Answer] = field(default_factory=list)
    whole: dict[str, Standing] = field(default_factory=dict)
    submitter: str = ""

    def lines_of(self, payer: str) -> list[Standing]:
        """What stands on the lines by this payer's answers."""
        return [line.standing[payer] for line in self.lines if payer in line.standing]


@dataclass
class Task:
    """Something a payer will do on a day: ``cross`` (the supplement answers), ``deny`` (after payment), ``correct``,
    ``win`` (an appeal). ``detail`` is the way the money is taken."""

    day: date
    action: str
    record: int
    detail: str = ""


@dataclass
class Move:
    """Money that moved on a debt: on which remittance (TRN02), under which code, by how much."""

    trace: str
    day: date
    code: str
    cents: int


@dataclass
class Debt:
    """Money a payer says we owe.

    ``kind``: WO (recovery put off), FB (carried forward), foreign (another supplier number of the same tax id; never
    opened on our remittances). ``open`` in cents; ``reference`` is PLB03-2. ``slow``: a third is taken at a time.
    """

    payer: str
    npi: str
    kind: str
    reference: str
    icn: str
    opened: date
    due: date
    cents: int
    open: int
    slow: bool = False
    refund: bool = False
    record: int = -1
    moves: list[Move] = field(default_factory=list)


@dataclass
class Deposit:
    """A payment (or none): one transaction set of an 835."""

    payer: str
    npi: str
    trace: str
    day: date
    effective: date
    cents: int
    file: str
    claims: int
    interest: int = 0
    method: str = "ACH"


@dataclass
class Written:
    """A file that was written, and what is right to do with it (``post``, ``hold`` or ``nothing``)."""

    name: str
    kind: str
    right: str
    why: str = ""


@dataclass
class Person:
    """What the payers' eligibility files hold of a person, by member id.

    ``advantage``: from when until when another plan pays; ``stays``: days in a hospital; ``supplement``: the payer id
    of a second payer; ``deductible_used``: cents by year, by claims of others.
    """

    died: date | None = None
    advantage: list[tuple[date, date]] = field(default_factory=list)
    stays: list[tuple[date, date]] = field(default_factory=list)
    supplement: str = ""
    deductible_used: dict[int, int] = field(default_factory=dict)


@dataclass
class Payee:
    """A supplier as its claims describe it, by NPI."""

    name: str
    tax_id: str
    street: str
    city: str
    state: str
    zip: str


@dataclass
class Memory:
    """Everything. ``rentals``: paid service dates by ``payer group|member|code``, and ``starts`` of the current rental.

    ``services``: the record that first billed a code of a member for a day. ``seen``: interchanges, sender and number.
    """

    layout: int = LAYOUT
    day: date | None = None
    counters: dict[str, int] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    rentals: dict[str, list[date]] = field(default_factory=dict)
    deductibles: dict[str, int] = field(default_factory=dict)
    starts: dict[str, date] = field(default_factory=dict)
    services: dict[str, int] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    waiting: list[Answer] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    payees: dict[str, Payee] = field(default_factory=dict)
    debts: list[Debt] = field(default_factory=list)
    deposits: list[Deposit] = field(default_factory=list)
    files: list[Written] = field(default_factory=list)

    def next(self, counter: str) -> int:
        """The next number of a sequence, from 1."""
        self.counters[counter] = self.counters.get(counter, 0) + 1
        return self.counters[counter]

    def person(self, member: str) -> Person:
        """What is known of a member; an unknown one has nothing of note."""
        return self.people.get(member) or Person()

    def open_debts(self, payer: str, npi: str) -> Iterator[Debt]:
        """The debts of a payee with a payer that are not settled, oldest first."""
        return (each for each in self.debts if each.open and (each.payer, each.npi) == (payer, npi))


_ADAPTER = TypeAdapter(Memory)


def load(path: Path) -> Memory:
    """The memory of earlier runs; an empty one where there is no file yet. Raises CannotSimulate."""
    if not path.exists():
        return Memory()
    try:
        memory = _ADAPTER.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        raise CannotSimulate(
            [(str(path), "is no memory of the simulator; name another file, or none to begin anew")]
        ) from None
    if memory.layout != LAYOUT:
        raise CannotSimulate(
            [(str(path), f"was kept by another version (layout {memory.layout}, this one is {LAYOUT})")]
        )
    return memory


def dumped(memory: Memory) -> bytes:
    """The memory as its file holds it."""
    return _ADAPTER.dump_json(memory)


def read_people(path: Path) -> dict[str, Person]:
    """People by member id, from a JSON file. Raises CannotSimulate with what is wrong."""
    try:
        return TypeAdapter(dict[str, Person]).validate_json(path.read_bytes())
    except OSError as error:
        raise CannotSimulate([(str(path), f"cannot be read: {(error.strerror or str(error)).lower()}")]) from None
    except ValidationError as error:
        raise CannotSimulate(
            (str(path), f"{'.'.join(map(str, each['loc'][1:])) or 'the file'}: {each['msg'].lower()}")
            for each in error.errors(include_input=False, include_url=False)
        ) from None
