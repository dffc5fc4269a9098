"""SNIP level 3: amounts that must add up.

Sources, read 2026-11-24: 005010X222A1 section 1.4.4 as interpreted by X12 in its requests for interpretation 1115 and
1294 (the charge of a claim is the sum of its lines, and what a payer paid plus all its adjustments; the payer's amount
is compared with its lines only where there are line payments) and 1555 (a line that a payer split balances over all
its 2430 loops of that payer).
"""

import polars as pl

from oxyclaim.x12.claim_837p.checks.other_payers import other_payers
from oxyclaim.x12.claim_837p.checks.rules import Rule, Tables, findings_of
from oxyclaim.x12.claim_837p.loops import CODE
from oxyclaim.x12.core.checks.findings import none_found, together

LEVEL = 3


def balancing_findings(claims: pl.DataFrame, lines: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """The findings of SNIP level 3."""
    tables = Tables(claims, lines, segments)
    return together([_charges(tables), _coordination_of_benefits(tables)])


def dollars(column: str) -> pl.Expr:
    """An amount in cents as people write it: 1203.50."""
    amount = pl.col(column)
    text = pl.format("{}.{}", amount.abs() // 100, (amount.abs() % 100).cast(pl.String).str.zfill(2))
    return pl.when(amount < 0).then(pl.format("-{}", text)).otherwise(text)


_NO_AMOUNT = "{} is no amount: digits, with a point and at most two decimals where there are cents"

_CLAIM_RULES = [
    Rule(
        "X12-BAL-CLM02",
        pl.col("readable") & (pl.col("charge_cents") != pl.col("lines_cents")),
        "2300",
        "CLM02",
        pl.format(
            "the charge of the claim is {}, its lines add up to {}; CLM02 must be the sum of SV102",
            dollars("charge_cents"),
            dollars("lines_cents"),
        ),
    ),
    Rule(
        "X12-BAL-CLM02-NEGATIVE", pl.col("charge_cents") < 0, "2300", "CLM02", "the charge of a claim is zero or more"
    ),
]

_LINE_RULES = [
    Rule(
        "X12-BAL-SV102-NEGATIVE",
        pl.col("charge_cents") < 0,
        "2400",
        "SV102",
        "the charge of a line is zero or more",
        at="SV1",
    ),
]


def _charges(tables: Tables) -> pl.DataFrame:
    claims, lines, _ = tables
    charge = pl.col("charge_cents")
    sums = lines.group_by("claim").agg(charge.sum().alias("lines_cents"), charge.is_not_null().all().alias("readable"))
    found = [
        findings_of(
            claims.select("segment", "claim", "charge_cents").join(sums, on="claim", how="left"),
            _CLAIM_RULES,
            LEVEL,
            tables,
        ),
        findings_of(lines.select("segment", "claim", "line_number", "charge_cents"), _LINE_RULES, LEVEL, tables),
    ]
    if claims["charge_cents"].null_count() or lines["charge_cents"].null_count():
        found += [_unreadable(claims, "CLM", "2300", tables), _unreadable(lines, "SV1", "2400", tables)]
    return together(found)


def _unreadable(frame: pl.DataFrame, id_: str, loop: str, tables: Tables) -> pl.DataFrame:
    """Charges that are given and are no amounts; one that is not given at all is a matter of the guide."""
    segments = tables.segments
    given = segments.select("claim", "line").filter((segments["code"] == CODE[id_]) & segments["e02"].is_not_null())
    owner = "claim" if id_ == "CLM" else "line"
    key = "claim" if id_ == "CLM" else "segment"
    rows = frame.filter(pl.col("charge_cents").is_null() & pl.col(key).is_in(given[owner].implode()))
    message = _NO_AMOUNT.format(f"{id_}02")
    return findings_of(rows, [Rule("X12-BAL-AMOUNT", pl.lit(True), loop, f"{id_}02", message, at=id_)], LEVEL, tables)


_PAYER_RULES = [
    Rule(
        "X12-BAL-COB-PAID",
        pl.col("paid_differs"),
        "2320",
        "AMT02",
        pl.format(
            "the other payer paid {}, but its line payments (SVD02) of {} less its claim-level adjustments (CAS) of {} "
            "are not that amount",
            dollars("paid_cents"),
            dollars("lines_paid_cents"),
            dollars("adjusted_cents"),
        ),
    ),
    Rule(
        "X12-BAL-COB-CHARGE",
        (pl.col("paid_differs").is_null() | ~pl.col("paid_differs"))
        & (pl.col("charge_cents") != pl.col("paid_cents") + pl.col("adjusted_cents") + pl.col("lines_adjusted_cents")),
        "2320",
        "AMT02",
        pl.format(
            "what the other payer paid ({}) and all its adjustments ({}) must be the charge of the claim ({})",
            dollars("paid_cents"),
            dollars("all_adjusted_cents"),
            dollars("charge_cents"),
        ),
    ),
    Rule(
        "X12-BAL-COB-NEGATIVE",
        pl.col("paid_cents") < 0,
        "2320",
        "AMT02",
        "what another payer paid is zero or more",
    ),
]

_DECISION_RULES = [
    Rule(
        "X12-BAL-SVD02",
        pl.col("first_of_payer") & (pl.col("charge_cents") != pl.col("decided_cents")),
        "2430",
        "SVD02",
        pl.format(
            "what the other payer paid for the line and its adjustments (CAS) add up to {}; they must be the charge of "
            "the line ({})",
            dollars("decided_cents"),
            dollars("charge_cents"),
        ),
    ),
    Rule(
        "X12-BAL-SVD01",
        ~pl.col("known_payer"),
        "2430",
        "SVD01",
        "no other payer of the claim has this id: SVD01 must be the NM109 of a loop 2330B",
    ),
    Rule(
        "X12-BAL-SVD02-NEGATIVE",
        pl.col("paid_cents") < 0,
        "2430",
        "SVD02",
        "what another payer paid for a line is zero or more",
    ),
]


def _coordination_of_benefits(tables: Tables) -> pl.DataFrame:
    claims, lines, segments = tables
    others = other_payers(claims, segments)
    if others is None:
        return none_found()
    payers, decisions = others
    paid, adjusted = pl.col("paid_cents"), pl.col("adjusted_cents")
    of_payer = decisions.group_by("claim", "payer_id").agg(
        pl.when(paid.is_null().any()).then(None).otherwise(paid.sum()).alias("lines_paid_cents"),
        pl.when(adjusted.is_null().any()).then(None).otherwise(adjusted.sum()).alias("lines_adjusted_cents"),
        pl.len().alias("decided_lines"),
    )
    # Two payers of one claim under one id: whose line payments they are cannot be told.
    alone = pl.len().over("claim", "payer_id") == 1
    known = payers.select("claim", "payer_id").unique().with_columns(known_payer=pl.lit(True))
    payers = (
        payers.with_columns(alone.alias("alone"))
        .join(of_payer, on=["claim", "payer_id"], how="left")
        .join(claims.select("claim", "charge_cents"), on="claim", how="left")
        .filter("alone")
        .with_columns(
            (pl.col("paid_cents") != pl.col("lines_paid_cents") - pl.col("adjusted_cents")).alias("paid_differs"),
            pl.when(pl.col("decided_lines").is_null())
            .then(0)
            .otherwise(pl.col("lines_adjusted_cents"))
            .alias("lines_adjusted_cents"),
        )
        .with_columns((pl.col("adjusted_cents") + pl.col("lines_adjusted_cents")).alias("all_adjusted_cents"))
        .with_columns(pl.coalesce("paid_segment", "segment").alias("segment"))
    )
    same = ("line", "payer_id")
    charges = lines.select(pl.col("segment").alias("line"), "line_number", "charge_cents")
    decided = pl.col("paid_cents") + pl.col("adjusted_cents")
    decisions = (
        decisions.with_columns(
            pl.when(decided.is_null().any()).then(None).otherwise(decided.sum()).over(same).alias("decided_cents"),
            (pl.col("segment") == pl.col("segment").min().over(same)).alias("first_of_payer"),
        )
        .join(charges, on="line", how="left")
        .join(known, on=["claim", "payer_id"], how="left")
        .with_columns(pl.col("known_payer").fill_null(False))
    )
    return together(
        [findings_of(payers, _PAYER_RULES, LEVEL, tables), findings_of(decisions, _DECISION_RULES, LEVEL, tables)]
    )
