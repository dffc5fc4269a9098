"""What findings cost, by payer, supplier, code and month, and which lines cost the most.

A finding carries its money; payer, supplier, code and month go beside it (``ABOUT``). Money of a claim that is rejected
as a whole belongs to its lines, so that each sum is the money at risk. Names of patients are never asked for.
"""

from dataclasses import dataclass, field

import polars as pl

from oxyclaim.bulk.report import REPORT

ABOUT = {
    "payer": pl.String,  # 2010BB NM109, else its name; empty where the claim names none
    "payer_name": pl.String,
    "supplier": pl.String,  # the billing NPI, else the name
    "supplier_name": pl.String,
    "code": pl.String,
    "month": pl.Date,  # the first day of the month of service
}
"""Columns beside those of a report; null or empty in findings that are of no one line."""

OF_CLAIM = ("payer", "payer_name", "supplier", "supplier_name")
DIMENSIONS = ("payer", "supplier", "code", "month")
NAMES = {"payer": "payer_name", "supplier": "supplier_name"}

UNEVEN = "lines do not add up"
"""In place of a code: the charge of a rejected claim whose lines come to another sum."""

MOST_LINES, MOST_WHOLES = 50, 20
"""Lines, and rejections of whole claims, that are kept: those that cost the most."""

_COMPACT = 500
"""Frames of sums that are added up at once."""
_AMOUNT = "amount_at_risk_cents"
_CUBE = {"rule": pl.String, **ABOUT, "lines": pl.Int64, "cents": pl.Int64}
_BY = ["rule", *DIMENSIONS]
_COSTLIEST = [_AMOUNT, "file", "claim_id", "line_number", "byte_position", "rule"]


def about_claims() -> list[pl.Expr]:
    """What a claim (``CLAIMS``) says of payer and supplier."""
    return [
        pl.coalesce("payer_id", "payer_name").alias("payer"),
        pl.col("payer_name"),
        pl.coalesce("billing_npi", "billing_name").alias("supplier"),
        pl.col("billing_name").alias("supplier_name"),
    ]


def about_lines() -> list[pl.Expr]:
    """What a line (``LINES``) says of code and month."""
    return [pl.col("code"), month_of("service_from")]


def month_of(day: str) -> pl.Expr:
    """The month of a date."""
    return pl.col(day).dt.truncate("1mo").alias("month")


