"""The columns of the frames that the segments of a file become. An element that is empty or absent is null."""

from typing import Any

import polars as pl

ELEMENTS = 24
"""Elements of a segment that are kept; the longest segments of the guides (SV1, CR2, CAS) have fewer."""

SEGMENTS: dict[str, Any] = {
    "segment": pl.Int64,
    "id": pl.String,
    **{f"e{n:02d}": pl.String for n in range(1, ELEMENTS + 1)},
}
"""One row a segment, in the order of the file: its number in the file from 0 (ISA), its id, its elements as text."""


def columns(kinds: dict[str, Any]) -> pl.Schema:
    """The columns of a frame, by their names."""
    return pl.Schema(kinds)
