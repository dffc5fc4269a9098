"""An 837P file as the scrub takes it: checked pieces, in order, read and checked ahead on other threads."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from oxyclaim.bulk.parts import EMPTY, Part
from oxyclaim.bulk.rejections import Rejections, Taken
from oxyclaim.x12.claim_837p.checks.levels import NOTHING_BEYOND, Beyond, checked
from oxyclaim.x12.claim_837p.loops import IDS
from oxyclaim.x12.claim_837p.reader import Piece, UnreadableFile, read
from oxyclaim.x12.claim_837p.versions import CLAIM
from oxyclaim.x12.core.ahead import ahead
from oxyclaim.x12.core.checks.envelopes import EnvelopeCheck
from oxyclaim.x12.core.checks.findings import TOLD
from oxyclaim.x12.core.kinds import index_of
from oxyclaim.x12.core.pieces import PIECE
from oxyclaim.x12.core.segment_ids import OF_OTHERS
from oxyclaim.x12.core.transaction_sets import in_words

LOOP_OF_LINE, SEGMENT_OF_LINE = "2400", "LX"


def parts(
    source: Path | bytes,
    as_of: date,
    at_once: int = PIECE,
    told_already: Callable[[pl.Series], int] = lambda claims: 0,
    beyond: Beyond = NOTHING_BEYOND,
) -> Iterator[Part]:
    """The parts of an 837P file. Raises ``UnreadableFile`` where it is none, also behind its last part; ``OSError``.

    ``told_already``: see ``Rejections``. ``beyond``: see ``checked``.
    """
    rejections = Rejections(told_already)

    def check(found: tuple[Piece, pl.DataFrame, bool]) -> tuple[Piece, pl.DataFrame, bool]:
        piece, envelopes, accepted = found
        return piece, reported(piece, pl.concat([envelopes, checked(piece, as_of, beyond)])), accepted

    # Until a professional claim's transaction set has come, the file may turn out to hold none: then nothing is told.
    waiting: list[Part] = []
    try:
        pieces = _with_envelopes(source, at_once)
        # Of one piece nothing can be read ahead, and threads cost more than a small file.
        for piece, findings, accepted in map(check, pieces) if _size(source) <= at_once else ahead(check, pieces):
            waiting.append(_part(piece, rejections.take(piece, findings)))
            if accepted:
                yield from waiting
                waiting = []
            elif not piece.claim_count:
                # It has no line whose place could be asked for: let go of its text.
                waiting[-1] = replace(waiting[-1], positions=EMPTY.positions)
    except UnreadableFile:
        if not waiting:
            yield replace(EMPTY, findings=rejections.left())
        raise


def _size(source: Path | bytes) -> int:
    return len(source) if isinstance(source, bytes) else source.stat().st_size


def _with_envelopes(source: Path | bytes, at_once: int) -> Iterator[tuple[Piece, pl.DataFrame, bool]]:
    """The pieces, each with what is wrong with the envelopes up to it, which must be followed in order.

    And whether a transaction set of professional claims has come.
    """
    envelopes = EnvelopeCheck(CLAIM)
    for piece in read(source, at_once):
        end = piece.text.first + piece.text.count - 1 if piece.last else None
        found = envelopes.check(piece.envelopes, end)
        if piece.last and not envelopes.accepted:
            raise UnreadableFile(no_claims(envelopes.others))
        yield piece, found, envelopes.accepted > 0


def no_claims(others: Iterable[str]) -> str:
    """Why a file without professional claims is refused; ``others``: the kinds of its transaction sets."""
    kinds = " and ".join(dict.fromkeys(map(in_words, others)))
    if not kinds:
        return "it holds no claims: no transaction set (ST) begins in it"
    return f"it holds {kinds}; professional claims (837P, version 005010X222) are read here, so nothing of it was"


def _part(piece: Piece, taken: Taken) -> Part:
    return Part(
        claims=piece.claims,
        lines=piece.lines,
        findings=taken.findings,
        set_aside=taken.set_aside,
        more_claims=piece.other_claims,
        more_lines=0,
        other_claims=piece.other_claims,
        segments=piece.text.count,
        size=piece.text.size,
        positions=piece.places.positions,
        loop=LOOP_OF_LINE,
        segment=SEGMENT_OF_LINE,
        rejected=taken.rejected,
        late=taken.late,
    )


def reported(piece: Piece, findings: pl.DataFrame) -> pl.DataFrame:
    """Findings with the claim's id, the segment's id and its byte position, and what they reject. In order of file."""
    if findings.is_empty():
        return _NONE_REPORTED
    segment, claim = findings["segment"], findings["claim"]
    ids = (_beside(segment, frame["segment"], frame["id"]) for frame in (piece.segments, piece.envelopes))
    # An empty segment has no id after which anything could be named.
    place, message = pl.col("element").fill_null(""), pl.col("message")
    return findings.with_columns(
        byte_position=piece.positions(segment),
        segment=_known_ids(next(ids).fill_null(next(ids))),
        rule=pl.col("rule").fill_null("X12-EMPTY"),
        claim_id=_beside(claim, piece.claims["claim"], piece.claims["claim_id"]),
        message=pl.when(message.str.starts_with(place)).then(message).otherwise(pl.format("{}: {}", place, message)),
    )


_NONE_REPORTED = pl.DataFrame(
    schema={**TOLD, "segment": pl.String, "byte_position": pl.Int64, "claim_id": pl.String},
)


def _known_ids(ids: pl.Series) -> pl.Series:
    """Ids of segments, empty where the guide has none such: it may be a piece of a broken segment, such as a name."""
    return ids.set(~ids.is_in([*IDS, *OF_OTHERS]).fill_null(False), "").fill_null("")


def _beside(keys: pl.Series, among: pl.Series, values: pl.Series) -> pl.Series:
    """For each key the value beside the same one of ``among``, or null."""
    return values.gather(index_of(keys, among))
