"""Opening balances of claims as answers: what of the charge the system before this one had an answer to."""

import polars as pl

from oxyclaim.remittance.ledger.accounts import ANSWERED, entries

IS_ANSWERED = (pl.col("kind") == "opening") & (pl.col("open") + pl.col("charged") < 0)
"""Entries of opening balances of which something was answered."""


def opened_answers(found: pl.DataFrame) -> pl.DataFrame:
    """A row an answered opening balance of a line, columns ``ENTRIES``. ``answer`` is a number below zero, one a claim.

    Their day is that on which they were taken in, and says nothing; their payment is in the bank long since.
    """
    opened = found.filter(IS_ANSWERED)
    return entries(opened.select(
        "claim_id", "line_id", "payer", "reference", *ANSWERED, "opening", kind=pl.lit("answer"),
        answer=-pl.col("claim_id").rank("dense").cast(pl.Int64), open=pl.col("open") + pl.col("charged"),
        remitted="bank",
    ))  # fmt: skip
