"""Reading an 837P file: a stream of pieces, each with its segments, claims and service lines."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import polars as pl

from oxyclaim.x12.claim_837p.cuts import ENVELOPES, Cut, cuts
from oxyclaim.x12.claim_837p.loops import CODE, NUMBER, placed
from oxyclaim.x12.claim_837p.tables import Heads, claim_frame, line_frame
from oxyclaim.x12.claim_837p.versions import PROFESSIONAL
from oxyclaim.x12.core.columns import Text, Texts
from oxyclaim.x12.core.delimiters import Delimiters, UnreadableFile
from oxyclaim.x12.core.kinds import FILE, Kinds, in_file
from oxyclaim.x12.core.pieces import PIECE
from oxyclaim.x12.core.positions import Places
from oxyclaim.x12.core.schema import SEGMENTS

_IN_LINE = NUMBER["2400"]
_IN_CLAIM = [NUMBER["2300"], NUMBER["2320"], _IN_LINE]


@dataclass(frozen=True)
class Piece:
    """Some whole levels (HL) of a file with all their claims.

    ``segments``: columns ``SEGMENTS`` and ``PLACED``, besides ``opens`` (it opens its loop), ``code`` (index of
    ``IDS``) and ``context`` (it was in an earlier piece and is here again so that what follows has its place).
    Without the transaction sets that are no 837P; ``other_claims`` counts the claims (CLM) in these.
    ``envelopes``: its segments ISA, GS, ST, SE, GE and IEA, without context. A piece may hold several small files
    whole: then its segments have a column ``file``.
    """

    text: Text | Texts
    segments: pl.DataFrame
    envelopes: pl.DataFrame
    other_claims: int
    earlier: dict[int, int]
    """Where the context segments begin in the file, by their numbers."""
    last: bool
    number_before: int | None = None
    """The number (HL01) of the level before the last one of the context, 0 if that was the first, None if unknown."""

    @property
    def width(self) -> int:
        """The columns to try first in the next piece, see ``Text``; 0 where this one says nothing of it.

        An ISA is longer than most segments: what it needs says nothing of the pieces without one.
        """
        return self.text.width if isinstance(self.text, Text) and not self.text.holds_interchange else 0

    @property
    def delimiters(self) -> Delimiters:
        """The delimiters in which it is written."""
        return self.text.delimiters

    @cached_property
    def kinds(self) -> Kinds:
        """Its segments by loop and id."""
        return Kinds(self.segments, NUMBER, CODE)

    @property
    def claim_count(self) -> int:
        """How many claims it has."""
        return len(self.kinds.rows("2300", "CLM"))

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

    @cached_property
    def first_days(self) -> pl.Series:
        """The first date of service of each claim; null where no line has one."""
        first = self.lines.group_by("claim").agg(day=pl.col("service_from").min())
        return self.claims.select("claim").join(first, on="claim", how="left", maintain_order="left")["day"]

    @property
    def places(self) -> Places:
        """Where its segments begin in the file; it holds no frame, so it can be kept for long."""
        return Places(self.text, self.earlier)

    def positions(self, segments: pl.Series) -> pl.Series:
        """The byte positions in the file at which segments, by their numbers, begin."""
        return self.places.positions(segments)


def read(source: Path | bytes, at_once: int = PIECE) -> Iterator[Piece]:
    """The pieces of an 837P file, in order. Raises ``UnreadableFile`` for what is no X12 at all, ``OSError``.

    Claims are numbered through the file from 0, segments too.
    """
    claims, width = 0, 0
    with opened(source) as file:
        for cut, data in cuts(file, at_once):
            piece = piece_of(cut, data, claims, width)
            yield piece
            claims += piece.claim_count
            width = piece.width or width


def opened(source: Path | bytes) -> BinaryIO:
    """A file, or bytes, opened to be read."""
    return BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def piece_of(cut: Cut, data: bytes, claims: int = 0, width: int = 0) -> Piece:
    """A piece by itself: what was before it is told by the cut.

    ``data``: its bytes. ``claims``: the number of its first claim. ``width``: the columns to try first, see ``Text``.
    """
    text = Text(data, cut.delimiters, cut.position, cut.first, width)
    rows = [(each.number, *each.elements) for each in cut.context]
    carried = pl.DataFrame(rows, schema=SEGMENTS, orient="row")
    frame = _placed(text.segments(), carried, claims)
    earlier = {each.number: each.position for each in cut.context}
    return _piece(text, frame, earlier, cut.last, cut.number_before)


def read_together(texts: Sequence[Text]) -> tuple[Piece, frozenset[int]]:
    """Several small files as one piece, and the places of those that hold claims of another kind.

    ``texts`` follow each other in the numbers of their segments. Their component and repetition separators must be the
    same. Each begins with an ISA.
    """
    several = [text.segments().with_columns(pl.lit(n, pl.Int64).alias(FILE)) for n, text in enumerate(texts)]
    frame = _placed(pl.concat(several), several[0].head(0), 0)
    others = frame.filter(~pl.col("professional") & (pl.col("id") == "CLM"))[FILE]
    return _piece(Texts(texts), frame, {}, last=True, number_before=None), frozenset(others)


def _piece(
    text: Text | Texts,
    frame: pl.DataFrame,
    earlier: dict[int, int],
    last: bool,
    number_before: int | None,
) -> Piece:
    envelopes = frame.filter(pl.col("code").is_in([CODE[name] for name in ENVELOPES]) & ~pl.col("context"))
    professional = frame if frame["professional"].all() else frame.filter("professional")
    others = frame.filter(~pl.col("professional") & (pl.col("id") == "CLM") & ~pl.col("context")).height
    return Piece(text, professional, envelopes, others, earlier, last, number_before)


def _placed(own: pl.DataFrame, carried: pl.DataFrame, claims: int) -> pl.DataFrame:
    """The segments with their places; those of transaction sets that are no 837P are marked and have no claims."""
    # In one chunk: what is looked up by row is found several times as quickly.
    frame = pl.concat([carried, own]).rechunk()
    frame = frame.hstack(placed(frame))
    frame = frame.with_columns(professional=_professional(frame), context=pl.int_range(pl.len()) < carried.height)
    code = pl.col("code")
    begins_claim = ((code == CODE["CLM"]) & pl.col("professional")).fill_null(False)
    number = begins_claim.cum_sum().cast(pl.Int64) + (claims - 1)
    # A level or an envelope ends the claim before it; lines behind it, without a CLM of their own, are no claim's.
    ends_claim = code.is_in([CODE[name] for name in ("HL", *ENVELOPES)])
    claim = pl.when(begins_claim).then(number).when(ends_claim).then(-1).forward_fill()
    in_claim = pl.col("area").is_in(_IN_CLAIM) & pl.col("professional") & (claim >= 0)
    return frame.with_columns(
        instance=_instance(in_file(frame)),
        claim=pl.when(in_claim).then(claim),
        line=pl.when(pl.col("area") == _IN_LINE).then(
            pl.when(pl.col("code") == CODE["LX"]).then("segment").forward_fill()
        ),
    )


def _instance(within: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """The segment that opened the loop; a trailer closes the envelope that its header opened."""
    code = pl.col("code")
    begun: pl.Expr = pl.when("opens").then("segment")
    for trailer, header in (("SE", "ST"), ("GE", "GS"), ("IEA", "ISA")):
        headers = within(pl.when(code == CODE[header]).then("segment").forward_fill())
        begun = pl.when((code == CODE[trailer]).fill_null(False)).then(headers).otherwise(begun)
    return begun.forward_fill()


def _professional(frame: pl.DataFrame) -> pl.Series:
    """Whether each segment stands in a transaction set that is an 837P, or in none."""
    code, version = pl.col("code"), pl.col("e08")
    files = [FILE] if FILE in frame.columns else []
    rows = frame.select("code", "e01", "e03", "e08", *files).with_row_index("row")
    marks = rows.filter(code.is_in([CODE[name] for name in ENVELOPES])).with_columns(
        group=in_file(frame)(pl.when(code == CODE["GS"]).then(version.fill_null("")).forward_fill())
    )
    is_other = (
        (pl.col("e01").ne_missing("837"))
        | ~pl.coalesce("e03", "group").is_in(PROFESSIONAL)
        | ~pl.coalesce("group", "e03").is_in(PROFESSIONAL)
    ).fill_null(True)
    marks = marks.with_columns(other=(code == CODE["ST"]) & is_other)
    if not marks["other"].any():
        return pl.repeat(True, frame.height, dtype=pl.Boolean, eager=True)
    # SE still belongs to the transaction set that it ends.
    after = marks.with_columns(row=pl.col("row") + (code == CODE["SE"]))
    begun = pl.Series([None], dtype=pl.Boolean).new_from_index(0, frame.height + 1)
    begun = begun.scatter(after["row"], after["other"])
    return ~begun[: frame.height].fill_null(strategy="forward").fill_null(False)


__all__ = ["ENVELOPES", "Piece", "UnreadableFile", "opened", "piece_of", "read", "read_together"]
