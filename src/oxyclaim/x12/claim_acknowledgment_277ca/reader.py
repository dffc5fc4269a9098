"""A 277CA: who was told what of which claim. What a status means is no matter of the reader's."""

from typing import Any

import polars as pl

from oxyclaim.x12.core.schema import columns
from oxyclaim.x12.core.sets import SetsPiece
from oxyclaim.x12.core.values import cents, component, day

KIND = "277"
PAYER, RECEIVER, PROVIDER, PATIENT = "20", "21", "19", "PT"

HEADERS = columns({"set": pl.Int64, "batch": pl.String, "created_on": pl.Date})
"""One row a transaction set. ``batch``: BHT03, the sender's own."""

LEVELS = columns({
    "set": pl.Int64, "level": pl.Int64, "kind": pl.String, "receiver": pl.Int64, "provider": pl.Int64,
    "segment": pl.Int64, "name": pl.String, "id": pl.String, "trace": pl.String, "payer_claim_number": pl.String,
    "clearinghouse_number": pl.String, "service_from": pl.Date, "service_to": pl.Date, "accepted": pl.Int64,
    "rejected": pl.Int64, "accepted_cents": pl.Int64, "rejected_cents": pl.Int64,
})  # fmt: skip
"""One row a level (HL), numbered through the file from 0. ``kind``: ``PAYER``, ``RECEIVER``, ``PROVIDER`` or
``PATIENT``. ``receiver`` and ``provider``: the level of these above. ``trace``: TRN02, of a receiver the batch (BHT03)
and of a patient the claim id (CLM01). ``payer_claim_number``: REF*1K. ``accepted`` and ``rejected``: claims that a
receiver or a provider is told of (QTY, AMT)."""

STATUSES = columns({
    "set": pl.Int64, "level": pl.Int64, "line": pl.Int64, "segment": pl.Int64, "category": pl.String,
    "status": pl.String, "entity": pl.String, "action": pl.String, "on": pl.Date, "amount_cents": pl.Int64,
    "message": pl.String,
})  # fmt: skip
"""One row a status (each of the three composites of an STC). ``line``: the number of the service in the file, null for
a level's own. ``action``: STC03, WQ accepted or U rejected."""

SERVICES = columns({
    "set": pl.Int64, "level": pl.Int64, "line": pl.Int64, "segment": pl.Int64, "code": pl.String,
    "charge_cents": pl.Int64, "control_number": pl.String,
})  # fmt: skip
"""One row a service of a rejected claim (SVC). ``control_number``: REF*FJ; some payers say 6R."""

FRAMES = {"headers": HEADERS, "levels": LEVELS, "statuses": STATUSES, "services": SERVICES}

_COUNTS = {
    "accepted": ("QTY", ("90", "QA")), "rejected": ("QTY", ("AA", "QC")), "accepted_cents": ("AMT", ("YU",)),
    "rejected_cents": ("AMT", ("YY",)),
}  # fmt: skip


class StatusReader:
    """Turns pieces of a file, in order, into frames; it counts levels and services through the file."""

    def __init__(self) -> None:
        self._levels = 0
        self._lines = 0
        self._above: dict[str, int | None] = {RECEIVER: None, PROVIDER: None}

    def of(self, piece: SetsPiece) -> dict[str, pl.DataFrame]:
        """What the next piece says: ``headers``, ``levels``, ``statuses`` and ``services``."""
        separator = piece.delimiters.component.decode("latin-1")
        own = piece.of_kind(KIND)
        if own.is_empty():
            return {name: pl.DataFrame(schema=columns) for name, columns in FRAMES.items()}
        segments = self._placed(own)
        self._levels += int((segments["id"] == "HL").sum())
        self._lines += int((segments["id"] == "SVC").sum())
        return {
            "headers": _headers(segments),
            "levels": _levels(segments),
            "statuses": _statuses(segments, separator),
            "services": _services(segments, separator),
        }

    def _placed(self, segments: pl.DataFrame) -> pl.DataFrame:
        identifier = pl.col("id")
        begins, line_begins = identifier == "HL", identifier == "SVC"
        level = pl.when(begins).then(begins.cum_sum().cast(pl.Int64) + (self._levels - 1))
        line = line_begins.cum_sum().cast(pl.Int64) + (self._lines - 1)
        # The counts go on over all sets; only what is filled stays within one.
        frame = segments.with_columns(
            level=level, line=pl.when(begins).then(-1).when(line_begins).then(line)
        ).with_columns(pl.col("level", "line").forward_fill().over("set")).with_columns(
            pl.when(pl.col("line") >= 0).then("line")
        )  # fmt: skip
        for kind, name in ((RECEIVER, "receiver"), (PROVIDER, "provider")):
            # A set always begins anew; what is open from the piece before is the level above its first patients.
            first = pl.when(identifier == "ST").then(-1).when(begins & (pl.col("e03") == kind)).then("level")
            filled = first.forward_fill().fill_null(pl.lit(self._above[kind], pl.Int64))
            frame = frame.with_columns(pl.when(filled >= 0).then(filled).alias(name))
            if frame.height:
                self._above[kind] = frame[name][-1]
        # A provider above is one of the same receiver.
        return frame.with_columns(
            provider=pl.when(pl.col("provider") >= pl.col("receiver").fill_null(-1)).then("provider")
        )


