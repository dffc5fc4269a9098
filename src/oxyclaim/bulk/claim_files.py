"""An 837P file as the scrub takes it: checked pieces, in order, read ahead on another thread."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from oxyclaim.bulk.report import REPORT
from oxyclaim.x12.checks.envelopes import EnvelopeCheck
from oxyclaim.x12.checks.findings import ERROR
from oxyclaim.x12.checks.levels import Checked, checked
from oxyclaim.x12.reading.pieces import PIECE
from oxyclaim.x12.reading.reader import Piece, UnreadableFile, read

AHEAD = 2
"""Pieces that are read and checked while another is judged."""


@dataclass(frozen=True)
class Part:
    """Some claims of a file. ``findings``: columns ``REPORT`` and ``claim``, without the file."""

    claims: pl.DataFrame
    lines: pl.DataFrame
    set_aside: pl.Series
    findings: pl.DataFrame
    other_claims: int
    segments: int
    size: int
    """Bytes read for it."""
    positions: Callable[[pl.Series], pl.Series]
    """Where in the file segments (of a table: rows) begin, by their numbers."""
    loop: str = "2400"
    segment: str = "LX"
    """Where a line stands in the file."""


def parts(source: Path | bytes, as_of: date, at_once: int = PIECE) -> Iterator[Part]:
    """The parts of an 837P file. Raises ``UnreadableFile`` where it is none, also behind its last part; ``OSError``."""
    envelopes = EnvelopeCheck()
    with ThreadPoolExecutor(AHEAD) as threads:
        waiting: deque[Future[Part]] = deque()
        for piece in read(source, at_once):
            end = piece.text.first + piece.text.count - 1 if piece.last else None
            found = envelopes.check(piece.envelopes, end)
            waiting.append(threads.submit(_part, piece, found, as_of))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        if not envelopes.accepted:
            kinds = " and ".join(envelopes.others)
            raise UnreadableFile(
                f"it holds no professional claims (837P); its transaction sets are {kinds}"
                if kinds
                else "it holds no transaction set (ST)"
            )
        while waiting:
            yield waiting.popleft().result()


def _part(piece: Piece, envelopes: pl.DataFrame, as_of: date) -> Part:
    result = checked(piece, as_of)
    return Part(
        claims=piece.claims,
        lines=piece.lines,
        set_aside=result.set_aside,
        findings=_reported(piece, envelopes, result),
        other_claims=piece.other_claims,
        segments=piece.text.count,
        size=len(piece.text.data),
        positions=piece.positions,
    )


def _reported(piece: Piece, envelopes: pl.DataFrame, result: Checked) -> pl.DataFrame:
    """Findings with the claim's id, the segment's id and its byte position, and the amount at risk.

    An error means that the claim is rejected: all of it is at risk, once, on its first error.
    """
    findings = pl.concat([envelopes, result.findings])
    schema = {"claim": pl.Int64, **{name: dtype for name, dtype in REPORT.items() if name != "file"}}
    if findings.is_empty():
        return pl.DataFrame(schema=schema)
    ids = pl.concat([piece.segments.select("segment", "id"), piece.envelopes.select("segment", "id")]).unique("segment")
    claims = piece.claims.select("claim", "claim_id", "charge_cents")
    is_error = pl.col("severity") == ERROR
    first = is_error & pl.col("claim").is_not_null() & (is_error.cum_sum().over("claim") == 1)
    return (
        findings.join(ids, on="segment", how="left", maintain_order="left")
        .join(claims, on="claim", how="left", maintain_order="left")
        .with_columns(
            byte_position=piece.positions(findings["segment"]),
            segment=pl.col("id"),
            message=pl.when(pl.col("element").str.len_chars() > pl.col("id").str.len_chars())
            .then(pl.format("{}: {}", "element", "message"))
            .otherwise("message"),
            forecast=pl.when(is_error).then(pl.lit("rejected")).otherwise(pl.lit("")),
            amount_at_risk_cents=pl.when(first).then(pl.col("charge_cents").fill_null(0)).otherwise(0),
            amount_basis=pl.when(first).then(pl.lit("charge")).otherwise(pl.lit("")),
            group_code=pl.lit(""),
            carc=pl.lit(""),
            rarc=pl.lit(""),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in schema.items())
    )
