"""Making rows of findings."""

import polars as pl

from oxyclaim.x12.core.checks.findings import FINDINGS
from oxyclaim.x12.core.guide import SegmentDef

_ENVELOPES = frozenset({"ISA", "GS", "ST"})


def loop_shown(segment: SegmentDef) -> str:
    """The loop of a segment as findings name it: empty in the envelopes."""
    return "" if segment.loop in _ENVELOPES else segment.loop


def report(rows: pl.DataFrame) -> pl.DataFrame:
    """Findings from rows that have segment, level, severity, loop, element and message; the rest follows."""
    return rows.select(
        pl.lit("X12-").add(pl.col("element")).alias(name)
        if name == "rule" and name not in rows.columns
        else (pl.col(name) if name in rows.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in FINDINGS.items()
    )
