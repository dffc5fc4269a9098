"""What is asked of an appeal, and what is answered. Plain values, ready for JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from oxyclaim.case.models import Case
from oxyclaim.engine.catalogue import Authority
from oxyclaim.services.answers import Head
from oxyclaim.services.denial import Limit
from oxyclaim.services.problems import Problem

Purpose = Literal["appeal", "records"]
"""An appeal, or the answer to a request for records (ADR)."""
Kind = Literal[
    "no_appeal", "not_denied", "other_way", "not_answered", "not_met", "coded_wrong", "too_late", "too_little",
]  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """A file with so many pages."""

    path: Path
    pages: int


@dataclass(frozen=True)
class AppealRequest:
    """The case and its denied lines (all where none is named), and what the payer said of them and when.

    ``level`` is the payer's first one where it is left out. ``decided``: the date of the decision that a later level
    asks about; ``called_missing``: what that decision called missing. ``requested``: the date of a request for records,
    which makes this its answer instead of an appeal. ``insist``: write the letter although no appeal is advised.
    ``papers``: the files; ``problems``: what is wrong with other files.
    """

    case: Case
    as_of: date
    lines: Sequence[int] = ()
    codes: Sequence[str] = ()
    remittance_date: date | None = None
    level: str | None = None
    decided: date | None = None
    called_missing: str | None = None
    requested: date | None = None
    claim_number: str | None = None
    requester: str | None = None
    papers: Sequence[Paper] = ()
    insist: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class AppealedLine:
    """A line that is appealed; ``met``: on the papers of the case every rule that applies is met."""

    line_number: int
    code: str
    modifiers: tuple[str, ...]
    service_date: date
    charge_cents: int | None
    met: bool


@dataclass(frozen=True)
class Ground:
    """A reason that the payer gave, what it means, and what answers it: rows of the table (from 1), or papers.

    ``records_asked``: it says that records did not come."""

    denial: str
    codes: tuple[str, ...]
    meaning: str
    rows: tuple[int, ...]
    papers: tuple[str, ...]
    records_asked: bool = False


@dataclass(frozen=True)
class Shown:
    """Where something stands: the case's document and page; in the packet, its page, None where it is not enclosed."""

    document: str
    page: int | None
    packet_page: int | None


@dataclass(frozen=True)
class Row:
    """A criterion that is met: the sources in force on the service date, our value, who measured it when, and where.

    ``values`` are sentences of the trace; ``rules`` those whose trace it is. ``records``: what it is about.
    """

    item: str
    criterion: str
    lines: tuple[int, ...]
    cites: tuple[str, ...]
    values: tuple[str, ...]
    by: tuple[str, ...]
    records: tuple[str, ...]
    shown: tuple[Shown, ...]
    rules: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True)
class NotMet:
    """A rule that the case does not meet, or is not known to meet, with what would help."""

    lines: tuple[int, ...]
    rule: str
    effect: str
    sentence: str
    cure: str | None


@dataclass(frozen=True)
class Obstacle:
    """Why no appeal is advised, and what to do instead. ``bars``: no letter is written, whoever insists."""

    kind: Kind
    sentence: str
    instead: tuple[str, ...]
    bars: bool


@dataclass(frozen=True)
class Field:
    """A field of the request; ``value`` is empty where it is not known. ``needed``: without it, it is no request."""

    id: str
    name: str
    value: str
    needed: bool


@dataclass(frozen=True)
class Exhibit:
    """A paper of the packet: its part, its files, and its first page in the packet."""

    part: str
    title: str
    label: str
    described: str
    date: date | None
    files: tuple[Path, ...]
    pages: int
    packet_page: int


@dataclass(frozen=True)
class Missing:
    """A paper that the packet should hold and does not, and how its file must be named."""

    part: str
    label: str
    words: str


@dataclass(frozen=True)
class Addressee:
    """To whom it goes. The street address is not known here; ``where`` says which one to use."""

    name: str
    where: str


@dataclass(frozen=True, kw_only=True)
class AppealAnswer(Head):
    """An appeal, or the answer to a request for records. It names the patient.

    ``advised``: nothing stands against it. ``may_be_written``: advised, or not barred and insisted on. ``front``: the
    pages before the first exhibit. ``unused``: files that fit no paper of the case. ``target``: the file that was
    written.
    """

    case_id: str
    purpose: Purpose
    level: str
    title: str
    step: str
    advised: bool
    may_be_written: bool
    obstacles: tuple[Obstacle, ...]
    payer: str
    addressee: Addressee
    lines: tuple[AppealedLine, ...]
    codes: tuple[str, ...]
    remittance_date: date | None
    decided: date | None
    requested: date | None
    claim_number: str | None
    request: str
    grounds: tuple[Ground, ...]
    rows: tuple[Row, ...]
    not_met: tuple[NotMet, ...]
    deadline: Limit | None
    form: str
    no_signature: str
    fields: tuple[Field, ...]
    notes: tuple[str, ...]
    requester: str
    front: int
    exhibits: tuple[Exhibit, ...]
    missing: tuple[Missing, ...]
    unused: tuple[Path, ...]
    authorities: dict[str, Authority]
    target: Path | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def pages(self) -> int:
        """The pages of the whole packet."""
        return self.front + sum(each.pages for each in self.exhibits)

    @property
    def in_time(self) -> bool:
        """Whether its last day has not passed, as far as that is known."""
        return not (self.deadline and self.deadline.last_day and self.deadline.last_day < self.as_of)

    @property
    def is_fine(self) -> bool:
        """Whether it can go out as it is: advised, in time, nothing missing, every file used."""
        told = self.claim_number is not None and all(field.value for field in self.fields if field.needed)
        whole = not (self.missing or self.unused or self.not_met)
        return self.advised and self.in_time and told and whole
