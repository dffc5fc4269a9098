"""The key table: what is kept of every oxygen line of a run, to find what several claims bill together.

About 45 bytes a line. Nobody can read a patient from it: beneficiary and supplier are hashes with a secret of the run.
It only finds the lines that meet; what that means is for the rule book.
"""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import polars as pl

from oxyclaim.bulk.family import KIND, Family
from oxyclaim.bulk.spill import Buckets
from oxyclaim.claims.filing import MEDICARE_PART_B

SPILL_ROWS = 5_000_000
FEW_LINES = 1_000
REPLACES, VOIDS = 7, 8
"""Claim frequency codes of a claim that replaces or voids an earlier one: neither is a second bill."""

_secret = secrets.randbits(63)
_LINE = ["file", "claim", "position"]
_BILLED = ["beneficiary", "code", "kind", "day"]
_READ = ["claim", "position", "code", "modifiers", "service_from", "charge_cents"]
_PAIR = ["code", "kind", "day", "charge_cents", *_LINE]


def secret() -> int:
    """The secret of this process's hashes, for the other processes of a run."""
    return _secret


def use_secret(given: int) -> None:
    """Make the hashes of another process, whose secret is given."""
    global _secret  # noqa: PLW0603
    _secret = given


def beneficiary() -> pl.Expr:
    """The hash of a claim's beneficiary, over ``CLAIMS``; null where the claim names no member.

    An id of Medicare (filing indicator MB) is one for the nation, whichever contractor is billed; another payer's id
    is told apart by the payer's id or, without it, by the filing indicator.
    """
    kind, payer = pl.col("filing_indicator"), pl.col("payer_id")
    by_kind = (kind == MEDICARE_PART_B) | payer.is_null()
    bare = pl.col("member_id").str.strip_chars("- \t")
    member = bare.str.replace_all("-", "", literal=True).str.to_uppercase()
    of_payer = pl.when(by_kind).then(kind.hash(_secret + 1)).otherwise(payer.hash(_secret + 1))
    return pl.when(bare != "").then(member.hash(_secret) ^ of_payer).alias("beneficiary")


def beneficiary_text() -> pl.Expr:
    """What that hash tells apart, as text: for hashes that must last longer than a run."""
    kind, payer = pl.col("filing_indicator"), pl.col("payer_id")
    bare = pl.col("member_id").str.strip_chars("- \t")
    member = bare.str.replace_all("-", "", literal=True).str.to_uppercase()
    of_payer = pl.when((kind == MEDICARE_PART_B) | payer.is_null()).then(kind).otherwise(payer).fill_null("\x01")
    return pl.when(bare != "").then(pl.concat_str(of_payer, pl.lit("\x00"), member)).alias("beneficiary_text")


def supplier() -> pl.Expr:
    """The hash of a claim's billing NPI; null where it has none."""
    npi = pl.col("billing_npi")
    return pl.when(npi != "").then(npi.hash(_secret)).alias("supplier")


def oxygen_lines(family: Family, claims: pl.DataFrame, lines: pl.DataFrame, *also: pl.Expr) -> pl.DataFrame:
    """The oxygen lines with the ``beneficiary`` and ``supplier`` of their claims, ``kind``, ``day`` and ``frequency``.

    ``also``: more columns to take from the claims.
    """
    frequency = pl.col("frequency").cast(pl.UInt8, strict=False).fill_null(1).alias("frequency")
    of_claims = claims.select(beneficiary(), supplier(), frequency, *also)
    own = family.lines(lines).rename({"service_from": "day"})
    return pl.concat([own, of_claims[_row_of(claims["claim"], own["claim"])]], how="horizontal")


def _row_of(claims: pl.Series, wanted: pl.Series) -> pl.Series:
    """The row of each wanted claim; the numbers of claims ascend and every wanted one is there."""
    if claims.is_empty() or claims[-1] - claims[0] + 1 == len(claims):
        return wanted - (claims[0] if len(claims) else 0)
    return claims.search_sorted(wanted)


def _schema(family: Family) -> pl.Schema:
    schema: dict[str, Any] = {
        "beneficiary": pl.UInt64,
        "supplier": pl.UInt64,
        "code": family.code,
        "kind": KIND,
        "day": pl.Date,
        "frequency": pl.UInt8,
        "charge_cents": pl.Int64,
        "part_b": pl.Boolean,
        "anew": pl.Boolean,
        "file": pl.UInt32,
        "claim": pl.UInt32,
        "position": pl.UInt32,
    }
    return pl.Schema(schema)


