"""An 837P file as the scrub takes it: checked pieces, in order, read and checked ahead on other threads."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from oxyclaim.bulk.in_order import InOrder
from oxyclaim.bulk.parts import EMPTY, Part, as_they_are
from oxyclaim.bulk.rejections import set_aside_by, standing_of
from oxyclaim.x12.claim_837p.checks.levels import NOTHING_BEYOND, Beyond, checked
from oxyclaim.x12.claim_837p.cuts import Cut, cuts
from oxyclaim.x12.claim_837p.loops import IDS
from oxyclaim.x12.claim_837p.reader import Piece, UnreadableFile, opened, piece_of
from oxyclaim.x12.claim_837p.versions import CLAIM
from oxyclaim.x12.core.ahead import ahead
from oxyclaim.x12.core.checks.envelopes import READ, EnvelopeCheck
from oxyclaim.x12.core.checks.findings import TOLD
from oxyclaim.x12.core.kinds import index_of
from oxyclaim.x12.core.pieces import PIECE
from oxyclaim.x12.core.segment_ids import OF_OTHERS
from oxyclaim.x12.core.transaction_sets import in_words

LOOP_OF_LINE, SEGMENT_OF_LINE = "2400", "LX"


@dataclass(frozen=True)
class Stretch:
    """A piece of an 837P file that can be read and checked by itself.

    ``envelopes``: what is wrong with the envelopes up to its end, which must be followed in order (rows of ``TOLD``).
    ``accepted``: a transaction set of professional claims has come.
    """

    cut: Cut
    envelopes: tuple[dict[str, Any], ...]
    accepted: bool


def stretches(source: Path | bytes, at_once: int = PIECE) -> Iterator[tuple[Stretch, bytes]]:
    """The pieces of an 837P file, in order, each with its bytes; only their envelopes and levels have been looked at.

    Raises ``UnreadableFile`` where it is none, also behind its last piece; ``OSError``.
    """
    check = EnvelopeCheck(CLAIM)
    with opened(source) as file:
        for cut, data in cuts(file, at_once):
            rows = [(each.number, each.id, *(each.element(n) for n in _LOOKED_AT)) for each in cut.envelopes]
            found = tuple(check.found(rows, cut.first + cut.count - 1 if cut.last else None))
            if cut.last and not check.accepted:
                raise UnreadableFile(no_claims(check.others))
            yield Stretch(cut, found, check.accepted > 0), data


_LOOKED_AT = [int(name[1:]) for name in READ if name[1:].isdigit()]


def read_by_itself(
    stretch: Stretch, data: bytes, as_of: date, beyond: Beyond = NOTHING_BEYOND, width: int = 0
) -> tuple[Part, int]:
    """A piece read and checked, its claims numbered from 0; and the columns that its text needed, see ``piece_of``.

    What its findings reject is still to be told, see ``Rejections``.
    """
    piece = piece_of(stretch.cut, data, 0, width)
    envelopes = pl.DataFrame(stretch.envelopes, schema=TOLD, orient="row")
    findings = reported(piece, pl.concat([envelopes, checked(piece, as_of, beyond)]))
    standing = standing_of(piece)
    part = Part(
        claims=piece.claims,
        lines=piece.lines,
        findings=findings,
        set_aside=set_aside_by(findings, standing.claims),
        more_claims=piece.other_claims,
        more_lines=0,
        other_claims=piece.other_claims,
        segments=piece.text.count,
        size=piece.text.size,
        # A piece without claims has no line whose place could be asked for: let go of its text.
        positions=piece.places.positions if piece.claims.height else as_they_are,
        loop=LOOP_OF_LINE,
        segment=SEGMENT_OF_LINE,
        rejected=pl.Series(dtype=pl.Int64),
        late=pl.Series(dtype=pl.Int64),
        standing=standing,
    )
    return part, piece.width or width


def parts(
    source: Path | bytes,
    as_of: date,
    at_once: int = PIECE,
    told_already: Callable[[pl.Series], int] = lambda claims: 0,
    beyond: Beyond = NOTHING_BEYOND,
) -> Iterator[Part]:
    """The parts of an 837P file, with what their findings reject, their claims numbered through the file.

    Raises ``UnreadableFile`` where it is none, also behind its last part; ``OSError``. ``told_already``: see
    ``Rejections``. ``beyond``: see ``checked``.
    """
    in_order = InOrder[Part](told_already)

    def read(found: tuple[Stretch, bytes]) -> tuple[Part, bool]:
        return read_by_itself(*found, as_of, beyond)[0], found[0].accepted

    try:
        coming = stretches(source, at_once)
        # Of one piece nothing can be read ahead, and threads cost more than a small file.
        for part, accepted in map(read, coming) if _size(source) <= at_once else ahead(read, coming):
            yield from in_order.take(part, accepted)
    except UnreadableFile:
        yield from in_order.left(EMPTY)
        raise


def _size(source: Path | bytes) -> int:
    return len(source) if isinstance(source, bytes) else source.stat().st_size


def no_claims(others: Iterable[str]) -> str:
    """Why a file without professional claims is refused; ``others``: the kinds of its transaction sets."""
    kinds = " and ".join(dict.fromkeys(map(in_words, others)))
    if not kinds:
        return "it holds no claims: no transaction set (ST) begins in it"
    return f"it holds {kinds}; professional claims (837P, version 005010X222) are read here, so nothing of it was"


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