def _headers(segments: pl.DataFrame) -> pl.DataFrame:
    found = segments.filter(pl.col("id") == "BHT").select("set", batch="e03", created_on=day("e04"))
    return found.unique("set", keep="first", maintain_order=True).cast(HEADERS)


def _levels(segments: pl.DataFrame) -> pl.DataFrame:
    own = segments.filter(pl.col("level").is_not_null() & pl.col("line").is_null())
    found = own.filter(pl.col("id") == "HL").select("set", "level", "receiver", "provider", "segment", kind="e03")
    for part in (
        _of(own, "NM1", pl.lit(True), name=pl.concat_str("e03", "e04", separator=", ", ignore_nulls=True), id="e09"),
        _of(own, "TRN", pl.lit(True), trace="e02"),
        _of(own, "REF", pl.col("e01") == "1K", payer_claim_number="e02"),
        _of(own, "REF", pl.col("e01") == "D9", clearinghouse_number="e02"),
        _of(own, "DTP", pl.col("e01") == "472", day_form="e02", days="e03"),
        *(_counts(own, name, *where) for name, where in _COUNTS.items()),
    ):
        found = found.join(part, on="level", how="left", maintain_order="left")
    first, last = (pl.col("days").str.split("-").list.get(n, null_on_oob=True) for n in (0, 1))
    days = found.with_columns(service_from=first, service_to=pl.coalesce(last, first))
    return (
        days.with_columns(service_from=day("service_from"), service_to=day("service_to"))
        .select(list(LEVELS))
        .cast(LEVELS)
    )


def _of(own: pl.DataFrame, identifier: str, where: pl.Expr, **columns: Any) -> pl.DataFrame:
    found = own.filter((pl.col("id") == identifier) & where).select("level", **columns)
    return found.unique("level", keep="first", maintain_order=True)


def _counts(own: pl.DataFrame, name: str, identifier: str, kinds: tuple[str, ...]) -> pl.DataFrame:
    value = cents("e02") if identifier == "AMT" else pl.col("e02").cast(pl.Int64, strict=False)
    return _of(own, identifier, pl.col("e01").is_in(kinds), **{name: value})


def _statuses(segments: pl.DataFrame, separator: str) -> pl.DataFrame:
    """Each STC gives up to three statuses: STC01, STC10 and STC11."""
    own = segments.filter((pl.col("id") == "STC") & pl.col("level").is_not_null())
    parts = [
        own.select(
            "set", "level", "line", "segment", category=component(column, 1, separator),
            status=component(column, 2, separator), entity=component(column, 3, separator), action="e03", on=day("e02"),
            amount_cents=cents("e04"), message="e12",
        ).filter(pl.col("category").is_not_null() | (column == "e01"))
        for column in ("e01", "e10", "e11")
    ]  # fmt: skip
    return pl.concat(parts).cast(STATUSES).sort("segment", maintain_order=True)


def _services(segments: pl.DataFrame, separator: str) -> pl.DataFrame:
    own = segments.filter(pl.col("line").is_not_null())
    found = own.filter(pl.col("id") == "SVC").select(
        "set", "level", "line", "segment", code=component("e01", 2, separator), charge_cents=cents("e02")
    )
    numbers = own.filter((pl.col("id") == "REF") & pl.col("e01").is_in(["FJ", "6R"])).select(
        "line", control_number="e02"
    )
    first = numbers.unique("line", keep="first", maintain_order=True)
    return found.join(first, on="line", how="left", maintain_order="left").cast(SERVICES)
