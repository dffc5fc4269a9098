"""What other payers have decided on a claim: one row a payer (2320) and one row a decided line (2430).

Payments of a line belong to the payer whose id in 2330B NM109 is the id in SVD01.
"""

import polars as pl

from oxyclaim.x12.claim_837p.loops import CODE, NUMBER
from oxyclaim.x12.core.values import cents

_CAS_AMOUNTS = ("e03", "e06", "e09", "e12", "e15", "e18")
_COLUMNS = ["segment", "code", "loop", "instance", "claim", "line", "e01", "e02", *_CAS_AMOUNTS]

PAYERS = {
    "segment": pl.Int64,  # SBR of the 2320 loop
    "claim": pl.Int64,
    "payer_sequence": pl.String,  # SBR01
    "payer_id": pl.String,  # 2330B NM109
    "paid_segment": pl.Int64,  # AMT*D; null where there is none
    "paid_cents": pl.Int64,  # its amount; null where it is no amount
    "adjusted_cents": pl.Int64,  # sum of the CAS of the 2320 loop, 0 where there is none; null: one is no amount
    "decided_on_segment": pl.Int64,  # 2330B DTP*573
}

DECISIONS = {
    "segment": pl.Int64,  # SVD
    "claim": pl.Int64,
    "line": pl.Int64,  # its LX segment
    "payer_id": pl.String,  # SVD01
    "paid_cents": pl.Int64,  # SVD02; null where it is no amount
    "adjusted_cents": pl.Int64,  # sum of the CAS of the 2430 loop, as above
}


def other_payers(claims: pl.DataFrame, segments: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    """The frames ``PAYERS`` and ``DECISIONS``; None where no claim has another payer (the common case)."""
    if not (claims["other_payers"].sum() or (segments["code"] == CODE["SVD"]).any()):
        return None
    rows = segments.select(_COLUMNS).filter(
        segments["claim"].is_not_null()
        & segments["loop"].is_in([NUMBER[loop] for loop in ("2320", "2330B", "2430")])
        & segments["code"].is_in([CODE[id_] for id_ in ("SBR", "AMT", "CAS", "NM1", "DTP", "SVD")])
    )
    adjusted = (
        rows.filter(pl.col("code") == CODE["CAS"])
        .select("instance", pl.sum_horizontal(*map(_cents_or_none, _CAS_AMOUNTS), ignore_nulls=False).alias("cents"))
        .group_by("instance")
        .agg(_sum_if_known("cents").alias("adjusted_cents"))
    )
    return _payers(rows, adjusted), _decisions(rows, adjusted)


def _payers(rows: pl.DataFrame, adjusted: pl.DataFrame) -> pl.DataFrame:
    payers = rows.filter((pl.col("loop") == NUMBER["2320"]) & (pl.col("code") == CODE["SBR"])).select(
        "segment", "claim", pl.col("e01").alias("payer_sequence")
    )
    named = _of_payer(rows.filter(pl.col("code") == CODE["NM1"]), payers, pl.col("e09").alias("payer_id"))
    decided_on = _of_payer(
        rows.filter((pl.col("code") == CODE["DTP"]) & (pl.col("e01") == "573") & (pl.col("loop") == NUMBER["2330B"])),
        payers,
        pl.col("place").alias("decided_on_segment"),
    )
    paid = (
        rows.filter((pl.col("loop") == NUMBER["2320"]) & (pl.col("code") == CODE["AMT"]) & (pl.col("e01") == "D"))
        .group_by(pl.col("instance").alias("segment"))
        .agg(pl.col("segment").min().alias("paid_segment"), cents("e02").first().alias("paid_cents"))
    )
    return (
        payers.join(named, on="segment", how="left")
        .join(paid, on="segment", how="left")
        .join(adjusted.rename({"instance": "segment"}), on="segment", how="left")
        .join(decided_on, on="segment", how="left")
        .with_columns(_none_is_zero(adjusted, pl.col("segment")))
        .select(*PAYERS)
    )


def _of_payer(rows: pl.DataFrame, payers: pl.DataFrame, value: pl.Expr) -> pl.DataFrame:
    """A value out of loop 2330B for the 2320 loop in which it stands: the last one of the claim before it."""
    owner = payers.select("segment", "claim", pl.col("segment").alias("owner")).sort("segment")
    return (
        rows.select("segment", "claim", pl.col("segment").alias("place"), "e09")
        .sort("segment")
        .join_asof(owner, on="segment", by="claim", strategy="backward", check_sortedness=False)
        .select(pl.col("owner").alias("segment"), value)
        .unique("segment", keep="first")
    )


def _decisions(rows: pl.DataFrame, adjusted: pl.DataFrame) -> pl.DataFrame:
    return (
        rows.filter(pl.col("code") == CODE["SVD"])
        .select("segment", "claim", "line", pl.col("e01").alias("payer_id"), cents("e02").alias("paid_cents"))
        .join(adjusted.rename({"instance": "segment"}), on="segment", how="left")
        .with_columns(_none_is_zero(adjusted, pl.col("segment")))
        .select(*DECISIONS)
    )


def _none_is_zero(adjusted: pl.DataFrame, segment: pl.Expr) -> pl.Expr:
    """Without a CAS nothing was adjusted; an amount that could not be read stays unknown."""
    has_none = ~segment.is_in(adjusted["instance"].implode())
    return pl.when(has_none).then(0).otherwise(pl.col("adjusted_cents")).alias("adjusted_cents")


def _cents_or_none(element: str) -> pl.Expr:
    return pl.when(pl.col(element).is_null()).then(0).otherwise(cents(element))


def _sum_if_known(column: str) -> pl.Expr:
    return pl.when(pl.col(column).is_null().any()).then(None).otherwise(pl.col(column).sum())
