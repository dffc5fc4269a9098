"""Reading an 837P file: a stream of pieces, each with its segments, claims and service lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path

import polars as pl

from oxyclaim.x12.reading.columns import Text
from oxyclaim.x12.reading.delimiters import Delimiters, UnreadableFile
from oxyclaim.x12.reading.kinds import Kinds
from oxyclaim.x12.reading.loops import LOOPS, NUMBER, placed
from oxyclaim.x12.reading.pieces import PIECE, raw_pieces
from oxyclaim.x12.reading.schema import SEGMENTS
from oxyclaim.x12.reading.tables import Heads, claim_frame, line_frame

_IN_CLAIM = NUMBER["2300"]
_FIRST_OF_LINE = NUMBER["2400"]


@dataclass(frozen=True)
class Piece:
    """Some whole levels (HL) of a file with all their claims.

    ``segments``: columns ``SEGMENTS`` and ``PLACED``, besides ``opens`` (it opens its loop), ``code`` (index of
    ``IDS``) and ``context`` (it was in an earlier piece and is here again so that what follows has its place).
    """

    text: Text
    segments: pl.DataFrame
    earlier: dict[int, tuple[Text, int]]
    """Where the context segments were read: the text and their number in it."""
    last: bool

    @property
    def delimiters(self) -> Delimiters:
        """The delimiters in which it is written."""
        return self.text.delimiters

    @cached_property
    def kinds(self) -> Kinds:
        """Its segments by loop and id."""
        return Kinds(self.segments)

    @cached_property
    def heads(self) -> Heads:
        """The levels above each of its claims."""
        return Heads(self.kinds)

    @cached_property
    def claims(self) -> pl.DataFrame:
        """Columns: ``CLAIMS``."""
        return claim_frame(self.kinds, self.heads, self.delimiters.component.decode())

    @cached_property
    def lines(self) -> pl.DataFrame:
        """Columns: ``LINES``."""
        return line_frame(self.kinds, self.delimiters.component.decode())

    def positions(self, segments: pl.Series) -> pl.Series:
        """The byte positions in the file at which segments, by their numbers, begin."""
        wanted = [self.place(number) for number in segments.unique().drop_nulls()]
        found: dict[int, int] = {}
        for text in {id(text): text for text, _ in wanted}.values():
            numbers = [number for each, number in wanted if each is text]
            found |= dict(zip((text.first + n for n in numbers), text.begins(numbers), strict=True))
        return segments.replace_strict(found, default=None, return_dtype=pl.Int64)

    def place(self, segment: int) -> tuple[Text, int]:
        """The text in which a segment was read, and its number in it."""
        return self.earlier.get(segment) or (self.text, segment - self.text.first)


def read(source: Path | bytes, at_once: int = PIECE) -> Iterator[Piece]:
    """The pieces of an 837P file, in order. Raises ``UnreadableFile`` for what is no X12 at all, ``OSError``.

    Claims are numbered through the file from 0, segments too.
    """
    with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        carried = pl.DataFrame(schema=SEGMENTS)
        earlier: dict[int, tuple[Text, int]] = {}
        segments, claims = 0, 0
        for raw in raw_pieces(file, at_once):
            text = Text(raw.data, raw.delimiters, raw.position, segments)
            own = text.segments()
            piece = Piece(text, _placed(own, carried, claims), earlier, raw.last)
            yield piece
            segments += own.height
            claims = int(piece.segments["claim_count"][-1]) if piece.segments.height else claims
            carried = _context(piece.segments)
            earlier = {number: piece.place(number) for number in carried["segment"]}


def _placed(own: pl.DataFrame, carried: pl.DataFrame, claims: int) -> pl.DataFrame:
    frame = pl.concat([carried, own]) if carried.height else own
    places = placed(frame)
    in_claim = pl.col("loop").is_between(_IN_CLAIM, len(LOOPS) - 2)
    opener = pl.col("opens")
    return (
        frame.hstack(places)
        .with_columns(
            context=pl.int_range(pl.len()) < carried.height,
            instance=pl.when(opener).then("segment").forward_fill(),
            claim_count=((pl.col("id") == "CLM") & opener).fill_null(False).cum_sum().cast(pl.Int64) + claims,
            line=pl.when((pl.col("id") == "LX") & opener).then("segment").forward_fill(),
        )
        .with_columns(
            claim=pl.when(in_claim & (pl.col("claim_count") > claims)).then(pl.col("claim_count") - 1),
            line=pl.when(pl.col("loop").is_between(_FIRST_OF_LINE, len(LOOPS) - 2)).then("line"),
        )
    )


def _context(segments: pl.DataFrame) -> pl.DataFrame:
    """What a following piece needs to be placed: the open envelopes, header and levels, without any claim."""
    ids, loops = segments["id"], segments["loop"]
    found: list[pl.DataFrame] = []
    last = {name: _last(ids == name) for name in ("ISA", "IEA", "GS", "GE", "ST", "SE")}
    for begin, end in (("ISA", "IEA"), ("GS", "GE")):
        if last[begin] > last[end]:
            found.append(segments[last[begin] : last[begin] + 1])
    if last["ST"] > max(last["SE"], last["GS"]):
        after = last["ST"]
        for loop in ("HEADER", "2000A", "2000B", "2000C"):
            start = after if loop == "HEADER" else _last((ids == "HL") & (loops == NUMBER[loop]))
            if start < after:
                break
            ends = ((ids[start + 1 :] == "HL") | (ids[start + 1 :] == "CLM")).fill_null(False).arg_true()
            stop = start + 1 + int(ends[0]) if len(ends) else segments.height
            found.append(segments[start:stop])
            after = start
    return pl.concat(found).select(list(SEGMENTS)) if found else pl.DataFrame(schema=SEGMENTS)


def _last(mask: pl.Series) -> int:
    found = mask.fill_null(False).arg_true()
    return int(found[-1]) if len(found) else -1


__all__ = ["Piece", "UnreadableFile", "read"]
