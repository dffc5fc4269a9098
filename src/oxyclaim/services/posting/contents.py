"""What a payer said of a claim as one text (JSON): it is kept, hashed to know it again, and read back."""

import hashlib
from typing import Any

import polars as pl

from oxyclaim.remittance.ledger.batch import ADJUSTMENTS, ANSWERS, LINES, PROVIDER, Batch, dated

_ADJUSTMENT = pl.Struct({"group": pl.String, "reason": pl.String, "amount_cents": pl.Int64})
_OF_LINE: dict[str, Any] = {
    "control_number": pl.String, "code": pl.String, "modifiers": pl.List(pl.String), "submitted_code": pl.String,
    "service_from": pl.String, "service_to": pl.String, "charge_cents": pl.Int64, "paid_cents": pl.Int64,
    "allowed_cents": pl.Int64, "units": pl.Float64, "remarks": pl.List(pl.String),
    "adjustments": pl.List(_ADJUSTMENT),
}  # fmt: skip
_OF_CLAIM: dict[str, Any] = {
    "said_id": pl.String, "status": pl.String, "number": pl.String, "charge_cents": pl.Int64, "paid_cents": pl.Int64,
    "patient_cents": pl.Int64, "filing_indicator": pl.String, "frequency": pl.String, "patient_last_name": pl.String,
    "patient_first_name": pl.String, "member_id": pl.String, "corrected_member_id": pl.String,
    "next_payer_name": pl.String, "next_payer_id": pl.String, "service_from": pl.String, "service_to": pl.String,
    "received_on": pl.String, "interest_cents": pl.Int64, "remarks": pl.List(pl.String),
    "adjustments": pl.List(_ADJUSTMENT), "lines": pl.List(pl.Struct(_OF_LINE)),
}  # fmt: skip
CONTENT = pl.Struct(_OF_CLAIM)
"""The keys of the text. Dates are ISO texts, amounts whole cents."""


def contents(claims: pl.DataFrame, lines: pl.DataFrame, adjustments: pl.DataFrame) -> pl.DataFrame:
    """By ``claim``: its ``content`` and that text's ``digest``. The frames are those of the reader of the 835."""
    told = adjustments.select("claim", "line", adjustment=pl.struct("group", "reason", "amount_cents"))
    of_line = told.filter(pl.col("line").is_not_null()).group_by("line", maintain_order=True).agg("adjustment")
    own = told.filter(pl.col("line").is_null()).group_by("claim", maintain_order=True).agg("adjustment")
    rows = _dated(lines).join(of_line.rename({"adjustment": "adjustments"}), on="line", how="left").sort("line")
    by_claim = rows.group_by("claim", maintain_order=True).agg(lines=pl.struct(list(_OF_LINE)))
    whole = (
        _dated(claims).rename({"claim_id": "said_id", "payer_claim_number": "number"})
        .with_columns(member_id=pl.coalesce("member_id", "subscriber_member_id"))
        .join(own.rename({"adjustment": "adjustments"}), on="claim", how="left").join(by_claim, on="claim", how="left")
    )  # fmt: skip
    found = whole.sort("claim").select("claim", content=pl.struct(list(_OF_CLAIM)).struct.json_encode())
    digests = [hashlib.sha256(text.encode()).hexdigest() for text in found["content"]]
    return found.with_columns(digest=pl.Series(digests, dtype=pl.String))


def _dated(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.Date).dt.to_string("iso"))


def read_back(kept: pl.DataFrame) -> Batch:
    """Kept answers as a batch. ``kept``: ``answer_id``, ``payment_id``, ``payer``, ``on``, ``digest``, ``content``."""
    own = kept.select("answer_id", "payment_id", "payer", "on", "digest", "content")
    said = own.with_columns(pl.col("content").str.json_decode(CONTENT)).unnest("content", separator="_")
    named = said.rename({name: name.removeprefix("content_") for name in said.columns if name.startswith("content_")})
    named = named.with_columns(pl.col("service_from").str.to_date(strict=False), answer="answer_id")
    answers = named.rename({"payment_id": "payment"}).select(list(ANSWERS)).cast(ANSWERS)
    rows = (
        named.select(pl.col("answer_id").alias("answer"), "lines").explode("lines").drop_nulls("lines")
        .unnest("lines").with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("line"))
    )  # fmt: skip
    of_lines = rows.select("answer", "line", "adjustments")
    of_claims = named.select(pl.col("answer_id").alias("answer"), pl.lit(None, pl.Int64).alias("line"), "adjustments")
    told = pl.concat([of_lines, of_claims]).explode("adjustments").drop_nulls("adjustments").unnest("adjustments")
    days = rows.with_columns(pl.col("service_from").str.to_date(strict=False))
    lines = dated(days, named).select(list(LINES)).cast(LINES)
    return Batch(answers, lines, told.select(list(ADJUSTMENTS)).cast(ADJUSTMENTS), pl.DataFrame(schema=PROVIDER))
