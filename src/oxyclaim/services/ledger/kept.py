"""What posting and the ledger's questions ask of a store: one transaction, frames in and out."""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

import polars as pl

from oxyclaim.remittance.ledger.kept import Ledger
from oxyclaim.services.store.kept import Change
from oxyclaim.x12.core.schema import columns

CLAIMS = columns({
    "claim_id": pl.String, "account": pl.String, "case_id": pl.String, "payer_id": pl.String, "payer_name": pl.String,
    "member_id": pl.String, "patient_last_name": pl.String, "patient_first_name": pl.String, "birth_date": pl.Date,
    "charge_cents": pl.Int64, "sequence": pl.String, "frequency": pl.String, "billing_npi": pl.String,
    "batch": pl.String, "interchange_control": pl.String, "group_control": pl.String, "set_control": pl.String,
    "sent_on": pl.Date, "source": pl.String,
})  # fmt: skip
"""Claims that went out. ``batch`` (BHT03) and the control numbers are those by which answers name them."""

PAYMENTS = columns({
    "payment_id": pl.Int64, "content_sha256": pl.String, "place": pl.Int64, "payer": pl.String, "payer_name": pl.String,
    "payee_npi": pl.String, "payee_tax_id": pl.String, "trace": pl.String, "trace_payer": pl.String,
    "payment_cents": pl.Int64, "paid_on": pl.Date, "produced_on": pl.Date, "method": pl.String, "digest": pl.String,
    "state": pl.String, "why": pl.String,
})  # fmt: skip
"""Payments of reply files. ``place``: the set in its file."""

ANSWERS = columns({
    "answer_id": pl.Int64, "payment_id": pl.Int64, "place": pl.Int64, "payer": pl.String, "status": pl.String,
    "said_id": pl.String, "number": pl.String, "member_id": pl.String, "charge_cents": pl.Int64,
    "paid_cents": pl.Int64, "digest": pl.String, "content": pl.String,
})  # fmt: skip

ACKNOWLEDGED = columns({
    "content_sha256": pl.String, "kind": pl.String, "claim_id": pl.String, "batch": pl.String, "outcome": pl.String,
    "statuses": pl.String, "number": pl.String,
})  # fmt: skip

BANK = columns({
    "effective_on": pl.Date, "amount_cents": pl.Int64, "company": pl.String, "trace": pl.String,
    "trace_payer": pl.String, "addenda": pl.String, "digest": pl.String,
})  # fmt: skip

JUDGED = columns({
    "claim_id": pl.String, "line_id": pl.String, "case_id": pl.String, "line_number": pl.Int64,
    "judged_payer": pl.String,
    "verdict_id": pl.Int64, "verdict": pl.String, "expected_cents": pl.Int64, "claim_by": pl.Date, "judged_on": pl.Date,
})  # fmt: skip
"""Lines that went out from this store, with what their own kept verdict said of them. ``judged_payer``: the payer's
file; ``expected_cents``: what the payer was expected to allow, where fee files were loaded."""

CONFLICT, HELD, POSTED, UNDONE = "conflict", "held", "posted", "undone"
"""States of a payment; ``undone`` follows from entries that a person made against it."""


class KeptLedger(Ledger, Protocol):
    """A ledger in one transaction."""

    def ends(self) -> tuple[int, int]:
        """The last number of a payment, and that of an answer."""

    def payments(self, traces: Collection[str] | None = None) -> pl.DataFrame:
        """Payments with these traces, or all. Columns: ``PAYMENTS``."""

    def bank_lines(self, traces: Collection[str] | None = None) -> pl.DataFrame:
        """Deposits with these traces, or all. Columns: ``bank_line_id`` and ``BANK``."""

    def tied(self) -> pl.DataFrame:
        """The deposits that are tied to a payment that stands: ``bank_line_id``, ``payment_id``."""

    def claims_by(self, column: str, values: Collection[str]) -> pl.DataFrame:
        """Claims with one of these values in a column. Columns: ``CLAIMS``."""

    def own_npis(self) -> set[str]:
        """The NPIs under which claims went out."""

    def all_entries(self) -> pl.DataFrame:
        """Every entry. Columns: ``ENTRIES``, ``author``, ``reason``."""

    def all_claims(self) -> pl.DataFrame:
        """Every claim that went out. Columns: ``CLAIMS``."""

    def all_lines(self) -> pl.DataFrame:
        """Their lines. Columns: ``KNOWN_LINES`` of ``remittance.ledger.matching``."""

    def answers(self, states: Collection[str] | None = None, accounts: Collection[str] | None = None) -> pl.DataFrame:
        """Answers in these states, or all; of these claims, or of all.

        Columns: ``ANSWERS``, ``state``, ``claim_id``, ``account``, ``reverses``, ``why``.
        """

    def acknowledged(self, claim_ids: Collection[str] | None = None) -> pl.DataFrame:
        """What was acknowledged of these claims, or all, in the order in which it came in.

        Columns: ``ACKNOWLEDGED`` and ``at``.
        """

    def claim_files(self) -> Iterator[tuple[str, bytes, dict[str, str]]]:
        """Claim files that were written here and are not in the ledger: hash, content, case ids by claim id."""

    def sent_anew(self, claim_ids: Collection[str]) -> dict[str, str]:
        """Of these claims, those that went out from here to put another one right: by their ids its id."""

    def judged_lines(self, claim_ids: Collection[str] | None = None) -> pl.DataFrame:
        """Lines of these claims, or of all, that went out from this store. Columns: ``JUDGED``."""

    def results_of(self, verdict_ids: Collection[int]) -> dict[int, str]:
        """What kept verdicts said, as JSON, by their numbers."""

    def claims_like(self, lines: pl.DataFrame) -> pl.DataFrame:
        """Claims of a patient with such a line: ``claim_id``, ``account``, and the columns asked for.

        ``lines``: ``patient_last_name``, ``patient_first_name``, ``birth_date``, ``code``, ``service_date``.
        """

    def has_reply(self, content_sha256: str) -> bool:
        """Whether a file of these bytes came in before."""

    def keep_reply(self, content: bytes) -> str:
        """Keep a file; its hash."""

    def keep_claims(self, claims: pl.DataFrame, lines: pl.DataFrame) -> None:
        """Claims that went out and their lines. Those that are known are left as they are."""

    def keep_payments(self, payments: pl.DataFrame) -> None:
        """Columns: ``PAYMENTS``."""

    def keep_answers(self, answers: pl.DataFrame) -> None:
        """Columns: ``ANSWERS``."""

    def keep_states(self, states: pl.DataFrame) -> None:
        """What became of answers now. Columns: ``STATES`` of ``remittance.ledger.kept``."""

    def keep_entries(self, entries: pl.DataFrame, reason: str | None = None) -> None:
        """Columns: ``ENTRIES``."""

    def keep_numbers(self, numbers: pl.DataFrame, said_by: str) -> None:
        """Claim numbers of payers: ``number``, ``claim_id``. Those that are known are left as they are."""

    def keep_acknowledged(self, rows: pl.DataFrame) -> None:
        """Columns: ``ACKNOWLEDGED``."""

    def keep_bank_lines(self, lines: pl.DataFrame) -> int:
        """Columns: ``BANK``. How many are new."""


class LedgerStore(Protocol):
    """A store that holds a ledger."""

    def ledger(self, change: Change, keep: bool = True) -> AbstractContextManager[KeptLedger]:
        """The ledger, in one writing transaction; ``keep`` false: for a trial, of which nothing stays."""

    def ledger_as_it_is(self) -> AbstractContextManager[KeptLedger]:
        """The ledger, to look at."""
