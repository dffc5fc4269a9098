"""Payments that are posted together: their claims, lines, adjustments and provider's money, in frames."""

from dataclasses import dataclass

import polars as pl

from oxyclaim.x12.core.schema import columns

ANSWERS = columns({
    "answer": pl.Int64, "payment": pl.Int64, "payer": pl.String, "on": pl.Date, "status": pl.String,
    "said_id": pl.String, "number": pl.String, "member_id": pl.String, "charge_cents": pl.Int64,
    "paid_cents": pl.Int64, "digest": pl.String,
})  # fmt: skip
"""One row an answered claim. ``answer`` and ``payment``: their numbers in the ledger. ``digest``: of all it says."""
LINES = columns({
    "answer": pl.Int64, "line": pl.Int64, "control_number": pl.String, "code": pl.String,
    "modifiers": pl.List(pl.String), "submitted_code": pl.String, "service_from": pl.Date, "charge_cents": pl.Int64,
    "paid_cents": pl.Int64,
})  # fmt: skip
ADJUSTMENTS = columns({
    "answer": pl.Int64, "line": pl.Int64, "group": pl.String, "reason": pl.String, "amount_cents": pl.Int64,
})  # fmt: skip
PROVIDER = columns({
    "payment": pl.Int64, "payer": pl.String, "on": pl.Date, "reason": pl.String, "reference": pl.String,
    "amount_cents": pl.Int64,
})  # fmt: skip


def dated(lines: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """Answered lines with the day of their claim where they have none of their own. Both have ``answer`` and
    ``service_from``."""
    of_claim = answers.select("answer", _day="service_from")
    return lines.join(of_claim, on="answer", how="left", maintain_order="left").with_columns(
        service_from=pl.coalesce("service_from", "_day")
    ).drop("_day")  # fmt: skip


@dataclass(frozen=True)
class Batch:
    """Some payments, whole."""

    answers: pl.DataFrame
    lines: pl.DataFrame
    adjustments: pl.DataFrame
    provider: pl.DataFrame

    def of(self, answers: pl.DataFrame) -> "Batch":
        """The part of these answers alone."""
        ids = answers.select("answer")
        return Batch(
            answers, self.lines.join(ids, on="answer", how="semi"), self.adjustments.join(ids, on="answer", how="semi"),
            self.provider.clear(),
        )  # fmt: skip
