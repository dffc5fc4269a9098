"""Files of claims of any kind as parts, and where some of their lines stand."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl

from oxyclaim.bulk import claim_files, table_files
from oxyclaim.bulk.claim_files import LOOP_OF_LINE, SEGMENT_OF_LINE
from oxyclaim.bulk.claim_tables import Refused, open_table
from oxyclaim.bulk.history import Piece
from oxyclaim.bulk.inputs import Kind, kind_of
from oxyclaim.bulk.parts import Part
from oxyclaim.x12.claim_837p.checks.levels import NOTHING_BEYOND, Beyond
from oxyclaim.x12.claim_837p.reader import Piece as X12Piece
from oxyclaim.x12.claim_837p.reader import UnreadableFile, read
from oxyclaim.x12.claim_837p.tables import line_places


def parts(
    path: Path,
    as_of: date,
    told_already: Callable[[pl.Series], int] = lambda claims: 0,
    beyond: Beyond = NOTHING_BEYOND,
) -> Iterator[Part]:
    """The parts of a file, checked. Raises ``Refused`` or ``UnreadableFile`` where it is no file of claims.

    ``told_already``: how many cents of some claims of earlier parts are at risk for something else. ``beyond``: what
    is asked of 837P files beyond the guide.
    """
    if kind_of(path) is Kind.X12:
        return claim_files.parts(path, as_of, told_already=told_already, beyond=beyond)
    return table_files.parts(path)


def pieces(path: Path) -> Iterator[Piece]:
    """The claims and lines of a file, not checked. Raises as ``parts`` does."""
    return read(path) if kind_of(path) is Kind.X12 else open_table(path).pieces()


def places(path: Path, wanted: pl.DataFrame) -> pl.DataFrame:
    """Where lines stand, read from the file once more: for findings that show only when every claim has been seen.

    ``wanted``: ``claim`` and ``position``. Columns: these, ``claim_id``, ``line_number``, ``byte_position``, ``loop``,
    ``segment``.
    """
    key = ["claim", "position"]
    found = []
    for piece in pieces(path):
        in_x12 = isinstance(piece, X12Piece)
        lines = line_places(piece.kinds) if isinstance(piece, X12Piece) else _of_table(piece)
        rows = lines.join(wanted, on=key, how="semi")
        if rows.height:
            at = rows["segment"]
            found.append(
                rows.select(
                    *key,
                    "claim_id",
                    "line_number",
                    byte_position=piece.positions(at) if isinstance(piece, X12Piece) else at,
                    loop=pl.lit(LOOP_OF_LINE if in_x12 else ""),
                    segment=pl.lit(SEGMENT_OF_LINE if in_x12 else ""),
                )
            )
    return pl.concat(found)


def _of_table(piece: Piece) -> pl.DataFrame:
    return piece.lines.join(piece.claims.select("claim", "claim_id"), on="claim", how="left", maintain_order="left")


__all__ = ["Refused", "UnreadableFile", "parts", "pieces", "places"]