def money_of(claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The charge of each claim, line by line. Columns: ``claim``, ``position``, ``ABOUT``, ``cents``.

    A claim whose lines come to another sum than its charge has one row without a line, position 0.
    """
    own = lines.select("claim", "position", *about_lines(), cents=pl.col("charge_cents").fill_null(0))
    of_claims = claims.select("claim", *about_claims(), charge=pl.col("charge_cents").fill_null(0))
    sums = own.group_by("claim").agg(pl.col("cents").sum().alias("sum"))
    of_claims = of_claims.join(sums, on="claim", how="left", maintain_order="left")
    even = of_claims["charge"] == of_claims["sum"].fill_null(0)
    columns = ["claim", "position", *ABOUT, "cents"]
    whole = own.join(of_claims.filter(even), on="claim", maintain_order="left").select(columns)
    if even.all():
        return whole
    uneven = of_claims.filter(~even).with_columns(
        position=pl.lit(0, own.schema["position"]), code=pl.lit(UNEVEN), month=pl.lit(None, pl.Date), cents="charge"
    )
    return pl.concat([whole, uneven.select(columns)])


@dataclass
class Costs:
    """Adds up what a run finds, frame by frame; a few thousand sums are held, and some fifty lines."""

    total_cents: int = 0
    lines: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REPORT | ABOUT))
    """The lines that cost the most, most first. Columns: ``REPORT``, ``ABOUT``."""
    wholes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REPORT | ABOUT))
    """The same of what rejects whole claims."""
    _sums: list[pl.DataFrame] = field(default_factory=lambda: [pl.DataFrame(schema=_CUBE)])
    _open: "_Open | None" = None

    def add(self, findings: pl.DataFrame) -> None:
        """Take findings as they come. Columns: ``REPORT`` and ``ABOUT``, texts empty where nothing is known."""
        paid = findings.filter(pl.col(_AMOUNT) > 0)
        if paid.is_empty():
            return
        self.total_cents += int(paid[_AMOUNT].sum())
        of_lines = pl.col("code") != ""
        lines = paid.filter(of_lines)
        self.lines = _costliest([self.lines, lines], MOST_LINES)
        self.wholes = _costliest([self.wholes, paid.filter(~of_lines)], MOST_WHOLES)
        self._add_up(lines.with_columns(cents=_AMOUNT))

    def add_part(
        self, number: int, money: pl.DataFrame, rejected: pl.Series, late: pl.Series, told: pl.DataFrame | None
    ) -> None:
        """Take the money of the claims that a part of a file rejects, of earlier parts too.

        ``number``: of the file; its parts come in order. ``money``: see ``money_of``; of every claim of the part.
        ``rejected``, ``late``: see ``Part``. ``told``: money of its lines (``claim``, ``position``,
        ``amount_at_risk_cents``) that findings of lines have told already.
        """
        if self._open is None or self._open.number != number:
            self._open = _Open(number)
        if money.height:
            is_rejected = pl.col("claim").is_in(rejected.implode())
            if len(rejected):
                self._add_up(money.filter(is_rejected))
            self._open.hold(money.filter(~is_rejected) if len(rejected) else money)
        if len(late):
            self._add_up(self._open.released(late, told))

    def cube(self) -> pl.DataFrame:
        """The sums. Columns: ``rule`` (empty for claims that are rejected whole), ``ABOUT``, ``lines``, ``cents``.

        What could not be told apart stands in one row without payer, supplier, code and month, so that the sum over
        all rows is ``total_cents``.
        """
        self._compact()
        known = self._sums[0]
        left = self.total_cents - int(known["cents"].sum())
        if not left:
            return known
        row = {name: "" for name, dtype in _CUBE.items() if dtype == pl.String}
        return pl.concat([known, pl.DataFrame([row | {"lines": 0, "cents": left}], schema=_CUBE)])

    def _add_up(self, rows: pl.DataFrame) -> None:
        rule = pl.col("rule") if "rule" in rows.columns else pl.lit("").alias("rule")
        own = rows.select(rule, *ABOUT, lines=pl.lit(1, pl.Int64), cents=pl.col("cents").cast(pl.Int64))
        self._sums.append(_summed(own.with_columns(pl.col(pl.String).fill_null(""))))
        if len(self._sums) > _COMPACT:
            self._compact()

    def _compact(self) -> None:
        self._sums = [_summed(pl.concat(self._sums))]


def _summed(rows: pl.DataFrame) -> pl.DataFrame:
    # A name that is spelled in several ways is told in the first one by alphabet, whatever came first.
    names = [pl.col(name).filter(pl.col(name) != "").min().fill_null("") for name in NAMES.values()]
    sums = rows.group_by(_BY).agg(*names, pl.col("lines").sum(), pl.col("cents").sum())
    return sums.select(pl.col(name).cast(dtype) for name, dtype in _CUBE.items())


def _costliest(frames: list[pl.DataFrame], most: int) -> pl.DataFrame:
    ordered = pl.concat(frames).sort(_COSTLIEST, descending=[True] + [False] * (len(_COSTLIEST) - 1), nulls_last=True)
    return ordered.head(most)


class _Open:
    """The charges of a file that is being read, whose trailers may reject claims of the parts before: 20 bytes a line.

    What stands beside the money is kept once for all lines that share it.
    """

    def __init__(self, number: int):
        self.number = number
        self._about = pl.DataFrame(schema={**ABOUT, "key": pl.UInt32})
        self._rows: list[pl.DataFrame] = []

    def hold(self, money: pl.DataFrame) -> None:
        """Keep the charges of some claims."""
        names = list(ABOUT)
        new = money.select(names).unique(maintain_order=True).join(self._about, on=names, how="anti", nulls_equal=True)
        self._about = pl.concat(
            [self._about, new.select(names).with_row_index("key", self._about.height).select(*names, "key")]
        )
        keyed = money.join(self._about, on=names, how="left", nulls_equal=True, maintain_order="left")
        self._rows.append(
            keyed.select(pl.col("claim", "position").cast(pl.UInt32), pl.col("key"), pl.col("cents").cast(pl.Int64))
        )

    def released(self, claims: pl.Series, told: pl.DataFrame | None) -> pl.DataFrame:
        """The charges of some of the claims, without what was told of their lines."""
        named = pl.col("claim").is_in(claims.cast(pl.UInt32).implode())
        rows = pl.concat([frame.filter(named) for frame in self._rows]) if self._rows else None
        if rows is None:
            return pl.DataFrame(schema={**ABOUT, "cents": pl.Int64})
        if told is not None and told.height:
            key = [pl.col(name).cast(pl.UInt32) for name in ("claim", "position")]
            before = told.group_by(key).agg(pl.col(_AMOUNT).sum().alias("told"))
            rows = rows.join(before, on=["claim", "position"], how="left", maintain_order="left")
            rows = rows.with_columns(cents=(pl.col("cents") - pl.col("told").fill_null(0)).clip(0))
        return rows.join(self._about, on="key", maintain_order="left").select(*ABOUT, "cents").filter(
            pl.col("cents") > 0
        )  # fmt: skip
