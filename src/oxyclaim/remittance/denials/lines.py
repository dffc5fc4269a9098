"""Where each line stands: what is denied after all answers, reversals, coordination and write-offs.

What stands at a claim as a whole (a write-off, a denial without lines) is a row of its own; what is negative there or
on a line is taken off the claim's denied lines in their order, so that the rows of a claim add up to what it stands at.
"""

import polars as pl

from oxyclaim.remittance.ledger.accounts import ACCOUNTS
from oxyclaim.x12.core.schema import columns

SHARES = ("deductible", "coinsurance", "copay")
STANDING_LINES = columns({
    "claim_id": pl.String, "line_id": pl.String, "code": pl.String, "modifiers": pl.String, "service_date": pl.Date,
    "charge": pl.Int64, "open": pl.Int64, "paid": pl.Int64, "share": pl.Int64, "denied": pl.Int64,
    "to_patient": pl.Int64,
})  # fmt: skip
"""``line_id`` null: the claim as a whole. ``paid``: by all payers; ``share``: deductible, coinsurance and copay;
``denied`` and ``to_patient``: what was denied and is still to be worked, the supplier's and what was left to the
patient (group PR for another reason than the patient's share)."""


def standing_lines(claims: pl.DataFrame, lines: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """Every line of the claims with an account of their own. Columns: ``STANDING_LINES``.

    ``claims``: ``claim_id``, ``account``; ``lines``: ``KNOWN_LINES`` of ``ledger.matching``; ``entries``: ``ENTRIES``.
    """
    own = claims.filter(pl.col("account") == pl.col("claim_id")).select("claim_id")
    sums = entries.group_by("claim_id", "line_id").agg(pl.col(ACCOUNTS).sum())
    of_lines = lines.join(own, on="claim_id", how="semi").join(sums, on=["claim_id", "line_id"], how="left")
    whole = sums.filter(pl.col("line_id").is_null()).join(own, on="claim_id", how="semi")
    every = pl.concat([of_lines, whole], how="diagonal_relaxed").with_columns(pl.col(ACCOUNTS).fill_null(0))
    every = every.sort("claim_id", "service_date", "line_id", nulls_last=True)
    share = pl.sum_horizontal(SHARES)
    settled = (-pl.col("settled").sum() - share.sum()).over("claim_id")
    left = every.with_columns(
        share=share, denied=_left("denied", pl.lit(0)), to_patient=_left("patient_other", settled),
        charge=pl.coalesce("charge_cents", pl.lit(0)), paid="remitted",
    )  # fmt: skip
    return left.select(list(STANDING_LINES)).cast(STANDING_LINES)


def _left(account: str, taken: pl.Expr) -> pl.Expr:
    """What is left on each row after what is negative in its claim, and ``taken``, is taken off row by row."""
    positive = pl.max_horizontal(pl.col(account), 0)
    off = (pl.max_horizontal(-pl.col(account), 0)).sum().over("claim_id") + pl.max_horizontal(taken, 0)
    before = positive.cum_sum().over("claim_id") - positive
    return positive - pl.max_horizontal(pl.min_horizontal(off - before, positive), 0)
