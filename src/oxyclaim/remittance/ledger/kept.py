"""What posting asks of whoever keeps the ledger: frames in and out, in one transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from oxyclaim.x12.core.schema import columns

POSTED, TO_CONFIRM, UNKNOWN, WAITING, REPEATED, SET_ASIDE = (
    "posted", "to confirm", "unknown", "waiting", "repeated", "set aside",
)  # fmt: skip
SUSPENDED = (TO_CONFIRM, UNKNOWN, WAITING, REPEATED)
"""``to confirm``: it may be about a claim of ours, and a person says so. ``unknown``: it fits none. ``waiting``: a
reversal that repeats nothing, whose answer has not come. ``repeated``: another payment has said the same. ``set
aside``: no answer that is posted (an estimate, a forwarded claim, a status that is none)."""

STATES = columns({
    "answer": pl.Int64, "state": pl.String, "claim_id": pl.String, "account": pl.String, "rung": pl.Int64,
    "reverses": pl.Int64, "why": pl.String,
})  # fmt: skip
"""What became of answers. ``claim_id``: ours, or one that is proposed; ``account``: the claim it is posted to."""

EARLIER = columns({
    "answer": pl.Int64, "account": pl.String, "payer": pl.String, "payment": pl.Int64, "status": pl.String,
    "digest": pl.String, "reverses": pl.Int64,
})  # fmt: skip
"""Answers that were posted to some claims before. ``reverses``: of a reversal, the answer that it took back; null where
that had not come."""


@dataclass(frozen=True)
class Known:
    """Claims of ours; see ``matching`` for the columns."""

    claims: pl.DataFrame
    lines: pl.DataFrame
    numbers: pl.DataFrame


class Ledger(Protocol):
    """The ledger as it stands."""

    def known(self, ids: Collection[str], members: Collection[str], numbers: Collection[str]) -> Known:
        """Claims that have one of these ids (also cut, see ``matching.bare_id``), members or payers' numbers."""

    def entries_of(self, accounts: Collection[str]) -> pl.DataFrame:
        """All entries of these claims. Columns: ``ENTRIES``."""

    def answers_to(self, accounts: Collection[str]) -> pl.DataFrame:
        """The posted answers of these claims. Columns: ``EARLIER``."""

    def entries_from(self, answers: Collection[int]) -> pl.DataFrame:
        """All entries of these answers. Columns: ``ENTRIES``."""
