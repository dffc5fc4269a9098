"""The answered lines of a remittance as plain rows, for a table that people open."""

import polars as pl

from oxyclaim.x12.core.schema import columns
from oxyclaim.x12.remittance_835.reader import RemittancePiece

ROWS = columns({
    "set": pl.Int64, "claim_id": pl.String, "payer_claim_number": pl.String, "claim_status": pl.String,
    "line_control_number": pl.String, "code": pl.String, "modifiers": pl.String, "submitted_code": pl.String,
    "service_from": pl.Date, "service_to": pl.Date, "charge_cents": pl.Int64, "paid_cents": pl.Int64,
    "allowed_cents": pl.Int64, "adjustments": pl.String, "remarks": pl.String, "claim_segment": pl.Int64,
})  # fmt: skip
"""One row an answered line, and one for what a claim says beside its lines: its own adjustments with what they take
from the payment, or the whole claim where it has no lines. So charges and payments add up to those of the claims.
``adjustments``: as in ``CO-45 67.50; PR-1 105.26``. ``remarks``: as in ``N115; MA01``."""


def rows(piece: RemittancePiece) -> pl.DataFrame:
    """Columns: ``ROWS``."""
    of_claim = piece.claims.select(
        "set", "claim", "claim_id", "payer_claim_number", claim_status="status", claim_segment="segment",
        claim_charge="charge_cents", claim_paid="paid_cents", claim_allowed="allowed_cents",
        claim_from="service_from", claim_to="service_to", claim_remarks=pl.col("remarks").list.join("; "),
    )  # fmt: skip
    told = _told(piece.adjustments)
    lines = piece.lines.select(
        "claim", "line", "code", pl.col("modifiers").list.join(" "), "submitted_code", "service_from", "service_to",
        "charge_cents", "paid_cents", "allowed_cents", pl.col("remarks").list.join("; "),
        line_control_number="control_number",
    )  # fmt: skip
    by_line = lines.join(told.filter(pl.col("line").is_not_null()).drop("claim", "taken"), on="line", how="left").join(
        of_claim, on="claim", how="left", maintain_order="left"
    )
    own = told.filter(pl.col("line").is_null()).drop("line")
    has_lines = pl.col("claim").is_in(lines["claim"].unique().implode())
    beside = of_claim.join(own, on="claim", how="left", maintain_order="left").filter(
        ~has_lines | pl.col("adjustments").is_not_null() | (pl.col("claim_remarks") != "")
    )
    beside = beside.with_columns(
        charge_cents=pl.when(has_lines).then(0).otherwise("claim_charge"),
        paid_cents=pl.when(has_lines).then(-pl.col("taken").fill_null(0)).otherwise("claim_paid"),
        allowed_cents=pl.when(~has_lines).then("claim_allowed"), remarks="claim_remarks", service_from="claim_from",
        service_to="claim_to",
    )  # fmt: skip
    every = pl.concat([_whole(beside), _whole(by_line)])
    return every.sort("claim_segment", maintain_order=True).with_columns(
        pl.col("adjustments", "remarks", "modifiers").fill_null("")
    )


def _told(adjustments: pl.DataFrame) -> pl.DataFrame:
    """By claim and line: its adjustments in words, and what they take together."""
    sign = pl.when(pl.col("amount_cents") < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    cents = pl.col("amount_cents").abs()
    amount = pl.concat_str(sign, cents // 100, pl.lit("."), (cents % 100).cast(pl.String).str.zfill(2))
    code = pl.concat_str(pl.col("group").fill_null("?"), pl.col("reason").fill_null("?"), separator="-")
    one = pl.concat_str(code, amount.fill_null("?"), separator=" ")
    return adjustments.group_by("claim", "line", maintain_order=True).agg(
        adjustments=one.str.join("; "), taken=pl.col("amount_cents").sum()
    )


def _whole(frame: pl.DataFrame) -> pl.DataFrame:
    missing = [pl.lit(None).alias(name) for name in ROWS if name not in frame.columns]
    return frame.with_columns(missing).select(list(ROWS)).cast(ROWS)
