"""Earlier claims of any size, as the months billed before that the rule book counts.

It only says what was billed, for whom and by whom. What counts as same or similar, and how many months were paid, is
for the rules. A claim alone shows that a month was billed: what the payer said stays unknown, unless a table tells.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import polars as pl

from oxyclaim.bulk.claim_tables import OUTCOME
from oxyclaim.bulk.family import KIND, Family
from oxyclaim.bulk.history_lookup import Lookup
from oxyclaim.bulk.history_store import Store
from oxyclaim.bulk.keys import REPLACES, SPILL_ROWS, VOIDS, beneficiary, oxygen_lines, supplier
from oxyclaim.bulk.spill import Buckets
from oxyclaim.case.payer_words import FEE_FOR_SERVICE, SOME_OTHER, SOME_PLAN
from oxyclaim.case.tables import tables
from oxyclaim.claims.filing import INDICATORS, MEDICARE_PART_B

_MEDICARE_HMO = INDICATORS["ma_hmo"]
_UNCERTAIN = ["MA", "12", "13", "14", "HM", "ZZ", ""]
"""Filing indicators that a Medicare plan and another payer may share."""

_AS_BILLED = {
    "stationary": "rental",
    "portable": "rental",
    "contents": "contents",
    "maintenance": "maintenance",
}
"""What of a line's kind is billed month by month; the others are no months."""

_READ = ["claim", "position", "code", "modifiers", "service_from"]
_MONTH = ["beneficiary", "code", "kind", "day", "supplier", "payer"]
_CLAIM = ["file", "claim"]

_TOGETHER = 20_000
"""Claims of several buckets that are given together: few judged alone cost nearly as much as many."""


class Piece(Protocol):
    """Some claims of a file, as its reader gives them."""

    @property
    def claims(self) -> pl.DataFrame:
        """``CLAIMS``."""

    @property
    def lines(self) -> pl.DataFrame:
        """``LINES``."""


@dataclass(frozen=True)
class Gathered:
    """Claims of any files whose beneficiaries belong together: ``CLAIMS`` and ``LINES``, both with ``file``."""

    claims: pl.DataFrame
    lines: pl.DataFrame


@dataclass(frozen=True)
class Shared:
    """The months of a history that is in memory, in a file that other processes of the run look into."""

    path: Path
    first_day: date | None


def payer_by_filing_indicator() -> pl.Expr:
    """Who was billed, as far as SBR09 tells: MB is Medicare, 16 a Medicare plan; null where it is not given.

    What a Medicare plan and another payer may share (12 is any preferred provider organization) is null too.
    """
    said = pl.col("filing_indicator")
    return (
        pl.when(said == MEDICARE_PART_B)
        .then(pl.lit(FEE_FOR_SERVICE))
        .when(said == _MEDICARE_HMO)
        .then(pl.lit(SOME_PLAN))
        .when(~said.is_in(_UNCERTAIN))
        .then(pl.lit(SOME_OTHER))
    )


