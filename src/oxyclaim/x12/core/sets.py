"""The segments of a file with the envelopes and the transaction set in which each stands, piece by piece.

For files that hold sets of several kinds, as what payers send back does. A set is never divided where it has no inner
part that a piece may be cut before.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from oxyclaim.x12.core.columns import Text
from oxyclaim.x12.core.delimiters import Delimiters
from oxyclaim.x12.core.pieces import PIECE, raw_pieces
from oxyclaim.x12.core.schema import SEGMENTS, columns

INNER = (b"HL", b"CLP", b"AK2", b"ST", b"ISA")
"""What a piece may be cut before: a level, an answered claim, an acknowledged set, a set, an interchange."""

PLACED = columns({**SEGMENTS, "interchange": pl.Int64, "group": pl.Int64, "set": pl.Int64, "kind": pl.String})
"""``interchange``, ``group``, ``set``: the number in the file, from 0, of what it stands in, null if in none.
``kind``: the transaction set (ST01), null outside of one."""

ENVELOPES = columns({
    "interchange": pl.Int64, "group": pl.Int64, "set": pl.Int64, "kind": pl.String, "version": pl.String,
    "segment": pl.Int64, "sender": pl.String, "receiver": pl.String, "interchange_control": pl.String,
    "interchange_date": pl.String, "test": pl.Boolean, "group_control": pl.String, "set_control": pl.String,
})  # fmt: skip
"""One row a transaction set, by what its headers say."""

TRAILERS = columns({
    "set": pl.Int64, "said_segments": pl.Int64, "said_control": pl.String, "last_segment": pl.Int64,
})  # fmt: skip
"""One row a transaction set that ended: what its SE says, and the number of that segment."""


@dataclass(frozen=True)
class SetsPiece:
    """Some whole segments. ``segments``: columns ``PLACED``; ``begun``: columns ``ENVELOPES``, the sets that begin in
    it; ``ended``: columns ``TRAILERS``."""

    text: Text
    segments: pl.DataFrame
    begun: pl.DataFrame
    ended: pl.DataFrame

    @property
    def delimiters(self) -> Delimiters:
        """The delimiters in which it is written."""
        return self.text.delimiters

    def of_kind(self, kind: str) -> pl.DataFrame:
        """The segments of the transaction sets of one kind."""
        return self.segments.filter(pl.col("kind") == kind)


@dataclass(frozen=True)
class _Open:
    """What is open where a piece ends: its number, None for nothing; and how many of each there have been."""

    interchange: int | None = None
    group: int | None = None
    set: int | None = None
    kind: str | None = None
    counts: tuple[int, ...] = (0, 0, 0)
    heads: tuple[tuple[Any, ...], tuple[Any, ...]] = ((), ())
    """The elements of the last ISA and of the last GS."""


def read_sets(source: Path | bytes, at_once: int = PIECE) -> Iterator[SetsPiece]:
    """The pieces of a file. Raises ``UnreadableFile`` for what is no X12 at all, ``OSError``."""
    with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        count, width, state = 0, 0, _Open()
        for raw in raw_pieces(file, at_once, INNER):
            text = Text(raw.data, raw.delimiters, raw.position, count, width)
            own = text.segments()
            width = width if text.holds_interchange else text.width
            piece, state = _piece(text, own, state)
            yield piece
            count += own.height


def _piece(text: Text, own: pl.DataFrame, state: _Open) -> tuple[SetsPiece, _Open]:
    frame = own.with_columns(
        interchange=_number(("ISA",), ("IEA",), state.interchange, state.counts[0]),
        group=_number(("GS",), ("GE", "ISA", "IEA"), state.group, state.counts[1]),
        set=_number(("ST",), ("SE", "GS", "GE", "ISA", "IEA"), state.set, state.counts[2]),
    )
    named = (
        pl.when(pl.col("id") == "ST")
        .then(pl.coalesce("e01", pl.lit("")))
        .forward_fill()
        .fill_null(pl.lit(state.kind, pl.String))
    )
    frame = frame.with_columns(kind=pl.when(pl.col("set").is_not_null()).then(named))
    begun, heads = _begun(frame, state)
    return SetsPiece(text, frame, begun, _ended(frame)), _after(frame, state, heads)


def _number(begin: tuple[str, ...], end: tuple[str, ...], now: int | None, before: int) -> pl.Expr:
    """The number of what each segment stands in. What ends it still belongs to it, unless something else begins."""
    begins, trailer = pl.col("id").is_in(begin), pl.col("id") == end[0]
    ends = pl.col("id").is_in(end) & ~trailer
    number = begins.cum_sum().cast(pl.Int64) + (before - 1)
    behind_trailer = trailer.shift(1, fill_value=False)
    marked = pl.when(begins).then(number).when(ends | behind_trailer).then(-1).forward_fill()
    filled = marked.fill_null(-1 if now is None else now)
    return pl.when(filled >= 0).then(filled)


def _begun(frame: pl.DataFrame, state: _Open) -> tuple[pl.DataFrame, tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """The sets that begin, with what the headers above them say."""
    rows, (isa, gs) = [], state.heads
    for row in frame.filter(pl.col("id").is_in(["ISA", "GS", "ST"])).iter_rows():
        elements = row[2 : 2 + 24]
        if row[1] == "ISA":
            isa, gs = elements, ()
        elif row[1] == "GS":
            gs = elements
        else:
            rows.append((
                row[-4], row[-3], row[-2], elements[0] or "", elements[2] or _at(gs, 7), row[0],
                _at(gs, 1) or _stripped(isa, 5), _at(gs, 2) or _stripped(isa, 7), _stripped(isa, 12),
                _stripped(isa, 8), _stripped(isa, 14) == "T" if isa else None, _at(gs, 5), elements[1],
            ))  # fmt: skip
    return pl.DataFrame(rows, schema=ENVELOPES, orient="row"), (isa, gs)


def _at(elements: tuple[Any, ...], place: int) -> str | None:
    return elements[place] if len(elements) > place else None


def _stripped(elements: tuple[Any, ...], place: int) -> str | None:
    found = _at(elements, place)
    return None if found is None else found.strip()


def _ended(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter((pl.col("id") == "SE") & pl.col("set").is_not_null()).select(
        "set", said_segments=pl.col("e01").cast(pl.Int64, strict=False), said_control="e02", last_segment="segment"
    )


def _after(frame: pl.DataFrame, state: _Open, heads: tuple[tuple[Any, ...], tuple[Any, ...]]) -> _Open:
    if frame.is_empty():
        return state
    begun = [int((frame["id"] == head).sum()) for head in ("ISA", "GS", "ST")]
    counts = tuple(old + new for old, new in zip(state.counts, begun, strict=True))
    last = frame.row(-1, named=True)
    # Behind a trailer nothing is open.
    ended = {"SE": ("set",), "GE": ("set", "group"), "IEA": ("set", "group", "interchange")}.get(last["id"], ())
    now = {name: None if name in ended else last[name] for name in ("interchange", "group", "set")}
    kind = last["kind"] if now["set"] is not None else None
    return replace(state, **now, kind=kind, counts=counts, heads=heads)
