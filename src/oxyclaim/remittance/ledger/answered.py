"""Answered claims as entries: each line takes its charge off what is open, and says where it went.

A line's entry sums to zero because its charge less its adjustments is its payment (see ``proof``); so does that of
what stands at the claim as a whole.
"""

import polars as pl

from oxyclaim.policy.denials.accounts import (
    ACCOUNT_OF,
    BUNDLED,
    BUNDLED_AWAY,
    BUNDLING,
    DENIED,
    PATIENT_GROUP,
    PATIENT_OTHER,
)
from oxyclaim.remittance.ledger.accounts import ANSWERED, entries


def answer_entries(answers: pl.DataFrame, lines: pl.DataFrame, adjustments: pl.DataFrame) -> pl.DataFrame:
    """The entries of matched answers, as their files say them. Columns: ``ENTRIES``.

    ``answers``: ``answer`` (number), ``payment``, ``payer``, ``on``, ``claim_id`` (ours), ``number`` (the payer's),
    ``charge_cents``, ``paid_cents``, ``is_reversal``. ``lines``: ``answer``, ``line``, ``line_id`` (ours, or null),
    ``charge_cents``, ``paid_cents``. ``adjustments``: ``answer``, ``line`` (null: of the claim), ``group``, ``reason``,
    ``amount_cents``.
    """
    with_accounts = booked(adjustments)
    sums = with_accounts.group_by("answer", "line").agg(
        *(pl.col("amount_cents").filter(pl.col("account") == name).sum().alias(name) for name in ANSWERED),
        adjusted=pl.col("amount_cents").sum(),
    )
    by_line = lines.join(sums.filter(pl.col("line").is_not_null()), on=["answer", "line"], how="left").select(
        "answer", "line", "line_id", *ANSWERED, open=-pl.col("charge_cents"), remitted="paid_cents"
    )
    own = sums.filter(pl.col("line").is_null())
    has_lines = answers.join(lines.select("answer").unique(), on="answer", how="semi").select("answer", charge=0)
    whole = (
        answers.select("answer", "charge_cents", "paid_cents")
        .join(has_lines, on="answer", how="left").join(own, on="answer", how="left")
        .filter(pl.col("charge").is_null() | pl.col("adjusted").is_not_null())
        .select(
            "answer", *ANSWERED, line=pl.lit(None, pl.Int64), line_id=pl.lit(None, pl.String),
            open=-pl.coalesce("charge", "charge_cents"),
            remitted=pl.when(pl.col("charge").is_null()).then("paid_cents").otherwise(-pl.col("adjusted").fill_null(0)),
        )
    )  # fmt: skip
    shared = ["answer", "line", "line_id", *ANSWERED, "open", "remitted"]
    every = pl.concat([by_line.select(shared), whole.select(shared)]).sort("answer", "line", nulls_last=True)
    of_answer = answers.select(
        "answer", "payment", "payer", "on", "claim_id", reference="number",
        kind=pl.when("is_reversal").then(pl.lit("reversal")).otherwise(pl.lit("answer")),
    )  # fmt: skip
    return entries(every.join(of_answer, on="answer", how="inner", maintain_order="left"))


def booked(adjustments: pl.DataFrame) -> pl.DataFrame:
    """Each adjustment with its ``account``."""
    code = pl.concat_str(pl.col("group").fill_null("?"), pl.col("reason").fill_null("?"), separator="-")
    coded = adjustments.with_columns(code=code)
    bundling = coded.filter(pl.col("code") == BUNDLING)["answer"].unique()
    otherwise = pl.when(pl.col("group") == PATIENT_GROUP).then(pl.lit(PATIENT_OTHER)).otherwise(pl.lit(DENIED))
    known = pl.col("code").replace_strict(ACCOUNT_OF, default=None, return_dtype=pl.String)
    taken_over = pl.col("code").is_in(BUNDLED_AWAY) & pl.col("answer").is_in(bundling.implode())
    account = pl.when(taken_over).then(pl.lit(BUNDLED)).otherwise(pl.coalesce(known, otherwise))
    return coded.with_columns(account=account)