class History:
    """The months billed before, by beneficiary; use it with ``with``, so that what it spilled is removed.

    ``payer_of``: an expression over ``CLAIMS`` that says who was billed, in the words of a case's history. ``stores``:
    earlier claims that are kept; of them the months of the run's beneficiaries are taken in, when these are known.
    """

    def __init__(
        self,
        family: Family,
        spill_rows: int = SPILL_ROWS,
        folder: Path | None = None,
        buckets: int = 64,
        payer_of: Callable[[], pl.Expr] = payer_by_filing_indicator,
        stores: Sequence[Store] = (),
    ):
        self._family, self._payer_of, self._folder = family, payer_of, folder
        schema: dict[str, Any] = {
            "beneficiary": pl.UInt64,
            "supplier": pl.UInt64,
            "code": family.code,
            "kind": KIND,
            "day": pl.Date,
            "payer": pl.Categorical(),
            "outcome": OUTCOME,
            "frequency": pl.UInt8,
            "anew": pl.Boolean,
        }
        self.schema = pl.Schema(schema)
        self._buckets = Buckets(self.schema, spill_rows, folder, buckets)
        self._taken = 0
        self._loaded: tuple[int, int, pl.DataFrame] | None = None
        self._empty = tables([]).frames["month"]
        self._stores = stores
        days = [each.first_day for each in stores if each.first_day is not None]
        self.first_day: date | None = min(days, default=None)
        """The first service date in it."""
        self.incomparable = 0
        """Oxygen lines without a member id or a service date: they are nobody's months."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._buckets.close()

    def __len__(self) -> int:
        """Lines taken in."""
        return self._buckets.rows

    @property
    def lines(self) -> int:
        """Lines taken in, and those that are kept in stores."""
        return self._taken + sum(each.months for each in self._stores)

    def share(self, folder: Path) -> Shared:
        """Write the months, as they stand, for other processes; only while the history is in memory."""
        path = folder / "history.arrow"
        self._months(0).write_ipc(path)
        return Shared(path, self.first_day)

    @classmethod
    def of(cls, family: Family, shared: Shared) -> "History":
        """The same in another process. Nothing can be added to it."""
        history = cls(family)
        history._loaded = (0, 0, pl.read_ipc(shared.path))
        history.first_day = shared.first_day
        return history

    @property
    def spilled(self) -> bool:
        """Whether it stands in files: then look the run's claims up as ``by_beneficiary`` orders them."""
        return self._buckets.spilled or bool(self._stores)

    def add(self, claims: pl.DataFrame, lines: pl.DataFrame) -> None:
        """Take in the months of some earlier claims; sales, accessories and the like are no months."""
        wanted = [*_READ, "outcome"] if "outcome" in lines.columns else _READ
        own = oxygen_lines(self._family, claims, lines.select(wanted), self._payer_of().alias("payer"))
        before = len(self)
        self._add(own)
        self._taken += len(self) - before

    def _add(self, own: pl.DataFrame) -> None:
        """Take in oxygen lines. Columns: the schema but for ``anew`` and perhaps ``outcome``, and ``modifiers``."""
        known, unknown = _months_of(own)
        self.incomparable += unknown
        day = known["day"].min()
        if isinstance(day, date):
            self.first_day = day if self.first_day is None else min(day, self.first_day)
        if "outcome" not in known.columns:
            known = known.with_columns(pl.lit(None, OUTCOME).alias("outcome"))
        known = known.with_columns(self._family.begins_anew().alias("anew"))
        self._buckets.add(known.select(pl.col(name).cast(kind) for name, kind in self.schema.items()))

    def by_beneficiary(self, pieces: Iterable[tuple[int, Piece]], claims_at_once: int = 250_000) -> Iterator[Gathered]:
        """The claims of a run (number of the file, piece), ordered so that each part meets one bucket of the history.

        While the history is in memory they pass as they come.
        """
        if not self.spilled:
            for file, piece in pieces:
                yield Gathered(_of_file(piece.claims, file), _of_file(piece.lines, file))
            return
        yield from self._reordered(pieces, claims_at_once)

    def _reordered(self, pieces: Iterable[tuple[int, Piece]], claims_at_once: int) -> Iterator[Gathered]:
        claims: Buckets | None = None
        lines: Buckets | None = None
        lookup = Lookup(self._stores)
        try:
            for file, piece in pieces:
                lookup.add(piece.claims)
                own = _of_file(piece.claims, file).with_columns(beneficiary().fill_null(0))
                keys = own.select(*_CLAIM, "beneficiary")
                theirs = _of_file(piece.lines, file).join(keys, on=_CLAIM, maintain_order="left")
                if claims is None or lines is None:
                    number = self._buckets.count
                    claims = Buckets(own.schema, claims_at_once, self._folder, number)
                    lines = Buckets(theirs.schema, 2 * claims_at_once, self._folder, number)
                claims.add(own)
                lines.add(theirs)
            if claims is None or lines is None:
                return
            self._take_from_stores(lookup)
            claims.spill()
            lines.spill()
            waiting: list[tuple[pl.DataFrame, pl.DataFrame]] = []
            for number in claims.numbers():
                waiting.append((claims.bucket(number), lines.bucket(number)))
                if sum(own.height for own, _ in waiting) >= _TOGETHER:
                    yield _gathered(waiting)
                    waiting = []
            if any(own.height for own, _ in waiting):
                yield _gathered(waiting)
        finally:
            for each in (claims, lines):
                if each is not None:
                    each.close()

    def _take_from_stores(self, lookup: Lookup) -> None:
        for rows in lookup.rows():
            kept = rows.with_columns(self._payer_of().alias("payer"), pl.col("outcome").cast(OUTCOME))
            self._add(self._family.lines(kept.rename({"day": "service_from"})).rename({"service_from": "day"}))

    def months_for(self, claims: pl.DataFrame) -> pl.DataFrame:
        """The months billed before for the beneficiary of each claim, as a case's history lays them down.

        The columns are those of the frame ``month`` of ``oxyclaim.case.tables`` with ``claim`` (and ``file``, where the
        claims have it) in place of ``case_view``, in the order of the claims and days. ``supplier`` is ``own`` or
        ``other`` as seen from the claim. A month that was billed twice stands once, a voided one not at all; one with
        two different answers stands with both. A claim that names no member has one row that is ``unlisted``.
        """
        key = {name: claims.schema[name] for name in _CLAIM if name in claims.columns}
        seen = claims.select(*key, beneficiary(), supplier().alias("own"))
        known = seen.filter(pl.col("beneficiary").is_not_null())
        bucket = self._buckets.bucket_of(pl.col("beneficiary"))
        parts = known.with_columns(bucket.alias("_bucket")).partition_by("_bucket", as_dict=True, include_key=False)
        found = [part.join(self._months(number), on="beneficiary") for (number,), part in parts.items()]
        months = pl.concat([self._as_records(each, key) for each in found] or [self._as_records(None, key)])
        blank = seen.filter(pl.col("beneficiary").is_null()).select(
            *key, pl.lit(0, pl.Int64).alias("record"), present=True, unlisted=True
        )
        if blank.is_empty() and len(found) <= 1:
            return months
        return pl.concat([months, blank], how="diagonal").sort(*key, "record")

    def rent_of(self, beneficiaries: pl.Series) -> pl.DataFrame:
        """The rental months of some beneficiaries (their hashes) that stand and are not known to be denied.

        Columns: ``beneficiary``, ``kind``, ``day``, ``anew`` and ``paid`` (null where the answer is not known).
        """
        rented = pl.col("kind").is_in(["stationary", "portable"]) & (pl.col("outcome") != "denied").fill_null(True)
        found = [
            self._months(number).filter(rented & pl.col("beneficiary").is_in(beneficiaries.implode()))
            for number in self._buckets.numbers()
        ]
        paid = (pl.col("outcome") == "paid").alias("paid")
        return pl.concat(found).select("beneficiary", "kind", "day", "anew", paid)

    def _months(self, number: int) -> pl.DataFrame:
        """The months of a bucket; the last one asked for is kept."""
        if self._loaded is None or self._loaded[:2] != (number, len(self)):
            self._loaded = (number, len(self), _standing(self._buckets.bucket(number)))
        return self._loaded[2]

    def _as_records(self, found: pl.DataFrame | None, key: dict[str, Any]) -> pl.DataFrame:
        schema: dict[str, Any] = {name: kind for name, kind in self._empty.schema.items() if name != "case_view"}
        if found is None:
            return pl.DataFrame(schema=key | schema)
        own = pl.when(pl.col("supplier") == pl.col("own")).then(pl.lit("own"))
        whose = own.when(pl.col("supplier") != pl.col("own")).then(pl.lit("other"))
        values = {
            "record": pl.int_range(pl.len()).over(list(key)),
            "present": pl.lit(True),
            "unlisted": pl.lit(False),
            "month.code": pl.col("code"),
            "month.service_date": pl.col("day"),
            "month.kind": pl.col("kind").cast(pl.String).replace_strict(_AS_BILLED),
            "month.payer": pl.col("payer"),
            "month.outcome": pl.col("outcome"),
            "month.supplier": whose,
        }
        ordered = found.sort(*key, "day", "code", "kind", "supplier", "outcome")
        return ordered.select(
            *key, *(values.get(name, pl.lit(None)).cast(kind).alias(name) for name, kind in schema.items())
        )


