"""An 837P file as the scrub takes it: checked pieces, in order, read and checked ahead on other threads."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import polars as pl

from oxyclaim.bulk.parts import FOUND, Part, rejection
from oxyclaim.x12.checks.envelopes import EnvelopeCheck
from oxyclaim.x12.checks.levels import Checked, checked
from oxyclaim.x12.reading.ahead import ahead
from oxyclaim.x12.reading.kinds import index_of
from oxyclaim.x12.reading.pieces import PIECE
from oxyclaim.x12.reading.reader import Piece, UnreadableFile, read

LOOP_OF_LINE, SEGMENT_OF_LINE = "2400", "LX"


def parts(source: Path | bytes, as_of: date, at_once: int = PIECE) -> Iterator[Part]:
    """The parts of an 837P file. Raises ``UnreadableFile`` where it is none, also behind its last part; ``OSError``."""
    return ahead(lambda found: _part(*found, as_of), _with_envelopes(source, at_once))


def _with_envelopes(source: Path | bytes, at_once: int) -> Iterator[tuple[Piece, pl.DataFrame]]:
    """The pieces, each with what is wrong with the envelopes up to it, which must be followed in order."""
    envelopes = EnvelopeCheck()
    for piece in read(source, at_once):
        end = piece.text.first + piece.text.count - 1 if piece.last else None
        found = envelopes.check(piece.envelopes, end)
        if piece.last and not envelopes.accepted:
            raise UnreadableFile(_no_claims(envelopes.others))
        yield piece, found


def _no_claims(others: Iterable[str]) -> str:
    kinds = " and ".join(others)
    return (
        f"it holds no professional claims (837P); its transaction sets are {kinds}"
        if kinds
        else "it holds no transaction set (ST)"
    )


def _part(piece: Piece, envelopes: pl.DataFrame, as_of: date) -> Part:
    result = checked(piece, as_of)
    return Part(
        claims=piece.claims,
        lines=piece.lines,
        findings=_reported(piece, envelopes, result),
        set_aside=result.set_aside,
        more_claims=piece.other_claims,
        more_lines=0,
        other_claims=piece.other_claims,
        segments=piece.text.count,
        size=len(piece.text.data),
        positions=piece.places.positions,
        loop=LOOP_OF_LINE,
        segment=SEGMENT_OF_LINE,
    )


def _reported(piece: Piece, envelopes: pl.DataFrame, result: Checked) -> pl.DataFrame:
    """Findings with the claim's id, the segment's id and its byte position, and the money at risk."""
    findings = pl.concat([envelopes, result.findings])
    if findings.is_empty():
        return pl.DataFrame(schema=FOUND)
    segment, claim = findings["segment"], findings["claim"]
    ids = (_beside(segment, frame["segment"], frame["id"]) for frame in (piece.segments, piece.envelopes))
    # An empty segment has no id after which anything could be named.
    place, message = pl.col("element").fill_null(""), pl.col("message")
    return (
        findings.with_columns(
            byte_position=piece.positions(segment),
            segment=next(ids).fill_null(next(ids)).fill_null(""),
            rule=pl.col("rule").fill_null("X12-EMPTY"),
            claim_id=_beside(claim, piece.claims["claim"], piece.claims["claim_id"]),
            charge_cents=_beside(claim, piece.claims["claim"], piece.claims["charge_cents"]),
            message=pl.when(message.str.starts_with(place))
            .then(message)
            .otherwise(pl.format("{}: {}", place, message)),
        )
        .with_columns(*rejection())
        .select(pl.col(name).cast(dtype) for name, dtype in FOUND.items())
    )


def _beside(keys: pl.Series, among: pl.Series, values: pl.Series) -> pl.Series:
    """For each key the value beside the same one of ``among``, or null."""
    return values.gather(index_of(keys, among))
