"""Small 837P files, read and checked together: a query costs more than the few rows of one file.

Each comes out as it does alone: the same counts, findings and positions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO

import polars as pl

from oxyclaim.bulk.claim_files import LOOP_OF_LINE, SEGMENT_OF_LINE, no_claims, parts, reported
from oxyclaim.bulk.parts import EMPTY, Part
from oxyclaim.bulk.rejections import Rejections, Taken, standing_of
from oxyclaim.x12.claim_837p.checks.levels import NOTHING_BEYOND, Beyond, checked
from oxyclaim.x12.claim_837p.reader import Piece, UnreadableFile, read_together
from oxyclaim.x12.claim_837p.versions import CLAIM
from oxyclaim.x12.core.checks.envelopes import READ, EnvelopeCheck
from oxyclaim.x12.core.checks.findings import TOLD
from oxyclaim.x12.core.columns import Text
from oxyclaim.x12.core.kinds import FILE
from oxyclaim.x12.core.pieces import raw_pieces

SMALL = 100_000
"""Bytes of a file (some hundred claims) up to which reading it beside others is quicker than alone."""
AT_ONCE = 2_000_000
"""Bytes that are read together."""


@dataclass(frozen=True)
class Outcome:
    """What became of a file: its parts, and why it, or what is behind them, cannot be read."""

    parts: tuple[Part, ...]
    unreadable: UnreadableFile | None = None


def outcomes(files: Sequence[bytes], as_of: date, beyond: Beyond = NOTHING_BEYOND) -> list[Outcome]:
    """What became of each file, in their order. ``beyond``: see ``checked``."""
    found: dict[int, Outcome] = {}
    together: dict[tuple[bytes, bytes], list[tuple[int, Text]]] = {}
    first = 0
    for number, data in enumerate(files):
        text = _text(data, first)
        if text is None:
            found[number] = _alone(data, as_of, beyond)
        else:
            first += text.count
            signs = text.delimiters
            together.setdefault((signs.component, signs.repetition), []).append((number, text))
    for some in together.values():
        found |= _together(some, files, as_of, beyond)
    return [found[number] for number in range(len(files))]


def _text(data: bytes, first: int) -> Text | None:
    """The text of a file that is small and all of one piece; None for another, which is read alone."""
    if len(data) > SMALL:
        return None
    try:
        pieces = list(raw_pieces(BytesIO(data)))
    except UnreadableFile:
        return None
    if len(pieces) != 1:
        return None
    return Text(pieces[0].data, pieces[0].delimiters, pieces[0].position, first)


def _alone(data: bytes, as_of: date, beyond: Beyond) -> Outcome:
    read: list[Part] = []
    try:
        read.extend(parts(data, as_of, beyond=beyond))
    except UnreadableFile as error:
        return Outcome(tuple(read), error)
    return Outcome(tuple(read))


def _together(
    some: Sequence[tuple[int, Text]], files: Sequence[bytes], as_of: date, beyond: Beyond
) -> dict[int, Outcome]:
    piece, with_others = read_together([text for _, text in some])
    found: dict[int, Outcome] = {}
    of_envelopes, kept = [], []
    by_file = piece.envelopes.select(FILE, *READ).partition_by(FILE, as_dict=True, include_key=False)
    for place, (number, text) in enumerate(some):
        check = EnvelopeCheck(CLAIM)
        rows = by_file[(place,)].iter_rows() if (place,) in by_file else iter(())
        told = check.found(rows, text.first + text.count - 1)
        if not check.accepted:
            found[number] = Outcome((EMPTY,), UnreadableFile(no_claims(check.others)))
        elif check.others or place in with_others:
            found[number] = _alone(files[number], as_of, beyond)
        else:
            of_envelopes += told
            kept.append(place)
    if kept:
        own = pl.col(FILE).is_in(kept)
        piece = replace(piece, segments=piece.segments.filter(own), envelopes=piece.envelopes.filter(own))
        envelopes = pl.DataFrame(of_envelopes, schema=TOLD, orient="row")
        made = _parts(piece, envelopes, [some[place][1] for place in kept], as_of, beyond)
        found |= {some[place][0]: Outcome((part,)) for place, part in zip(kept, made, strict=True)}
    return found


def _parts(piece: Piece, envelopes: pl.DataFrame, texts: Sequence[Text], as_of: date, beyond: Beyond) -> list[Part]:
    """The part of each file; ``texts``: those whose segments the piece holds."""
    findings = pl.concat([envelopes, checked(piece, as_of, beyond)])
    begins = pl.Series([text.first for text in texts], dtype=pl.Int64)
    ends = begins + pl.Series([text.count for text in texts], dtype=pl.Int64)
    of_finding = begins.search_sorted(findings["segment"], side="right").cast(pl.Int64) - 1
    taken = Rejections().take(standing_of(piece), reported(piece, findings))
    claims, lines = piece.claims, piece.lines
    first, end = (claims["segment"].search_sorted(each).to_list() for each in (begins, ends))
    numbers = claims["claim"]
    begun = [int(numbers[at]) if at < len(numbers) else 0 for at in first]
    first_line, end_line = (lines["segment"].search_sorted(each).to_list() for each in (begins, ends))
    ordered = taken.findings.with_columns(place=of_finding).sort("place", maintain_order=True)
    places = ordered["place"]
    first_found = places.search_sorted(pl.Series(range(len(texts) + 1), dtype=pl.Int64)).to_list()
    ordered = ordered.drop("place")
    parts = []
    for place, text in enumerate(texts):
        of_claims = claims[first[place] : end[place]]
        rejected, set_aside = _own(taken, begun[place], of_claims.height)
        part_lines = lines[first_line[place] : end_line[place]]
        shift, segment = begun[place], text.first
        back = [pl.col("claim") - shift, pl.col("segment") - segment]
        parts.append(
            replace(
                EMPTY,
                claims=of_claims.with_columns(back),
                lines=part_lines.with_columns(back),
                findings=ordered[first_found[place] : first_found[place + 1]].with_columns(back[0]),
                set_aside=set_aside,
                rejected=rejected,
                segments=text.count,
                size=text.size,
                positions=text.begins,
                loop=LOOP_OF_LINE,
                segment=SEGMENT_OF_LINE,
            )
        )
    return parts


def _own(taken: Taken, first: int, count: int) -> tuple[pl.Series, pl.Series]:
    """The rejected claims and those set aside of one file, by their numbers in it."""
    rejected, aside = (
        each.filter(each.is_between(first, first + count, closed="left")) - first
        for each in (taken.rejected, taken.set_aside)
    )
    return rejected, aside
