"""What the scrub takes in of a file, whatever kind of file it is: some claims, their lines, and what is wrong."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from oxyclaim.bulk.report import REPORT
from oxyclaim.x12.claim_837p.schema import CLAIMS, LINES

FOUND = {"claim": pl.Int64, **{name: dtype for name, dtype in REPORT.items() if name != "file"}}
"""Columns of a part's findings: those of a report, with the number of the claim in place of the file."""


@dataclass(frozen=True)
class Part:
    """Some claims of a file. ``claims`` and ``lines``: ``CLAIMS`` and ``LINES`` of ``x12.claim_837p.schema``."""

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
    rejected: pl.Series
    """Numbers of the claims that are rejected as a whole, each once."""
    late: pl.Series
    """Numbers of claims of earlier parts that are rejected for something in this one."""

    def readable(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Claims and lines without those that are set aside."""
        if self.set_aside.is_empty():
            return self.claims, self.lines
        kept = ~pl.col("claim").is_in(self.set_aside.implode())
        return self.claims.filter(kept), self.lines.filter(kept)


EMPTY = Part(
    claims=pl.DataFrame(schema=CLAIMS),
    lines=pl.DataFrame(schema=LINES),
    findings=pl.DataFrame(schema=FOUND),
    set_aside=pl.Series(dtype=pl.Int64),
    more_claims=0,
    more_lines=0,
    other_claims=0,
    segments=0,
    size=0,
    positions=lambda segments: segments,
    loop="",
    segment="",
    rejected=pl.Series(dtype=pl.Int64),
    late=pl.Series(dtype=pl.Int64),
)
"""A part with nothing in it."""
