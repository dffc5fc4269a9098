"""A table of claims as the scrub takes it: see ``docs/claim-tables.md`` for its layout."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from oxyclaim.bulk.claim_tables import ClaimPiece, open_table
from oxyclaim.bulk.parts import FOUND, Part, as_they_are


def parts(path: Path) -> Iterator[Part]:
    """The parts of a table. Raises ``oxyclaim.bulk.claim_tables.Refused`` where it is none of claims."""
    table = open_table(path)
    size, read = path.stat().st_size, 0
    for number, piece in enumerate(table.pieces()):
        # How many bytes a piece took is not known; of a table the last piece brings what is left.
        step = min(size - read, piece.lines.height * 200)
        read += step
        yield _part(piece, step, table.unknown if number == 0 else ())


def _part(piece: ClaimPiece, size: int, unknown: tuple[str, ...]) -> Part:
    return Part(
        claims=piece.claims,
        lines=piece.lines,
        findings=_reported(piece, unknown),
        set_aside=pl.Series(dtype=pl.Int64),
        more_claims=piece.claims_set_aside,
        more_lines=piece.lines_set_aside,
        other_claims=0,
        segments=piece.lines.height + piece.lines_set_aside,
        size=size,
        positions=as_they_are,
        loop="",
        segment="",
        rejected=pl.Series(dtype=pl.Int64),
        late=pl.Series(dtype=pl.Int64),
    )


def _reported(piece: ClaimPiece, unknown: tuple[str, ...]) -> pl.DataFrame:
    """Cells that cannot be read, by row, and columns that are not read, once."""
    cells = piece.problems.select(
        severity=pl.lit("error"), rule=pl.format("TABLE-{}", "column"), claim_id="claim_id", byte_position="row",
        message=pl.format("{}: {}", "column", "message"),
    )  # fmt: skip
    columns = pl.DataFrame(
        {"message": [f"the column {name} is not read; see the layout for the columns that are" for name in unknown]},
        schema={"message": pl.String},
    ).with_columns(severity=pl.lit("warning"), rule=pl.lit("TABLE-COLUMN"))
    found = pl.concat([cells, columns], how="diagonal").with_columns(
        claim=pl.lit(None, pl.Int64), snip_level=pl.lit(1), line_number=pl.lit(None, pl.Int64),
        forecast=pl.when(pl.col("severity") == "error").then(pl.lit("rejected")).otherwise(pl.lit("")),
        amount_at_risk_cents=0,
        **dict.fromkeys(("loop", "segment", "amount_basis", "group_code", "carc", "rarc"), pl.lit("")),
    )  # fmt: skip
    return found.select(pl.col(name).cast(dtype) for name, dtype in FOUND.items())
