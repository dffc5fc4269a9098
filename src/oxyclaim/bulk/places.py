"""Where lines stand in a file, and what a report tells of them beside."""

import polars as pl

from oxyclaim.bulk.claim_files import LOOP_OF_LINE, SEGMENT_OF_LINE
from oxyclaim.bulk.costs import OF_CLAIM, about_claims
from oxyclaim.bulk.history import Piece
from oxyclaim.x12.claim_837p.reader import Piece as X12Piece
from oxyclaim.x12.claim_837p.tables import line_places

_KEY = ["claim", "position"]


def places_in(piece: Piece, wanted: pl.DataFrame) -> pl.DataFrame:
    """Where those of some lines (``claim``, ``position``) stand that are in a piece.

    Columns: these, ``OF_CLAIM``, ``claim_id``, ``line_number``, ``byte_position``, ``loop``, ``segment``.
    """
    in_x12 = isinstance(piece, X12Piece)
    lines = line_places(piece.kinds) if isinstance(piece, X12Piece) else _of_table(piece)
    rows = lines.join(wanted, on=_KEY, how="semi")
    at = rows["segment"]
    of_claims = piece.claims.select("claim", *about_claims())
    return rows.join(of_claims, on="claim", how="left", maintain_order="left").select(
        *_KEY,
        *OF_CLAIM,
        "claim_id",
        "line_number",
        byte_position=piece.positions(at) if isinstance(piece, X12Piece) else at,
        loop=pl.lit(LOOP_OF_LINE if in_x12 else ""),
        segment=pl.lit(SEGMENT_OF_LINE if in_x12 else ""),
    )


def _of_table(piece: Piece) -> pl.DataFrame:
    return piece.lines.join(piece.claims.select("claim", "claim_id"), on="claim", how="left", maintain_order="left")
