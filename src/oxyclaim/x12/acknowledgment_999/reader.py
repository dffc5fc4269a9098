"""TA1 and 999: which of the files that were sent have come in, and what is said of their transaction sets."""

import polars as pl

from oxyclaim.x12.core.schema import columns
from oxyclaim.x12.core.sets import SetsPiece
from oxyclaim.x12.core.values import component

KIND = "999"

INTERCHANGES = columns({
    "interchange": pl.Int64, "segment": pl.Int64, "control": pl.String, "date": pl.String, "time": pl.String,
    "outcome": pl.String, "note": pl.String,
})  # fmt: skip
"""One row a TA1. ``control``: the ISA13 that is acknowledged. ``outcome``: A accepted, E with errors, R rejected."""

GROUPS = columns({
    "set": pl.Int64, "segment": pl.Int64, "functional": pl.String, "control": pl.String, "version": pl.String,
})  # fmt: skip
"""One row a 999 (AK1). ``control``: the GS06 that is acknowledged."""

ENDS = columns({
    "set": pl.Int64, "outcome": pl.String, "included": pl.Int64, "received": pl.Int64, "accepted": pl.Int64,
})  # fmt: skip
"""One row an AK9. ``outcome``: A, E, P or R."""

SETS = columns({
    "set": pl.Int64, "answer": pl.Int64, "segment": pl.Int64, "identifier": pl.String, "control": pl.String,
    "version": pl.String, "outcome": pl.String, "errors": pl.List(pl.String),
})  # fmt: skip
"""One row an AK2 with its IK5. ``answer``: its number in the file, from 0. ``control``: the ST02 acknowledged."""

ERRORS = columns({
    "set": pl.Int64, "answer": pl.Int64, "segment": pl.Int64, "segment_id": pl.String, "position": pl.Int64,
    "loop": pl.String, "error": pl.String, "element": pl.String, "element_error": pl.String, "claim_id": pl.String,
})  # fmt: skip
"""One row an error: an IK3 (``element`` null) or an IK4 in it. ``position``: of the segment in its set, from 1.
``claim_id``: what a CTX says of it."""

FRAMES = {"groups": GROUPS, "ends": ENDS, "sets": SETS, "errors": ERRORS}

_CLAIM = r"^CLM01[^A-Za-z0-9](.+)$"


class AcknowledgmentReader:
    """Turns pieces of a file, in order, into frames; it counts the acknowledged sets through the file."""

    def __init__(self) -> None:
        self._answers = 0

    def of(self, piece: SetsPiece) -> dict[str, pl.DataFrame]:
        """What the next piece says: ``interchanges``, ``groups``, ``ends``, ``sets`` and ``errors``.

        ``groups`` has the AK1 of the piece; ``ends`` has, by set, what its AK9 says, which may come in a later piece.
        """
        separator = piece.delimiters.component.decode("latin-1")
        segments = piece.of_kind(KIND)
        if segments.is_empty():
            nothing = {name: pl.DataFrame(schema=columns) for name, columns in FRAMES.items()}
            return nothing | {"interchanges": _interchanges(piece.segments)}
        begins = pl.col("id") == "AK2"
        answer = begins.cum_sum().cast(pl.Int64) + (self._answers - 1)
        # Within a 999 only: what stands before the first AK2 answers no set. The count itself goes on over all sets.
        placed = segments.with_columns(answer=pl.when(begins).then(answer)).with_columns(
            pl.col("answer").forward_fill().over("set")
        )
        self._answers += int((segments["id"] == "AK2").sum())
        head = placed.filter(pl.col("id") == "AK1").select(
            "set", "segment", functional=pl.col("e01").str.strip_chars(), control="e02", version="e03"
        )
        return {
            "interchanges": _interchanges(piece.segments),
            "groups": head.cast(GROUPS),
            "ends": _ends(placed),
            "sets": _sets(placed),
            "errors": _errors(placed, separator),
        }


def _interchanges(segments: pl.DataFrame) -> pl.DataFrame:
    return segments.filter((pl.col("id") == "TA1") & pl.col("set").is_null()).select(
        "interchange", "segment", control="e01", date="e02", time="e03", outcome="e04", note="e05"
    ).cast(INTERCHANGES)  # fmt: skip


def _ends(placed: pl.DataFrame) -> pl.DataFrame:
    count = [pl.col(column).cast(pl.Int64, strict=False) for column in ("e02", "e03", "e04")]
    found = placed.filter(pl.col("id") == "AK9").select(
        "set", outcome="e01", included=count[0], received=count[1], accepted=count[2]
    )
    return found.unique("set", keep="last", maintain_order=True).cast(ENDS)


def _sets(placed: pl.DataFrame) -> pl.DataFrame:
    begun = placed.filter(pl.col("id") == "AK2").select(
        "set", "answer", "segment", identifier="e01", control="e02", version="e03"
    )
    # Where a set is answered twice, the first answer stands.
    ends = placed.filter(pl.col("id") == "IK5").select(
        "answer", outcome="e01", errors=pl.concat_list([f"e{n:02d}" for n in range(2, 7)]).list.drop_nulls()
    ).unique("answer", keep="first", maintain_order=True)  # fmt: skip
    return begun.join(ends, on="answer", how="left", maintain_order="left").with_columns(
        pl.col("errors").fill_null([])
    ).cast(SETS)  # fmt: skip


def _errors(placed: pl.DataFrame, separator: str) -> pl.DataFrame:
    own = placed.filter(pl.col("id").is_in(["IK3", "IK4", "CTX"]) & pl.col("answer").is_not_null())
    is_segment, is_element = pl.col("id") == "IK3", pl.col("id") == "IK4"
    number = pl.when(is_segment).then(pl.col("segment")).forward_fill().over("answer")
    own = own.with_columns(of=number)
    claims = own.filter(pl.col("id") == "CTX").select(
        "of", claim_id=pl.col("e01").str.extract(_CLAIM)
    ).drop_nulls().unique("of", keep="first")  # fmt: skip
    head = own.filter(is_segment).select(
        "of", segment_id="e01", position=pl.col("e02").cast(pl.Int64, strict=False), loop="e03", error="e04"
    )
    elements = own.filter(is_element).select(
        "set", "answer", "segment", "of", element=component("e01", 1, separator), element_error="e03"
    )
    alone = own.filter(is_segment & ~pl.col("segment").is_in(elements["of"].implode())).select(
        "set", "answer", "segment", "of", element=pl.lit(None, pl.String), element_error=pl.lit(None, pl.String)
    )
    every = pl.concat([alone, elements]).join(head, on="of", how="left").join(claims, on="of", how="left")
    return every.sort("segment").select(list(ERRORS)).cast(ERRORS)
