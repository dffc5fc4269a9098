"""What the scrub takes in of a file, whatever kind of file it is: some claims, their lines, and what is wrong."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl

from oxyclaim.bulk.found import FOUND
from oxyclaim.bulk.rejections import Standing, Taken
from oxyclaim.x12.claim_837p.schema import CLAIMS, LINES


@dataclass(frozen=True)
class Part:
    """Some claims of a file. ``claims`` and ``lines``: ``CLAIMS`` and ``LINES`` of ``x12.claim_837p.schema``."""

    claims: pl.DataFrame
    lines: pl.DataFrame
    findings: pl.DataFrame
    """Of the file as a file (SNIP levels 1 to 5). Columns: ``FOUND``; with ``standing`` as they are before it is known
    what they reject."""
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
    standing: Standing | None = None
    """Of a piece of a file that was read by itself: what it rejects, the pieces before it may decide."""

    @property
    def claim_count(self) -> int:
        """Claims that have a row in ``claims``."""
        return self.claims.height

    def numbered(self, first: int) -> "Part":
        """The same, read by itself, with claims that are numbered from another number than 0 on."""
        own = pl.col("claim") + first
        return replace(
            self,
            claims=self.claims.with_columns(own),
            lines=self.lines.with_columns(own),
            findings=self.findings.with_columns(own),
            set_aside=self.set_aside + first,
            standing=self.standing and self.standing.numbered(first),
        )

    def after(self, taken: Taken) -> "Part":
        """The same when it is known what its findings reject."""
        return replace(
            self, findings=taken.findings, set_aside=taken.set_aside, rejected=taken.rejected, late=taken.late,
            standing=None,
        )  # fmt: skip

    def readable(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Claims and lines without those that are set aside."""
        if self.set_aside.is_empty():
            return self.claims, self.lines
        kept = ~pl.col("claim").is_in(self.set_aside.implode())
        return self.claims.filter(kept), self.lines.filter(kept)


def as_they_are(segments: pl.Series) -> pl.Series:
    """Positions of a table: its rows."""
    return segments.alias("")


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
    positions=as_they_are,
    loop="",
    segment="",
    rejected=pl.Series(dtype=pl.Int64),
    late=pl.Series(dtype=pl.Int64),
)
"""A part with nothing in it."""

__all__ = ["EMPTY", "FOUND", "Part", "as_they_are"]