def _gathered(buckets: Sequence[tuple[pl.DataFrame, pl.DataFrame]]) -> Gathered:
    """The claims of some buckets and their lines, in the order of the files."""
    own, theirs = (pl.concat(each).drop("beneficiary") for each in zip(*buckets, strict=True))
    return Gathered(own.sort(_CLAIM), theirs.sort(*_CLAIM, "position"))


def billed_months(family: Family, claims: pl.DataFrame, lines: pl.DataFrame) -> tuple[pl.Series, int]:
    """The days of the months that some claims bill, and how many more cannot be compared: see ``History.add``."""
    known, unknown = _months_of(oxygen_lines(family, claims, lines.select(_READ)))
    return known["day"], unknown


def _months_of(own: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The oxygen lines that are months of somebody on some day, and how many lack either."""
    # Without its day the kind of a line is not known either.
    months = own.filter(pl.col("kind").is_in(list(_AS_BILLED)) | pl.col("day").is_null())
    known = months.filter(pl.col("beneficiary").is_not_null() & pl.col("day").is_not_null())
    return known, months.height - known.height


def _of_file(frame: pl.DataFrame, file: int) -> pl.DataFrame:
    return frame.with_columns(pl.lit(file, pl.UInt32).alias("file"))


def _standing(billed: pl.DataFrame) -> pl.DataFrame:
    """The months as they stand after voids, each once for every answer."""
    void = pl.col("frequency") == VOIDS
    if billed.select(void.any()).item():
        bills = (~pl.col("frequency").is_in([REPLACES, VOIDS])).sum().over(_MONTH)
        voids = void.sum().over(_MONTH)
        billed = billed.filter(~void & ~((voids > 0) & (voids >= bills)))
    return billed.drop("frequency").unique()
