"""The accounts, and the entries over them. One row is one entry, one column an account; a row sums to zero.

An amount is whole cents; positive is a debit. So what is still owed to us on a line is the sum of ``open``, what a
payer paid for it that of ``remitted``.
"""

from collections.abc import Iterable

import polars as pl

from oxyclaim.x12.core.schema import columns

PATIENT = ("deductible", "coinsurance", "copay", "patient_other")
"""The patient's share by kind, as payers left it."""
REDUCED = ("contractual", "sequestration", "denied", "bundled", "other_payer")
ANSWERED = (*REDUCED, *PATIENT)
"""What an adjustment of a claim may go to."""
ACCOUNTS = (
    "open", "charged", "remitted", *ANSWERED, "settled", "collected", "hardship", "bad_debt", "payment_plan",
    "written_off", "interest", "payer_debt", "payer_refund", "provider_other", "suspense", "bank", "opening",
)  # fmt: skip
"""``open``: charges without an answer. ``charged``: what was billed. ``remitted``: what remittances pay, until the bank
has it (``bank``). ``settled``: what of the patient's share is paid (``collected``), waived (``hardship``), given up
(``bad_debt``) or paid by installments (``payment_plan``). ``written_off``: denied money that was given up.
``payer_debt``: what a payer wants back, negative while we owe it. ``payer_refund``: refunds of ours that payers have
got. ``provider_other``: other money of no claim. ``suspense``: money that nobody has found a place for yet.
``opening``: what the system before this one left."""

APPEAL, APPEAL_LOST = "appeal", "appeal_lost"
"""Entries without money: an appeal went out, or was decided against us; ``reference`` is its level."""
KINDS = (
    "charge", "opening", "answer", "reversal", "coordination", "provider", "suspense", "deposit", "receipt", "refund",
    "hardship", "bad_debt", "payment_plan", "write_off", "payer_refund", "undone",
    APPEAL, APPEAL_LOST,
)  # fmt: skip
ANSWER_KINDS = ("answer", "reversal", "opening", "undone")
"""Entries that together are what a payer's answers to a line stand at."""

ENTRIES = columns({
    "kind": pl.String, "on": pl.Date, "payment": pl.Int64, "answer": pl.Int64, "claim_id": pl.String,
    "line_id": pl.String, "payer": pl.String, "reference": pl.String, **dict.fromkeys(ACCOUNTS, pl.Int64),
})  # fmt: skip
"""``payment`` and ``answer``: their numbers. ``line_id`` null: of the claim as a whole. ``reference``: the payer's
claim number, that of a debt, or the level of an appeal."""


def entries(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with all columns of ``ENTRIES``; accounts that it lacks are 0, other columns null."""
    zeros = [pl.lit(0).alias(name) for name in ACCOUNTS if name not in frame.columns]
    nulls = [pl.lit(None).alias(name) for name in ENTRIES if name not in frame.columns and name not in ACCOUNTS]
    return frame.with_columns(*zeros, *nulls).select(
        pl.col(name).fill_null(0) if name in ACCOUNTS else pl.col(name) for name in ENTRIES
    ).cast(ENTRIES)  # fmt: skip


def joined(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Entries one behind the other."""
    found = [frame for frame in frames if not frame.is_empty()]
    return pl.concat(found) if found else pl.DataFrame(schema=ENTRIES)


def balances(frame: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """What each account stands at, by some columns."""
    return frame.group_by(by, maintain_order=True).agg(pl.col(ACCOUNTS).sum())
