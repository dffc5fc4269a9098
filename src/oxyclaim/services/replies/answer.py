"""The types of the question what payers answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oxyclaim.services.answers import Head
from oxyclaim.services.problems import Problem

NAMED = 1_000
"""Rejected claims and differences of a file that are named; all are counted."""


@dataclass(frozen=True)
class RepliesRequest:
    """Files of answers, folders of them or patterns. ``lines``: a CSV or Parquet file for every answered line."""

    files: Sequence[Path]
    as_of: date
    lines: Path | None = None


@dataclass(frozen=True)
class InterchangeTold:
    """What a TA1 says of the file that we sent with this control number (ISA13)."""

    control: str | None
    outcome: str
    note: str | None


@dataclass(frozen=True)
class SetTold:
    """What a 999 says of one transaction set (ST02). ``outcome`` is IK5 in words; ``claims``: those that its errors
    name."""

    control: str | None
    outcome: str
    errors: int
    claims: tuple[str, ...]


@dataclass(frozen=True)
class GroupTold:
    """What a 999 says of one functional group (GS06). The counts are those that it gives; None: it gives none."""

    control: str | None
    outcome: str
    included: int | None
    received: int | None
    accepted: int | None
    sets: tuple[SetTold, ...]


@dataclass(frozen=True)
class RejectedClaim:
    """A claim that a 277CA does not accept: its id, what was said, as in ``A7:507``, and the provider's NPI."""

    claim_id: str | None
    outcome: str
    statuses: tuple[str, ...]
    provider: str | None
    amount_cents: int | None


@dataclass(frozen=True)
class RejectedWhole:
    """A receiver or provider whose claims are rejected together, named or not. ``said_rejected``: how many it says."""

    kind: str
    id: str | None
    statuses: tuple[str, ...]
    said_rejected: int | None


@dataclass(frozen=True)
class BatchTold:
    """What a 277CA says of one batch (our BHT03). The claims are those that it names."""

    batch: str | None
    accepted: int
    rejected: int
    other: int
    whole: tuple[RejectedWhole, ...]
    not_accepted: tuple[RejectedClaim, ...]
    contradictions: int
    """Claims whose action code says otherwise than their status; the status is taken."""


@dataclass(frozen=True)
class Difference:
    """Where a remittance does not balance or cannot be read: what it says, what follows, and where.

    ``rule`` is one of ``remittance.proof``; ``bars``: nothing of the payment may be posted. ``byte_position``: where
    the segment begins in the file.
    """

    rule: str
    bars: bool
    element: str
    claim_id: str | None
    said_cents: int | None
    calculated_cents: int | None
    byte_position: int


@dataclass(frozen=True)
class ProviderAdjustment:
    """Money of a payment that belongs to none of its claims (PLB). Positive lowers the payment."""

    reason: str | None
    reference: str | None
    amount_cents: int | None


@dataclass(frozen=True)
class AdjustmentSum:
    """What one reason comes to over a payment, as in ``CO-45``."""

    code: str
    times: int
    amount_cents: int


@dataclass(frozen=True)
class PaymentTold:
    """One payment: one transaction set of an 835.

    ``payment_cents`` = ``claims_cents`` less ``provider_cents`` where it balances. ``claims`` answered, by their status
    in ``statuses`` (CLP02: times). ``may_be_posted``: it balances, is whole and can be read.
    """

    control: str | None
    payer: str | None
    payer_id: str | None
    payee: str | None
    payee_npi: str | None
    trace: str | None
    paid_on: date | None
    method: str | None
    payment_cents: int | None
    claims_cents: int
    provider_cents: int
    claims: int
    lines: int
    statuses: dict[str, int]
    adjustments: tuple[AdjustmentSum, ...]
    provider_adjustments: tuple[ProviderAdjustment, ...]
    may_be_posted: bool
    differences: tuple[Difference, ...]
    difference_count: int


@dataclass(frozen=True)
class ReplyFile:
    """What one file holds. ``other_sets``: transaction sets of other kinds, by kind: counted, not read."""

    file: str
    sha256: str
    interchanges: tuple[InterchangeTold, ...]
    groups: tuple[GroupTold, ...]
    batches: tuple[BatchTold, ...]
    payments: tuple[PaymentTold, ...]
    other_sets: dict[str, int]


@dataclass(frozen=True)
class RepliesAnswer(Head):
    """What payers answered. ``unreadable``: files that could not be read, each with a problem."""

    files: tuple[ReplyFile, ...]
    unreadable: int
    problems: tuple[Problem, ...] = ()
