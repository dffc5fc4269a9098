"""The types of the ledger's answers. Amounts are whole cents."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from oxyclaim.services.answers import Head

By = Literal["claim", "patient", "payer", "day"]


@dataclass(frozen=True)
class Balance:
    """Where something stands. ``key``: a claim id, member id, payer id or day; ``name``: of patient or payer.

    ``charge`` = ``paid`` + ``contractual`` + ``sequestration`` + ``denied`` + ``other`` + ``patient_share`` + ``open``
    + ``written_off`` + ``opening`` where nothing is left out. ``patient_owes``: of the share, what the patient may be
    asked for; ``patient_credit``: what the patient has paid and does not owe.
    """

    key: str | None
    name: str | None
    state: str | None
    claims: int
    charge: int
    paid: int
    contractual: int
    sequestration: int
    denied: int
    other: int
    written_off: int
    patient_share: int
    patient_settled: int
    patient_owes: int
    patient_credit: int
    open: int


@dataclass(frozen=True)
class Money:
    """Money of no claim: interest from payers, what they want back, refunds of ours that they have got, other money,
    what waits in suspense, what remittances have announced and the bank has not shown, and what it has."""

    interest: int
    payer_debt: int
    payer_refund: int
    provider_other: int
    suspense: int
    not_in_bank: int
    bank: int
    collected: int


@dataclass(frozen=True, kw_only=True)
class BalancesAnswer(Head):
    """Balances and the money beside them. ``left_out``: rows beyond those that were asked for; ``sum`` is of all."""

    store: str
    by: By
    rows: tuple[Balance, ...]
    left_out: int
    sum: Balance
    money: Money


@dataclass(frozen=True)
class Debt:
    """What a payer wants back: ``owed``; ``foreign``: taken for a claim of which nothing is known here."""

    payer: str | None
    reference: str | None
    first: date | None
    last: date | None
    opened: int
    taken: int
    owed: int
    foreign: int


@dataclass(frozen=True)
class InSuspense:
    """An answer without a place, with the claim that it may be about."""

    answer: int
    state: str
    why: str | None
    payer: str | None
    said_id: str | None
    number: str | None
    paid: int
    proposed: str | None


@dataclass(frozen=True)
class DepositTold:
    """A deposit or a payment: ``tied``, ``not in bank`` or ``no remittance``."""

    state: str
    trace: str | None
    payer: str | None
    on: date | None
    amount: int


@dataclass(frozen=True)
class Silence:
    """A batch that nobody has answered: when it went out, its claims and charges, and the working days since."""

    batch: str | None
    payer: str | None
    sent_on: date | None
    claims: int
    charge: int
    working_days: int


@dataclass(frozen=True)
class Unanswered:
    """A claim that was received and not answered for so long that somebody asks: when it went out, the days since."""

    claim_id: str
    payer: str | None
    sent_on: date
    state: str
    charge: int
    days: int


@dataclass(frozen=True)
class HeldPayment:
    """A payment that was not posted, and why."""

    payment: int
    state: str
    why: str | None
    payer: str | None
    trace: str | None
    on: date | None
    amount: int


@dataclass(frozen=True)
class CorrectedMember:
    """A payer says that the patient of a claim has another member id (NM1*74). It is proposed and not taken over."""

    claim_id: str
    payer: str | None
    member_id: str | None
    corrected: str


@dataclass(frozen=True)
class OutOfStep:
    """A claim that was answered for more than was charged, or of which more was taken back than was given."""

    claim_id: str
    why: str
    charge: int
    paid: int
    open: int


@dataclass(frozen=True, kw_only=True)
class WorkAnswer(Head):
    """What in the ledger wants a person."""

    store: str
    suspense: tuple[InSuspense, ...]
    held: tuple[HeldPayment, ...]
    debts: tuple[Debt, ...]
    deposits: tuple[DepositTold, ...]
    silent: tuple[Silence, ...]
    corrected: tuple[CorrectedMember, ...] = ()
    out_of_step: tuple[OutOfStep, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EnteredAnswer(Head):
    """What was entered by hand: its kind, how many entries, the amount, and where the claim stands now."""

    store: str
    kind: str
    entries: int
    amount: int
    claim: Balance | None = None
