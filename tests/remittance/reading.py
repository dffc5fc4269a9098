"""What a file says, read in one go."""

from typing import Any

import polars as pl

from oxyclaim.remittance.proof import BARS, differences, proved, sums
from oxyclaim.x12.acknowledgment_999.reader import AcknowledgmentReader
from oxyclaim.x12.claim_acknowledgment_277ca.reader import StatusReader
from oxyclaim.x12.core.pieces import PIECE
from oxyclaim.x12.core.sets import SetsPiece, read_sets
from oxyclaim.x12.remittance_835.reader import RemittanceReader

REMITTED = ("payments", "claims", "lines", "adjustments", "provider_adjustments", "faults")


def whole(data: bytes, at_once: int = PIECE) -> dict[str, pl.DataFrame]:
    """Every frame of a file, and ``wrong``: where its payments do not balance."""
    parts: dict[str, list[pl.DataFrame]] = {}
    remittances, statuses, acknowledgments = RemittanceReader(), StatusReader(), AcknowledgmentReader()
    for piece in read_sets(data, at_once):
        read = remittances.of(piece)
        found: dict[str, Any] = {name: getattr(read, name) for name in REMITTED}
        found |= {"wrong": differences(read), "sums": sums(read), "begun": _placed(piece), "ended": piece.ended}
        found |= statuses.of(piece) | acknowledgments.of(piece)
        for name, frame in found.items():
            parts.setdefault(name, []).append(frame)
    frames = {name: pl.concat(some) for name, some in parts.items()}
    begun = frames["begun"].filter(pl.col("kind") == "835")
    frames["payments"], of_payments = proved(frames["payments"], frames.pop("sums"), begun, frames["ended"])
    frames["wrong"] = pl.concat([frames["wrong"], of_payments])
    return frames


def _placed(piece: SetsPiece) -> pl.DataFrame:
    """The sets that begin, with the ``position`` of their ST and the sign behind segments."""
    position = piece.text.begins(piece.begun["segment"] - piece.text.first)
    terminator = piece.delimiters.terminator.decode("latin-1")
    return piece.begun.with_columns(position=position, terminator=pl.lit(terminator))


def barring(frames: dict[str, pl.DataFrame]) -> list[tuple[str, str | None]]:
    """The rules that keep payments of the file from being posted, with the element."""
    wrong = frames["wrong"].filter(pl.col("rule").is_in(list(BARS)))
    return [(rule, element) for rule, element in wrong.select("rule", "element").iter_rows()]
