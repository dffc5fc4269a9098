"""What a request says: plain values, ready for JSON. It never holds the member's name, number or birth date."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from oxyclaim.services.answers import Head
from oxyclaim.services.problems import Problem

BY_HAND = "check by hand"
"""The standing of evidence that the payer words in its own way: a person looks whether it is there."""


class Needed(StrEnum):
    """Whether a line needs an authorization."""

    YES = "needed"
    NO = "not needed"
    NO_RULE = "no rule asks for one"
    UNKNOWN = "not known"
    SILENT = "ask the payer"


class Kind(StrEnum):
    """What is asked for."""

    INITIAL = "initial request"
    RENEWAL = "renewal"
    AFTER_CHANGE = "new request after a change"


class Answer(StrEnum):
    """How the authorization of a line stands."""

    ON_FILE = "on file"
    REPORTED = "reported"
    ASKED = "asked for"
    DENIED = "denied"
    NONE = "none"


@dataclass(frozen=True)
class Cite:
    """Where a value stands: the source and the place in it, its grade, and the day for which it speaks."""

    source: str
    title: str
    grade: str
    as_of: date


TermValue = int | str | tuple[str, ...] | None


@dataclass(frozen=True)
class Term:
    """What the payer's file says of one thing; ``value`` is None where it is silent.

    ``doubt`` says why it is to be made sure of before anybody rests on it.
    """

    value: TermValue = None
    cites: tuple[Cite, ...] = ()
    doubt: str | None = None


@dataclass(frozen=True)
class Need:
    """Whether a line needs an authorization, why, and by which value of the payer's."""

    answer: Needed
    why: str
    term: Term


@dataclass(frozen=True)
class Earlier:
    """An authorization of the line's code that the case lists.

    ``ends`` is its last day, ``voided_on`` the day of the change that ended it, ``voided_by`` that change in words,
    ``doubt`` what is not known of it.
    """

    id: str
    number: str | None
    status: str | None
    standing: str
    first_day: date | None
    ends: date | None
    requested_on: date | None
    decided_on: date | None
    covers: bool | None
    voided_on: date | None
    voided_by: str | None
    doubt: str | None


@dataclass(frozen=True)
class LineAnswer:
    """A line of the case: whether it needs an authorization, and how that stands."""

    line: int
    code: str
    service_date: date
    need: Need
    answer: Answer
    told: str
    earlier: tuple[Earlier, ...]
    requested: bool


@dataclass(frozen=True)
class Evidence:
    """Something that the payer wants with the request, and how it stands."""

    words: str
    standing: str
    where: tuple[str, ...]
    note: str
    supplied_by: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True)
class TestShown:
    """A test value, where it is found, and which of the payer's values it meets or misses.

    ``counts``: whether the test qualifies by the payer's own values, None where that is not known or they are silent.
    """

    id: str
    date: date | None
    method: str
    state: str
    value: str
    air: str
    taken_by: str
    where: str
    standing: str
    meets: tuple[str, ...]
    misses: tuple[str, ...]
    open: tuple[str, ...]
    counts: bool | None
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """A finding of the medical record."""

    words: str
    value: str
    date: date | None
    where: str
    standing: str


@dataclass(frozen=True)
class OrderShown:
    """An order for the codes of the request."""

    id: str
    date: date | None
    flow: str
    length_of_need: str
    where: str
    standing: str


@dataclass(frozen=True)
class Diagnosed:
    """A diagnosis."""

    code: str | None
    words: str
    where: str
    standing: str


@dataclass(frozen=True)
class Member:
    """Which of the member's particulars the case has. The particulars themselves go into the document only."""

    name: bool
    member_id: bool
    birth_date: bool


@dataclass(frozen=True)
class Missing:
    """What is missing, and who supplies it."""

    what: str
    who: str


@dataclass(frozen=True)
class Request:
    """A request for some lines of one service date.

    ``reason`` says why it is of this kind; ``first_day`` and ``last_day`` are the days asked for, ``decisions`` the day
    by which a decision would be due, by how urgent it is, and ``file_by`` the last day to file. ``ready``: nothing is
    missing and nothing is left to check.
    """

    lines: tuple[int, ...]
    codes: tuple[str, ...]
    service_date: date
    kind: Kind
    reason: str
    first_day: date
    last_day: date | None
    months: Term
    terms: dict[str, Term]
    decisions: dict[str, date]
    file_by: date | None
    member: Member
    evidence: tuple[Evidence, ...]
    orders: tuple[OrderShown, ...]
    diagnoses: tuple[Diagnosed, ...]
    tests: tuple[TestShown, ...]
    conditions: tuple[Condition, ...]
    criteria: tuple[str, ...]
    missing: tuple[Missing, ...]
    remarks: tuple[str, ...]
    ready: bool


@dataclass(frozen=True)
class CaseRequests:
    """The lines of a case and the requests that they need. ``plan`` is empty where the payer itself is meant.

    ``complete``: nothing is missing.
    """

    case_id: str
    payer: str
    payer_name: str
    plan: str
    status: str
    lines: tuple[LineAnswer, ...]
    requests: tuple[Request, ...]
    missing: tuple[Missing, ...]
    complete: bool


@dataclass(frozen=True)
class Renewal:
    """An approval that ends, has ended, or was voided by a change.

    ``days`` is the number of days left, below zero if it has ended; ``why`` says how it ends; ``asked`` names a request
    that is already under way. ``evidence`` is what the renewal wants, ``months`` for how long it would be given.
    """

    case_id: str
    payer: str
    authorization: str
    number: str | None
    codes: tuple[str, ...]
    first_day: date
    ends: date
    days: int
    why: str
    kind: Kind
    asked: str | None
    months: Term
    wanted: Term
    evidence: tuple[Evidence, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True, kw_only=True)
class AuthorizationAnswer(Head):
    """Each case's lines and requests. It names no patient.

    ``problems``: what could not be read, and is therefore not among the cases.
    """

    cases: tuple[CaseRequests, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def is_fine(self) -> bool:
        """Whether nothing is missing."""
        return all(each.complete for each in self.cases)


@dataclass(frozen=True, kw_only=True)
class RenewalsAnswer(Head):
    """Every approval that ends within so many days or has ended, the earliest end first."""

    ahead_days: int
    renewals: tuple[Renewal, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def is_fine(self) -> bool:
        """Whether nothing is to be renewed."""
        return not self.renewals
