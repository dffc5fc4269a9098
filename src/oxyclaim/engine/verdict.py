"""What the engine says of a line: verdict, coding, findings, assertions. Plain values, ready for JSON."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Source:
    """A document behind a statement."""

    document: str
    page: int | None


@dataclass(frozen=True)
class Reason:
    """One thing that is met, not met or unknown, with its values, its record and what would help.

    ``together``: the heading under which a report may tell several such things as one. ``last``: it is told
    behind those with a lower number. ``echoes``: the criterion whose reason says the same. ``keys``: what nobody has
    entered and would settle it, as JSON Pointers into the case; empty where a paper settles it (``said``: the fact is
    entered, and no document on file shows it).
    """

    criterion: str
    sentence: str
    record: str | None
    source: Source | None
    authorities: tuple[str, ...]
    cure: str | None
    who: str | None
    helps: str | None
    said: bool = False
    together: str = ""
    last: int = 0
    echoes: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A rule that is not met, not known to be met, or worth a note; ``certain`` if it is known to apply.

    ``fingerprint`` names a finding of ``review`` for the person who settles it. ``last``: it is told behind those with
    a lower number.
    """

    rule: str
    title: str
    effect: str
    sentence: str
    reasons: tuple[Reason, ...]
    authorities: tuple[str, ...]
    grade: str
    cure: str | None
    who: str | None
    helps: str | None
    denial: str | None
    certain: bool = True
    fingerprint: str | None = None
    last: int = 0


@dataclass(frozen=True)
class Settled:
    """A person's decision on a finding: ``in force``, or why it no longer counts."""

    rule: str
    answer: str
    by: str
    date: date
    reason: str
    document: str
    state: str

    @property
    def counts(self) -> bool:
        """Whether the verdict rests on it."""
        return self.state == IN_FORCE


IN_FORCE = "in force"


@dataclass(frozen=True)
class Assertion:
    """What a modifier tells the payer, and the documents that show it."""

    modifier: str
    statements: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Presumed:
    """An absent fact that was presumed where it decided something."""

    fact: str
    value: str
    reason: str


@dataclass(frozen=True)
class ExpectedAnswer:
    """An answer that the payer would give to a line as it is coded, and what follows from it.

    ``codes`` may hold the modifier that brings it. ``on_arrival``: seen by the payer's systems; otherwise the line is
    denied only if the records are asked for. ``last_day`` is given where it does not depend on the remittance.
    """

    rules: tuple[str, ...]
    answer: str
    on_arrival: bool
    codes: tuple[str, ...]
    group: str | None
    carc: str | None
    rarcs: tuple[str, ...]
    meaning: str
    action: str
    appeal: str
    route: str
    deadline: str
    last_day: date | None
    charge_patient: str
    authorities: tuple[str, ...]
    grade: str


@dataclass(frozen=True)
class Forecast:
    """What the payer would say to the line as it is coded: accepted (by its edits), rejected (returned as
    unprocessable), denied or unknown.

    ``answers`` are those to expect, the strongest first; what a review would find is left out where the payer's
    systems already deny the line. ``doubt`` says what an accepted line may still meet.
    ``charge_cents`` is what the line is billed with.
    """

    outcome: str
    coded: tuple[str, ...]
    reasons: tuple[Finding, ...]
    correction: tuple[str, ...] | None
    answers: tuple[ExpectedAnswer, ...] = ()
    doubt: str | None = None
    charge_cents: int | None = None

    @property
    def only_on_review(self) -> bool:
        """Denied, but only if the payer asks for the records."""
        return self.outcome == "denied" and not any(answer.on_arrival for answer in self.answers)


@dataclass(frozen=True)
class DenialNotice:
    """How a formal denial may be asked for: ``ready`` with its modifiers, ``hold``, or ``none``."""

    status: str
    modifiers: tuple[str, ...] | None
    sentence: str


@dataclass(frozen=True)
class PatientCharge:
    """Whether the patient may be charged for the line, and what; ``also``: for things wanted beside it."""

    answer: str
    also: str
    authorities: tuple[str, ...]
    grade: str


@dataclass(frozen=True)
class LineVerdict:
    """The answer for one line."""

    case_id: str
    line_number: int
    code: str
    service_date: date
    verdict: str
    modifiers: tuple[str, ...] | None
    would_be: tuple[str, ...] | None
    narrative: str | None
    group: str | None
    asserts: tuple[Assertion, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    settled: tuple[Settled, ...]
    presumed: tuple[Presumed, ...]
    tasks: tuple[str, ...]
    claim_by: date | None
    forecast: Forecast | None
    denial_notice: DenialNotice | None
    payer: str = ""
    charge_patient: PatientCharge | None = None

    @property
    def is_billable(self) -> bool:
        """Whether every rule that applies is met on documents."""
        return self.verdict == "billable"
