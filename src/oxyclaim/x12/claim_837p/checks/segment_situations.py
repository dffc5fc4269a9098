"""SNIP level 4 by segment: what the guide asks of a segment in a situation that the segment itself shows."""

import polars as pl

from oxyclaim.x12.claim_837p.addresses import POST_OFFICE_BOX
from oxyclaim.x12.claim_837p.checks.code_sets import VERSION_5010_FROM
from oxyclaim.x12.claim_837p.checks.rules import LOOP_ID, Rule, SegmentRules, Tables, findings_of
from oxyclaim.x12.claim_837p.loops import CODE, NUMBER
from oxyclaim.x12.core.checks.findings import none_found, together

LEVEL = 4
MEDICARE = "MB"
_SENT = ["BM", "EL", "EM", "FX", "FT"]
"""PWK02: papers that are sent apart from the claim, so that a number must lead from one to the other."""
_ACCIDENTS = r"(?:^|:)(?:AA|OA)(?::|$)"

_in_us = pl.col("e04").is_null() | (pl.col("e04") == "US")
_loop_is = pl.col("loop").cast(pl.Int64)
_to_medicare = (_loop_is == NUMBER["2000B"]) & (pl.col("e09") == MEDICARE)

_RULES = {
    "N3": [
        Rule(
            "X12-SIT-BILLING-BOX",
            (_loop_is == NUMBER["2010AA"])
            & (
                pl.col("e01").str.contains(POST_OFFICE_BOX)
                | pl.col("e02").str.contains(POST_OFFICE_BOX).fill_null(False)
            ),
            LOOP_ID,
            "N301",
            "the billing provider's address must be a street, not a post office box; a box may be the pay-to address",
            since=VERSION_5010_FROM,
        ),
    ],
    "N4": [
        Rule(
            "X12-SIT-N4-STATE",
            _in_us & pl.col("e02").is_null() & pl.col("e01").is_not_null(),
            LOOP_ID,
            "N402",
            "an address in the United States needs its state",
        ),
        Rule(
            "X12-SIT-N4-ZIP",
            _in_us & pl.col("e03").is_null() & pl.col("e01").is_not_null(),
            LOOP_ID,
            "N403",
            "an address in the United States needs its ZIP code",
        ),
    ],
    "SBR": [
        Rule(
            "X12-SIT-FILING",
            pl.col("e09").is_null(),
            LOOP_ID,
            "SBR09",
            "SBR09 is missing: what kind of payer it is must be said (MB: Medicare Part B)",
        ),
        Rule(
            "X12-SIT-MSP-PRIMARY",
            (_loop_is == NUMBER["2000B"])
            & (pl.col("e01") == "P")
            & (pl.col("e09") == MEDICARE)
            & pl.col("e05").is_not_null(),
            LOOP_ID,
            "SBR05",
            "why Medicare pays second (SBR05) is said, yet Medicare is the primary payer (SBR01 P)",
            since=VERSION_5010_FROM,
        ),
        Rule(
            "X12-SIT-MSP-SECOND",
            (_loop_is == NUMBER["2000B"])
            & pl.col("e01").is_in(["S", "T"])
            & (pl.col("e09") == MEDICARE)
            & pl.col("e05").is_null(),
            LOOP_ID,
            "SBR05",
            "Medicare pays second: why must be said (SBR05)",
            since=VERSION_5010_FROM,
        ),
    ],
    "PWK": [
        Rule(
            "X12-SIT-PWK",
            pl.col("e02").is_in(_SENT) & (pl.col("e05").is_null() | pl.col("e06").is_null()),
            LOOP_ID,
            "PWK06",
            "papers that are sent apart need a control number (PWK05 AC, PWK06), which stands on the papers too",
            since=VERSION_5010_FROM,
        ),
    ],
}
_ELEMENTS = {
    "N3": ("e01", "e02"),
    "N4": ("e01", "e02", "e03", "e04"),
    "SBR": ("e01", "e05", "e09"),
    "PWK": ("e02", "e05", "e06"),
}
_BY_SEGMENT = SegmentRules(_RULES, _ELEMENTS, LEVEL, only={"N3": "2010AA"})

_CONTROL_RULE = Rule(
    "X12-SIT-CONTROL-TWICE",
    pl.col("times") > 1,
    "2400",
    "REF02",
    "two lines of the claim have the same control number (REF 6R); the payer's answer could not be told apart",
    at="REF",
)
_ACCIDENT_RULES = [
    Rule(
        "X12-SIT-ACCIDENT-DATE",
        ~pl.col("dated"),
        "2300",
        "CLM11",
        "an accident is said (CLM11 AA or OA): its date (DTP 439) is required",
    ),
]


def segment_situations(tables: Tables) -> pl.DataFrame:
    """Columns: ``FINDINGS``."""
    claims, lines, segments = tables
    return together(
        [_BY_SEGMENT.findings(tables), _control_numbers(lines, tables), _accidents(claims, segments, tables)]
    )


def _control_numbers(lines: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    numbered = lines.select("claim", "control_number").drop_nulls()
    if numbered.is_unique().all():
        return none_found()
    rows = lines.select("segment", "claim", "line_number", "control_number").drop_nulls("control_number")
    rows = rows.with_columns(times=pl.int_range(pl.len()).over("claim", "control_number") + 1)
    return findings_of(rows, [_CONTROL_RULE], LEVEL, tables)


def _accidents(claims: pl.DataFrame, segments: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    if segments["e11"].null_count() == segments.height:
        return none_found()
    claim = segments.select("segment", "claim", "e11").filter(
        (segments["code"] == CODE["CLM"]) & segments["e11"].is_not_null() & segments["claim"].is_not_null()
    )
    claim = claim.filter(pl.col("e11").str.replace_all("[^A-Z]", ":").str.contains(_ACCIDENTS))
    claim = claim.filter(pl.col("claim").is_in(claims["claim"].implode()))
    if claim.is_empty():
        return none_found()
    of_claim = (segments["code"] == CODE["DTP"]) & (segments["loop"] == NUMBER["2300"]) & (segments["e01"] == "439")
    dated = segments["claim"].filter(of_claim.fill_null(False))
    rows = claim.with_columns(dated=pl.col("claim").is_in(dated.implode()))
    return findings_of(rows, _ACCIDENT_RULES, LEVEL, tables)
