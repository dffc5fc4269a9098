"""What the scrub takes in of a file, whatever kind of file it is: some claims, their lines, and what is wrong."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from oxyclaim.bulk.report import REPORT

FOUND = {"claim": pl.Int64, **{name: dtype for name, dtype in REPORT.items() if name != "file"}}
"""Columns of a part's findings: those of a report, with the number of the claim in place of the file."""


@dataclass(frozen=True)
class Part:
    """Some claims of a file. ``claims`` and ``lines``: ``CLAIMS`` and ``LINES`` of ``oxyclaim.x12.reading.schema``."""

    claims: pl.DataFrame
    lines: pl.DataFrame
    findings: pl.DataFrame
    """Of the file as a file (SNIP levels 1 to 5). Columns: ``FOUND``."""
    set_aside: pl.Series
    """Numbers of the claims that cannot be judged."""
    more_claims: int
    """Claims set aside that have no row in ``claims``."""
    more_lines: int
    """Lines of such claims."""
    other_claims: int
    """Of ``more_claims``: those that are no professional claims."""
    segments: int
    """Segments, or rows of a table."""
    size: int
    """Bytes that were read for it."""
    positions: Callable[[pl.Series], pl.Series]
    """Where in the file a line begins, by its ``segment``."""
    loop: str
    segment: str
    """Loop and segment in which a line stands; empty in a table."""

    def readable(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Claims and lines without those that are set aside."""
        if self.set_aside.is_empty():
            return self.claims, self.lines
        kept = ~pl.col("claim").is_in(self.set_aside.implode())
        return self.claims.filter(kept), self.lines.filter(kept)

    def rejected(self) -> pl.Series:
        """Numbers of the claims that are rejected as a whole, each once."""
        return self.findings.filter(pl.col("amount_basis") != "")["claim"]


def rejection() -> list[pl.Expr]:
    """Forecast and money of findings about a file: an error means that the claim is rejected.

    Over rows with ``severity``, ``claim`` and the claim's ``charge_cents``. All of a claim is at risk, once, on its
    first error.
    """
    is_error = pl.col("severity") == "error"
    first = is_error & pl.col("claim").is_not_null() & (is_error.cum_sum().over("claim") == 1)
    return [
        pl.when(is_error).then(pl.lit("rejected")).otherwise(pl.lit("")).alias("forecast"),
        pl.when(first).then(pl.col("charge_cents").fill_null(0)).otherwise(0).alias("amount_at_risk_cents"),
        pl.when(first).then(pl.lit("charge")).otherwise(pl.lit("")).alias("amount_basis"),
        *(pl.lit("").alias(name) for name in ("group_code", "carc", "rarc")),
    ]
