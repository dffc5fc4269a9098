"""What an error about a claim file rejects: a claim, or every claim under a level (HL) or in an envelope.

All of a claim is at risk, once, on the first error that rejects it. A level or an envelope may go on in the pieces to
come, so its finding is held back until it has ended; and a trailer may reject claims of the pieces before it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import polars as pl

from oxyclaim.bulk.found import FOUND
from oxyclaim.x12.claim_837p.reader import Piece
from oxyclaim.x12.core.checks.findings import ERROR
from oxyclaim.x12.core.kinds import index_of

_CODES = ("group_code", "carc", "rarc")
_LEVELS = ("biller", "subscriber", "patient")
_ABOVE = ("interchange", "group", "transaction", *_LEVELS)
_HEADS = (("ISA", "ISA"), ("GS", "GS"), ("ST", "ST"), ("2000A", "HL"), ("2000B", "HL"), ("2000C", "HL"))


@dataclass(frozen=True)
class Taken:
    """What a piece brings. ``findings``: columns ``FOUND``. The others are numbers of claims.

    ``late``: claims of earlier pieces that are rejected for something in this one.
    """

    findings: pl.DataFrame
    set_aside: pl.Series
    rejected: pl.Series
    late: pl.Series


@dataclass(frozen=True)
class Standing:
    """What must be known of a piece to tell what its errors reject, and those of the pieces behind it.

    ``first``: the number of its first segment; ``last``: no piece follows. ``open_at_end``: the segments that have
    begun what may go on in the next piece. ``claims``: each claim with ``segment``, the segments that begin what it
    stands in, ``charge_cents`` and how many ``lines`` it has.
    """

    first: int
    last: bool
    open_at_end: frozenset[int]
    claims: pl.DataFrame

    def numbered(self, first_claim: int) -> "Standing":
        """The same with claims that are numbered from another number on."""
        return replace(self, claims=self.claims.with_columns(pl.col("claim") + first_claim))


def standing_of(piece: Piece) -> Standing:
    """How the claims of a piece stand in it."""
    return Standing(piece.text.first, piece.last, frozenset(_open_at_end(piece)), _claims(piece))


def set_aside(claims: pl.DataFrame, keys: Iterable[int]) -> pl.Series:
    """Claims (``Standing.claims``) whose own segments, or the levels above them, have an error of level 1.

    ``keys``: the numbers of the segments that such errors reject.
    """
    named = pl.any_horizontal(pl.col("segment", *_LEVELS).is_in(list(keys)).fill_null(False))
    return claims.filter(named)["claim"]


def set_aside_by(findings: pl.DataFrame, claims: pl.DataFrame) -> pl.Series:
    """The claims of a piece that cannot be judged for what was found in it (with ``rejects``)."""
    keys = findings.filter((pl.col("severity") == ERROR) & (pl.col("snip_level") == 1))["rejects"].drop_nulls()
    return set_aside(claims, keys) if len(keys) else pl.Series(dtype=pl.Int64)


@dataclass
class _Held:
    """The first error of a level or an envelope that is open still."""

    row: pl.DataFrame
    cents: int
    claims: int


@dataclass
class Rejections:
    """Follows one file through its pieces, in order.

    ``told_already``: how many cents of some earlier claims are at risk for something else, so that nothing is counted
    twice.
    """

    told_already: Callable[[pl.Series], int] = lambda claims: 0
    _held: dict[int, _Held] = field(default_factory=dict)
    _aside: set[int] = field(default_factory=set)
    _earlier: list[pl.DataFrame] = field(default_factory=list)

    def take(self, piece: Standing, findings: pl.DataFrame) -> Taken:
        """``findings``: everything that was found in the piece, of the envelopes first, with ``rejects`` (``TOLD``)."""
        errors = findings.select("rejects", "snip_level", row=pl.int_range(pl.len())).filter(
            (findings["severity"] == ERROR) & findings["rejects"].is_not_null()
        )
        if errors.is_empty() and not self._held:
            if piece.last:
                self._earlier = []
            else:
                self._remember(piece, piece.claims.with_columns(rejected=pl.lit(False)))
            none = pl.Series(dtype=pl.Int64)
            return Taken(findings.select(_found(_UNPRICED)), none, none, none)
        claims = piece.claims
        first = dict(errors.unique("rejects", keep="first").select("rejects", "row").iter_rows())
        order = [*self._held, *(key for key in sorted(first, key=lambda key: first[key]) if key not in self._held)]
        by = _first_of(claims, order)
        costs = _costs(claims.filter(by.is_not_null()), by.drop_nulls())
        behind = [key for key in first if key < piece.first and key not in self._held]
        late, late_costs = self._late(sorted(behind, key=lambda key: first[key]))
        rejected = claims["claim"].filter(by.is_not_null())
        set_aside = self._set_aside(claims, errors)
        self._remember(piece, claims.with_columns(rejected=by.is_not_null()))
        told = self._told(piece, findings, first, [(order[n], *cost) for n, *cost in costs], late_costs)
        return Taken(told, set_aside, rejected, late)

    def left(self) -> pl.DataFrame:
        """What is held back still, where the file turns out to be unreadable."""
        rows = [_priced(held.row, held.cents, held.claims) for held in self._held.values()]
        self._held = {}
        return pl.concat(rows) if rows else pl.DataFrame(schema=FOUND)

    def _told(
        self,
        piece: Standing,
        findings: pl.DataFrame,
        first: dict[int, int],
        costs: list[tuple[int, int, int]],
        late: dict[int, tuple[int, int]],
    ) -> pl.DataFrame:
        by_row: dict[int, tuple[int, int]] = {}
        for key, cents, count in costs:
            if key in self._held:
                self._held[key].cents += cents
                self._held[key].claims += count
            else:
                by_row[first[key]] = (cents, count)
        for key, (cents, count) in late.items():
            before = by_row.get(first[key], (0, 0))
            by_row[first[key]] = (before[0] + cents, before[1] + count)
        open_keys = frozenset[int]() if piece.last else piece.open_at_end
        released = [_priced(h.row, h.cents, h.claims) for key, h in self._held.items() if key not in open_keys]
        self._held = {key: held for key, held in self._held.items() if key in open_keys}
        held_rows = []
        for key, row in first.items():
            if key in open_keys and key not in self._held:
                self._held[key] = _Held(findings[row], *by_row.pop(row, (0, 0)))
                held_rows.append(row)
        rows = pl.int_range(findings.height, eager=True)
        numbers = list(by_row)
        table = pl.DataFrame(
            {"row": numbers, "cents": [by_row[n][0] for n in numbers], "claims": [by_row[n][1] for n in numbers]},
            schema={"row": pl.Int64, "cents": pl.Int64, "claims": pl.Int64},
        )
        own = findings.with_columns(row=rows).join(table, on="row", how="left", maintain_order="left")
        own = own.select(_found(_PRICED))
        if held_rows:
            own = own.filter(~rows.is_in(held_rows))
        return pl.concat([*released, own]) if released else own

    def _late(self, keys: list[int]) -> tuple[pl.Series, dict[int, tuple[int, int]]]:
        """Claims of earlier pieces that are rejected now; cents and number by key."""
        costs: dict[int, tuple[int, int]] = {}
        claims: list[pl.Series] = []
        if not keys:
            return pl.Series(dtype=pl.Int64), costs
        for number, frame in enumerate(self._earlier):
            by = _first_of(frame, keys).set(frame["rejected"], None)
            hit = by.is_not_null()
            if hit.any():
                self._earlier[number] = frame.with_columns(rejected=frame["rejected"] | hit)
                claims.append(frame["claim"].filter(hit))
                for n, cents, count in _costs(frame.filter(hit), by.drop_nulls()):
                    told = self.told_already(frame["claim"].filter((by == n).fill_null(False)))
                    before = costs.get(keys[n], (0, 0))
                    costs[keys[n]] = (before[0] + max(0, cents - told), before[1] + count)
        return pl.concat(claims) if claims else pl.Series(dtype=pl.Int64), costs

    def _set_aside(self, claims: pl.DataFrame, errors: pl.DataFrame) -> pl.Series:
        """Claims whose own segments, or the levels above them, have an error of level 1."""
        keys = [*errors["rejects"].filter(errors["snip_level"] == 1), *self._aside]
        if not keys:
            return pl.Series(dtype=pl.Int64)
        self._aside.update(keys)
        return set_aside(claims, keys)

    def _remember(self, piece: Standing, claims: pl.DataFrame) -> None:
        """Keep what a trailer may reject, and the levels that go on."""
        if piece.last:
            self._earlier = []
            return
        open_keys = piece.open_at_end
        self._aside &= open_keys
        begun = max(open_keys, default=-1)
        interchange = min(open_keys, default=begun)
        kept = [each for each in self._earlier if each["interchange"][-1] == interchange]
        self._earlier = [*kept, claims] if claims.height else kept


_UNPRICED = (
    pl.lit(0, pl.Int64).alias("amount_at_risk_cents"),
    pl.lit("").alias("amount_basis"),
    pl.when(pl.col("severity") == ERROR).then(pl.lit("rejected")).otherwise(pl.lit("")).alias("forecast"),
)
_PRICED = (
    pl.when(pl.col("claims") > 1)
    .then(pl.format("{}; {} claims are rejected for it", "message", "claims"))
    .otherwise("message")
    .alias("message"),
    pl.col("cents").fill_null(0).alias("amount_at_risk_cents"),
    pl.when(pl.col("claims") > 0).then(pl.lit("charge")).otherwise(pl.lit("")).alias("amount_basis"),
    _UNPRICED[2],
)


def _priced(row: pl.DataFrame, cents: int, claims: int) -> pl.DataFrame:
    counted = row.with_columns(cents=pl.lit(cents, pl.Int64), claims=pl.lit(claims, pl.Int64))
    return counted.select(_found(_PRICED))


def _found(made: tuple[pl.Expr, ...]) -> list[pl.Expr]:
    """The columns ``FOUND``, some of them made, the codes of an answer left empty."""
    own = {each.meta.output_name(): each for each in made}
    return [
        own.get(name, pl.lit("") if name in _CODES else pl.col(name)).cast(dtype).alias(name)
        for name, dtype in FOUND.items()
    ]


def _claims(piece: Piece) -> pl.DataFrame:
    """Each claim with the numbers of the segments that begin it and what it stands in."""
    numbers = piece.segments["segment"]
    above = dict(zip(_ABOVE, piece.heads.above, strict=True))
    counts = piece.lines.group_by("claim").agg(lines=pl.len())
    claims = piece.claims.select("claim", "segment", pl.col("charge_cents").fill_null(0)).with_columns(
        **{name: numbers.gather(rows) for name, rows in above.items()}
    )
    counted = claims.join(counts, on="claim", how="left", maintain_order="left")
    return counted.with_columns(pl.col("segment", *_ABOVE).cast(pl.UInt32), pl.col("lines").fill_null(0))


def _first_of(claims: pl.DataFrame, keys: list[int]) -> pl.Series:
    """For each claim the place in ``keys`` of the first that names it or what it stands in, or null."""
    if not keys:
        return pl.repeat(None, claims.height, dtype=pl.Int64, eager=True)
    places = pl.DataFrame({"key": keys, "place": range(len(keys))}, schema={"key": pl.Int64, "place": pl.Int64})
    places = places.sort("key")
    named = places["key"].implode()
    found = [
        places["place"].gather(index_of(claims[name].cast(pl.Int64), places["key"])).alias(name)
        for name in (*_ABOVE, "segment")
        # Few errors reject more than a claim: most columns name none of them.
        if claims[name].is_in(named).any()
    ]
    if not found:
        return pl.repeat(None, claims.height, dtype=pl.Int64, eager=True)
    return pl.select(pl.min_horizontal(found)).to_series()


def _costs(claims: pl.DataFrame, by: pl.Series) -> list[tuple[int, int, int]]:
    """Cents and number of the claims by what rejects them."""
    rows = claims.select("charge_cents", by=by).group_by("by").agg(pl.col("charge_cents").sum(), pl.len())
    return list(rows.iter_rows())


def _open_at_end(piece: Piece) -> set[int]:
    """The numbers of the segments that have begun what may go on in the next piece."""
    last = (piece.kinds.rows(loop, identifier) for loop, identifier in _HEADS)
    return {piece.segments["segment"][int(rows[-1])] for rows in last if len(rows)}
