"""Files of claims of any kind as parts, and where some of their lines stand."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from oxyclaim.bulk import claim_files, table_files
from oxyclaim.bulk.claim_tables import Refused, open_table
from oxyclaim.bulk.history import Piece
from oxyclaim.bulk.inputs import Kind, kind_of
from oxyclaim.bulk.parts import Part
from oxyclaim.x12.reading.reader import UnreadableFile, read


def parts(path: Path, as_of: date) -> Iterator[Part]:
    """The parts of a file, checked. Raises ``Refused`` or ``UnreadableFile`` where it is no file of claims."""
    return claim_files.parts(path, as_of) if kind_of(path) is Kind.X12 else table_files.parts(path)


def pieces(path: Path) -> Iterator[Piece]:
    """The claims and lines of a file, not checked. Raises as ``parts`` does."""
    return read(path) if kind_of(path) is Kind.X12 else open_table(path).pieces()


def places(path: Path, wanted: pl.DataFrame) -> pl.DataFrame:
    """Where lines stand, read from the file once more: for findings that show only when every claim has been seen.

    ``wanted``: ``claim`` and ``position``. Columns: these, ``claim_id``, ``line_number``, ``byte_position``.
    """
    found = []
    for piece in pieces(path):
        lines = piece.lines.join(wanted, on=["claim", "position"], how="semi")
        if lines.height:
            named = lines.join(piece.claims.select("claim", "claim_id"), on="claim", how="left")
            at = named["segment"] if not hasattr(piece, "positions") else piece.positions(named["segment"])
            found.append(named.select("claim", "position", "claim_id", "line_number", byte_position=at))
    schema = {"claim": pl.Int64, "position": pl.Int64, "claim_id": pl.String, "line_number": pl.Int64}
    return pl.concat(found) if found else pl.DataFrame(schema=schema | {"byte_position": pl.Int64})


__all__ = ["Refused", "UnreadableFile", "parts", "pieces", "places"]
