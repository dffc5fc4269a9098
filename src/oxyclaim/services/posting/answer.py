"""The types of the question what is posted of some files."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from oxyclaim.services.answers import Head
from oxyclaim.services.problems import Problem
from oxyclaim.services.replies.answer import Difference


@dataclass(frozen=True)
class PostRequest:
    """Files of answers, folders of them or patterns. ``claims``: claim files (837P) that other programs wrote, whose
    answers are among them; ``bank``: the bank's deposits. ``dry_run``: everything is tried and nothing stays."""

    files: Sequence[Path]
    as_of: date
    claims: Sequence[Path] = ()
    bank: Sequence[Path] = ()
    dry_run: bool = False


@dataclass(frozen=True)
class PostedPayment:
    """A payment and what became of it: ``posted``, ``there already``, ``held`` or ``conflict``, and why.
    ``number``: of a posted one, by which `oxyclaim ledger undo` names it. ``differences``: also those that bar nothing.
    """

    trace: str | None
    payer: str | None
    paid_on: date | None
    payment_cents: int | None
    claims: int
    state: str
    why: str | None
    differences: tuple[Difference, ...] = ()
    number: int | None = None


@dataclass(frozen=True)
class PostedFile:
    """A file and what was done with it. ``again``: its bytes came in before. ``accepted`` and ``rejected``: claims of
    ours that a TA1, 999 or 277CA tells of."""

    file: str
    sha256: str
    again: bool
    payments: tuple[PostedPayment, ...]
    accepted: int = 0
    rejected: int = 0
    strange: int = 0
    """Claims that are told of and are none of ours."""
    strange_wholes: tuple[str, ...] = ()
    """Likewise the interchanges, groups and batches, with their control numbers: ``group 12``."""


@dataclass(frozen=True)
class Suspended:
    """An answer that has no place yet: what it says, and the claim of ours that it may be about."""

    answer: int
    state: str
    payer: str | None
    claim_id: str | None
    payer_claim_number: str | None
    paid_cents: int
    proposed: str | None


@dataclass(frozen=True, kw_only=True)
class PostAnswer(Head):
    """What was posted. Payments: ``posted`` + ``again`` + ``held`` are all that were read; claim answers: those of
    posted payments are ``matched`` + ``suspended`` + ``set_aside``. Amounts are whole cents."""

    store: str
    dry_run: bool
    files: tuple[PostedFile, ...]
    posted: int
    again: int
    held: int
    posted_cents: int
    matched: int
    suspended: int
    set_aside: int
    suspense_cents: int
    """Of these payments, what no claim has taken."""
    claims_taken_in: int
    found_later: int
    """Answers that waited in suspense and have found their claim now."""
    deposits_new: int
    deposits_tied: int
    open_suspense: tuple[Suspended, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
