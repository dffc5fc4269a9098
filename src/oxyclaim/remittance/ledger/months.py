"""What payers answered to each line, as the months of a rental need it: paid, denied or not answered."""

import polars as pl

from oxyclaim.remittance.ledger.accounts import ANSWER_KINDS
from oxyclaim.remittance.ledger.claims import REJECTED
from oxyclaim.x12.core.schema import columns

PAID, DENIED, PENDING = "paid", "denied", "pending"
MONTHS = columns({
    "claim_id": pl.String, "case_id": pl.String, "line_id": pl.String, "code": pl.String, "modifiers": pl.String,
    "service_date": pl.Date, "outcome": pl.String, "paid_cents": pl.Int64, "allowed_cents": pl.Int64,
    "number": pl.String, "remitted_on": pl.Date,
})  # fmt: skip
"""One row a line of a claim that was not rejected. ``allowed_cents``: paid, sequestration and the patient's share by
the first payer, what a denial under PR leaves to the patient not among it."""
_ALLOWED = ("remitted", "sequestration", "deductible", "coinsurance", "copay")


def answered_months(claims: pl.DataFrame, lines: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """Columns: ``MONTHS``. ``claims``: with ``claim_id``, ``account``, ``case_id``, ``payer_id`` and ``state``.

    A month is paid where its first payer allowed something, also where the deductible took all of it.
    """
    own = claims.filter((pl.col("account") == pl.col("claim_id")) & (pl.col("state") != REJECTED))
    of_answers = entries.filter(pl.col("kind").is_in(ANSWER_KINDS) & pl.col("line_id").is_not_null())
    by_payer = of_answers.join(own.select("claim_id", "payer_id"), on="claim_id").group_by(
        "claim_id", "line_id", "payer"
    ).agg(
        paid_cents=pl.col("remitted").sum(), allowed_cents=pl.sum_horizontal(_ALLOWED).sum(),
        answered=-pl.col("open").filter(pl.col("kind") != "opening").sum(), denied=pl.col("denied").sum(),
        left=pl.col("patient_other").sum(), other_payer=pl.col("other_payer").sum(),
        number=pl.col("reference").drop_nulls().last(), remitted_on=pl.col("on").last(),
        is_first=(pl.col("payer") == pl.col("payer_id")).fill_null(False).any(),
    )  # fmt: skip
    # The payer to whom it went, else the one that tells of none before it.
    first = by_payer.sort("is_first", "other_payer", descending=[True, False]).unique(
        ["claim_id", "line_id"], keep="first", maintain_order=True
    )
    found = lines.join(own.select("claim_id", "case_id"), on="claim_id").join(
        first, on=["claim_id", "line_id"], how="left", maintain_order="left"
    )
    outcome = (
        pl.when(pl.col("answered").fill_null(0) <= 0).then(pl.lit(PENDING))
        .when(pl.col("allowed_cents") > 0).then(pl.lit(PAID))
        .when((pl.col("denied") > 0) | (pl.col("left") > 0)).then(pl.lit(DENIED))
    )  # fmt: skip
    return found.with_columns(outcome=outcome).select(list(MONTHS)).cast(MONTHS)