def key_rows(family: Family, claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """What is kept of the oxygen lines of some claims: the columns of the table, ``claim`` as it is numbered there.

    ``file`` only where the lines have it.
    """
    part_b = (pl.col("filing_indicator") == MEDICARE_PART_B).fill_null(False).alias("part_b")
    numbers = [name for name in ("file",) if name in lines.columns]
    own = oxygen_lines(family, claims, lines.select(*_READ, *numbers), part_b)
    own = own.with_columns(family.begins_anew().alias("anew"))
    kinds = _schema(family) | {"claim": pl.Int64}
    return own.select(pl.col(name).cast(kind) for name, kind in kinds.items() if name in own.columns)


class KeyTable:
    """The keys of a run's oxygen lines; use it with ``with``, so that what it spilled is removed.

    ``spill_rows``, ``folder``, ``buckets``: see ``Buckets``.
    """

    def __init__(self, family: Family, spill_rows: int = SPILL_ROWS, folder: Path | None = None, buckets: int = 64):
        self._family = family
        self.schema = _schema(family)
        self._buckets = Buckets(self.schema, spill_rows, folder, buckets)
        self.incomparable = 0
        """Oxygen lines without a member id or a service date: they are compared with no other."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._buckets.close()

    def __len__(self) -> int:
        return self._buckets.rows

    def add(self, claims: pl.DataFrame, lines: pl.DataFrame, file_number: int) -> None:
        """Take in the oxygen lines of a piece of a file."""
        self.take(key_rows(self._family, claims, lines), file_number)

    def take(self, rows: pl.DataFrame, file_number: int | None = None) -> None:
        """Take in the rows that ``key_rows`` has made; ``file_number`` None: they have a column ``file``."""
        known = rows.filter(pl.col("beneficiary").is_not_null() & pl.col("day").is_not_null())
        self.incomparable += rows.height - known.height
        if file_number is not None:
            known = known.with_columns(pl.lit(file_number).alias("file"))
        self._buckets.add(known.select(pl.col(name).cast(kind) for name, kind in self.schema.items()))

    def may_meet(self) -> bool:
        """Whether two lines of the run can be of one beneficiary and not all of one claim, day and different codes.

        Asked of few lines only; of many it costs more than finding those that meet.
        """
        if self._buckets.rows > FEW_LINES or self._buckets.spilled:
            return True
        seen: dict[int, tuple[tuple[Any, ...], set[str]]] = {}
        for frame in self._buckets.frames():
            for person, code, *place in frame.select("beneficiary", "code", "file", "claim", "day").iter_rows():
                first, codes = seen.setdefault(person, (tuple(place), set()))
                if first != tuple(place) or code in codes:
                    return True
                codes.add(code)
        return False

    def duplicates(self) -> Iterator[pl.DataFrame]:
        """Lines billed twice: of one beneficiary, code, kind and service day. One row a line that came later.

        Columns: ``code``, ``kind``, ``day``, ``charge_cents``, ``file``, ``claim``, ``position`` of the later line,
        ``first_file``, ``first_claim``, ``first_position`` of the one before it, and ``same_supplier`` (null where the
        supplier of one is not known). As many bills as were voided in the run, and all replacements, are no
        duplicates.
        """
        return self._each(_duplicates)

    def two_portables(self) -> Iterator[pl.DataFrame]:
        """Rent of one kind, stationary or portable, that begins within the rental month of another claim.

        One row a later line, with the columns of ``duplicates`` and ``first_code``, ``first_day``. The same code on the
        same day is a duplicate and not told here; the same code on another day is told.
        """
        return self._each(_second_equipment)

    def contents_during_rental(self) -> Iterator[pl.DataFrame]:
        """Contents delivered within a rental month that another claim bills: one row a line and kind of equipment.

        Columns as ``two_portables`` has them, and ``first_kind`` (stationary or portable); the first is the rent, the
        last one that began on or before the day. Where the line's own claim bills that rent, the claim shows it itself
        and it is not told here.
        """
        return self._each(_contents)

    def rent(self) -> Iterator[pl.DataFrame]:
        """The rent billed to Medicare that is not voided in the run, some beneficiaries at a time, by time."""
        rented = pl.col("part_b") & pl.col("kind").is_in(["stationary", "portable"])
        for frame in self._buckets.frames():
            yield _standing(frame.filter(rented & (pl.col("frequency") != REPLACES)))

    def _each(self, find: Callable[[pl.DataFrame], pl.DataFrame]) -> Iterator[pl.DataFrame]:
        for frame in self._buckets.frames():
            found = find(frame)
            if not found.is_empty():
                yield found.sort(_LINE, maintain_order=True)


def _repeated(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows whose beneficiary, code, kind and day come again, in the order of the run; perhaps a few others."""
    small = pl.col("code").to_physical().cast(pl.UInt64) * 256 + pl.col("kind").to_physical().fill_null(255)
    rest = pl.col("day").to_physical().cast(pl.Int64).cast(pl.UInt64, wrap_numerical=True) * 65536 + small
    key = frame.select((pl.col("beneficiary") ^ rest.hash(0)).alias("key"))["key"]
    ordered = key.sort()
    again = ordered.filter(ordered == ordered.shift(1)).unique()
    return frame.filter(key.is_in(again.implode())).sort(_LINE) if len(again) else frame.clear()


def _voided(by: list[str]) -> pl.Expr:
    return (pl.col("frequency") == VOIDS).sum().over(by)


def _duplicates(frame: pl.DataFrame) -> pl.DataFrame:
    again = _repeated(frame)
    of_supplier = [*_BILLED, "supplier"]
    bills = again.with_columns(_voided(of_supplier).alias("voids")).filter(
        ~pl.col("frequency").is_in([REPLACES, VOIDS])
    )
    bills = bills.with_columns(pl.int_range(pl.len()).over(of_supplier).alias("rank"))
    own = _with_first(bills, of_supplier).filter(
        pl.col("supplier").is_not_null() & (pl.col("rank") > pl.col("voids"))
    ).with_columns(pl.lit(True).alias("same_supplier"))  # fmt: skip
    # What stands of each supplier, and every line whose supplier is not known, meets the first of another one.
    left = (pl.len().over(of_supplier) > pl.col("voids")) & (pl.col("rank") == 0)
    left = pl.when(pl.col("supplier").is_null()).then(pl.col("rank") >= pl.col("voids")).otherwise(left)
    others = _with_first(bills.filter(left), _BILLED).filter(pl.int_range(pl.len()).over(_BILLED) > 0)
    others = others.with_columns((pl.col("supplier") == pl.col("first_supplier")).alias("same_supplier"))
    shown = [*_PAIR, *(f"first_{name}" for name in _LINE), "same_supplier"]
    return pl.concat([own.select(shown), others.select(shown)])


def _with_first(bills: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    first = [pl.col(name).first().over(by).alias(f"first_{name}") for name in (*_LINE, "supplier")]
    return bills.with_columns(first)


def _standing(frame: pl.DataFrame) -> pl.DataFrame:
    """The lines that are not voided in the run, in the order of beneficiary, kind and day."""
    if frame["frequency"].eq(VOIDS).any():
        bills = (~pl.col("frequency").is_in([REPLACES, VOIDS])).sum().over(_BILLED)
        void = pl.col("frequency") == VOIDS
        frame = frame.filter(~void & ~((_voided(_BILLED) >= bills) & (_voided(_BILLED) > 0)))
    return frame.sort("beneficiary", "kind", "day", *_LINE)


def _with_row(ordered: pl.DataFrame, row: pl.Expr) -> pl.DataFrame:
    """The rows that have a partner, with its columns as ``first_...``; ``row`` is the number of the partner's row."""
    at = ordered.with_row_index("_row").select(row.cast(pl.UInt32).alias("row"))["row"]
    kept = at.is_not_null()
    first = ordered[at.filter(kept)].select(pl.all().name.prefix("first_"))
    met = pl.concat([ordered.filter(kept), first], how="horizontal")
    return met.filter(pl.col("beneficiary") == pl.col("first_beneficiary"))


def _second_equipment(frame: pl.DataFrame) -> pl.DataFrame:
    rent = frame.filter(pl.col("kind").is_in(["stationary", "portable"]))
    ordered = _once(_standing(rent))
    new_claim = pl.any_horizontal(pl.col(name) != pl.col(name).shift(1) for name in ("file", "claim"))
    # The last row of another claim; it stands just before the rows of this one.
    before = pl.when(new_claim).then(pl.col("_row") - 1).forward_fill()
    return _shown(_with_row(ordered, before).filter(pl.col("kind") == pl.col("first_kind")))


def _once(ordered: pl.DataFrame) -> pl.DataFrame:
    """A code that is billed twice for a day once, as it was billed first."""
    same_day = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in ("beneficiary", "kind", "day"))
    beside = ordered.select((same_day | same_day.shift(-1)).fill_null(False).alias("beside"))["beside"]
    if not beside.any():
        return ordered
    kept = ordered.with_row_index("_row")
    first = kept.filter(beside).unique(_BILLED, keep="first", maintain_order=True)
    return pl.concat([kept.filter(~beside), first]).sort("_row").drop("_row")


def _contents(frame: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([_contents_with(frame, kind) for kind in ("stationary", "portable")])


def _contents_with(frame: pl.DataFrame, equipment: str) -> pl.DataFrame:
    """Contents lines and the last rent of a kind of equipment that began on or before their day."""
    contents = pl.col("kind") == "contents"
    both = frame.filter(contents | (pl.col("kind") == equipment))
    # Within a day the rent stands first, whatever the order of the claims.
    ordered = _standing(both).sort("beneficiary", "day", contents, *_LINE)
    rent = pl.when(~contents).then("_row").forward_fill()
    another = pl.any_horizontal(pl.col(name) != pl.col(f"first_{name}") for name in ("file", "claim"))
    return _shown(_with_row(ordered, rent).filter(contents & another))


def _shown(met: pl.DataFrame) -> pl.DataFrame:
    """The pairs whose later day falls within the rental month that begins on the first one."""
    near = met.filter((pl.col("day") - pl.col("first_day")).dt.total_days() <= 31)
    near = near.filter(pl.col("day") < pl.col("first_day").dt.offset_by("1mo"))
    same = (pl.col("supplier") == pl.col("first_supplier")).alias("same_supplier")
    return near.select(*_PAIR, *(f"first_{name}" for name in ("code", "kind", "day", *_LINE)), same)
