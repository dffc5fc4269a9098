"""Reading the remittances of a file: a stream of pieces with their payments, claims, lines and adjustments."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from oxyclaim.x12.core.pieces import PIECE
from oxyclaim.x12.core.sets import SetsPiece, read_sets
from oxyclaim.x12.remittance_835 import schema, tables
from oxyclaim.x12.remittance_835.faults import faults
from oxyclaim.x12.remittance_835.loops import placed

KIND = "835"


@dataclass(frozen=True)
class RemittancePiece:
    """Whole claims of one or several payments; a payment may go on in the next piece. ``segments``: see ``placed``."""

    segments: pl.DataFrame
    separator: str

    @cached_property
    def payments(self) -> pl.DataFrame:
        """The payments that begin in it. Columns: ``PAYMENTS``."""
        return self._frame(schema.PAYMENTS, tables.payments, self.segments)

    @cached_property
    def claims(self) -> pl.DataFrame:
        """Columns: ``CLAIMS``."""
        return self._frame(schema.CLAIMS, tables.claims, self.segments, self.separator)

    @cached_property
    def lines(self) -> pl.DataFrame:
        """Columns: ``LINES``."""
        return self._frame(schema.LINES, tables.lines, self.segments, self.separator)

    @cached_property
    def adjustments(self) -> pl.DataFrame:
        """Columns: ``ADJUSTMENTS``."""
        return self._frame(schema.ADJUSTMENTS, tables.adjustments, self.segments)

    @cached_property
    def provider_adjustments(self) -> pl.DataFrame:
        """Columns: ``PROVIDER_ADJUSTMENTS``."""
        return self._frame(schema.PROVIDER_ADJUSTMENTS, tables.provider_adjustments, self.segments, self.separator)

    @cached_property
    def faults(self) -> pl.DataFrame:
        """Columns: ``FAULTS``."""
        return self._frame(schema.FAULTS, faults, self.segments)

    def _frame(self, columns: pl.Schema, made: Callable[..., pl.DataFrame], *given: object) -> pl.DataFrame:
        return pl.DataFrame(schema=columns) if self.segments.is_empty() else made(*given)


class RemittanceReader:
    """Turns pieces of a file, in order, into pieces of remittances; it counts claims and lines through the file."""

    def __init__(self) -> None:
        self._claims = 0
        self._lines = 0

    def of(self, piece: SetsPiece) -> RemittancePiece:
        """The remittances of the next piece; empty where it has none."""
        segments = placed(piece.of_kind(KIND), self._claims, self._lines)
        self._claims += int((segments["id"] == "CLP").sum())
        self._lines += int((segments["id"] == "SVC").sum())
        return RemittancePiece(segments, piece.delimiters.component.decode("latin-1"))


def read(source: Path | bytes, at_once: int = PIECE) -> Iterator[RemittancePiece]:
    """The remittances of a file. Raises ``UnreadableFile`` for what is no X12 at all, ``OSError``."""
    reader = RemittanceReader()
    for piece in read_sets(source, at_once):
        yield reader.of(piece)
