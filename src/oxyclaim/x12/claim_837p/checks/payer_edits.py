"""What a payer's front end refuses beyond the guide. Which edits there are, and their values, is the payer's affair."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from oxyclaim.x12.claim_837p.reader import Piece
from oxyclaim.x12.core.checks.findings import WARNING, as_findings, none_found
from oxyclaim.x12.core.kinds import index_of, last_before

LEVEL = 7
_MEDICARE = ("MA", "MB")


@dataclass(frozen=True)
class Edits:
    """The edits of a payer on some day: their names, the values that they ask for, and the edition they are from.

    A name that ``NAMES`` does not hold is of no edit that is known here. Amounts in cents.
    """

    names: frozenset[str]
    frequencies: frozenset[str]
    sequences: frozenset[str]
    paper_ways: frozenset[str]
    amount_max_cents: int
    units_max: float
    edition: str


_Found = Iterator[tuple[pl.Series, str, str]]
"""Numbers of segments, the element and what is wrong."""


def payer_edit_findings(piece: Piece, concerned: pl.Series, edits: Edits, as_of: dt.date) -> pl.DataFrame:
    """Warnings of level 7 on the claims of a piece that are ``concerned`` (a truth a claim). Columns: ``FINDINGS``."""
    if not concerned.any():
        return none_found()
    asked = _Asked(piece, concerned, edits, as_of)
    rows = []
    for name, edit in _EDITS.items():
        if name in edits.names:
            for segments, element, what in edit(asked):
                rows += [
                    {
                        "segment": segment, "snip_level": LEVEL, "rule": f"EDIT-{name.upper().replace('_', '-')}",
                        "severity": WARNING, "loop": "", "element": element, "claim": None, "line_number": None,
                        "message": f"{what} ({edits.edition})",
                    }
                    for segment in dict.fromkeys(each for each in segments.to_list() if each is not None)
                ]  # fmt: skip
    return as_findings(rows) if rows else none_found()


@dataclass(frozen=True)
class _Asked:
    piece: Piece
    concerned: pl.Series
    edits: Edits
    as_of: dt.date

    def claims(self, wrong: pl.Expr) -> pl.Series:
        """The CLM segments of the concerned claims of which something is so."""
        return self.piece.claims.filter(self.concerned & self.piece.claims.select(wrong.fill_null(False)).to_series())[
            "segment"
        ]

    def within(self, loop: str, identifier: str, wrong: pl.Expr | None = None) -> pl.Series:
        """Segments of a kind in the concerned claims."""
        rows = self.piece.kinds.rows(loop, identifier)
        if rows.is_empty():
            return rows
        table = self.piece.segments[rows]
        named = table["claim"].is_in(self.piece.claims["claim"].filter(self.concerned).implode()).fill_null(False)
        if wrong is not None:
            named &= table.select(wrong.fill_null(False)).to_series()
        return table["segment"].filter(named)

    def above(self, loop: str, identifier: str, wrong: pl.Expr, heads: pl.Series | None) -> pl.Series:
        """Segments of a kind under the heads (rows) of concerned claims; without heads all of them."""
        rows = self.piece.kinds.rows(loop, identifier)
        if rows.is_empty():
            return rows
        table = self.piece.segments[rows]
        bad = table.select((wrong & ~pl.col("context")).fill_null(False)).to_series()
        if not bad.any():
            return rows.head(0)
        if heads is not None:
            opener = "HL" if loop.startswith("20") else loop
            opened = {"2010AA": "2000A", "2010BA": "2000B", "2010BB": "2000B"}.get(loop, loop)
            kinds = self.piece.kinds
            begun = kinds.in_same_file(last_before(kinds.rows(opened, opener), rows + 1), rows)
            named = heads.filter(self.concerned).drop_nulls().unique().sort()
            bad &= index_of(begun, named).is_not_null()
        return table["segment"].filter(bad)


def _frequency(asked: _Asked) -> _Found:
    allowed = sorted(asked.edits.frequencies)
    what = f"this payer takes the frequency {', '.join(allowed)} only: a correction is a new claim or a reopening"
    yield asked.claims(~pl.col("frequency").is_in(allowed)), "CLM05-3", what


def _sequence(asked: _Asked) -> _Found:
    allowed = sorted(asked.edits.sequences)
    what = f"this payer takes claims as one of {', '.join(allowed)} in the order of payers only"
    heads = asked.piece.heads.subscriber
    yield asked.above("2000B", "SBR", ~pl.col("e01").is_in(allowed), heads), "SBR01", what


def _dependent(asked: _Asked) -> _Found:
    patients = asked.piece.heads.patient.filter(asked.concerned).drop_nulls().unique()
    what = "this payer's patients are subscribers themselves: there must be no dependent (HL03 23)"
    yield asked.piece.segments["segment"].gather(patients), "HL", what


def _payer_reference(asked: _Asked) -> _Found:
    heads = asked.piece.heads.subscriber
    yield asked.above("2010BB", "REF", pl.lit(True), heads), "REF", "this payer takes no further number of its own"


def _original_reference(asked: _Asked) -> _Found:
    what = "this payer takes no number of an earlier claim (REF F8)"
    yield asked.within("2300", "REF", pl.col("e01") == "F8"), "REF", what


def _contract(asked: _Asked) -> _Found:
    for loop in ("2300", "2400"):
        yield asked.within(loop, "CN1"), "CN1", "this payer takes no contract data"


def _currency(asked: _Asked) -> _Found:
    wrong = pl.col("e02") != "USD"
    what = "this payer takes amounts in US dollars only"
    yield asked.above("2000A", "CUR", wrong, asked.piece.heads.biller), "CUR02", what


def _purpose(asked: _Asked) -> _Found:
    what = "this payer takes original files (00) only"
    yield asked.above("ST", "BHT", pl.col("e02") != "00", asked.piece.heads.transaction), "BHT02", what


def _encounter(asked: _Asked) -> _Found:
    what = "this payer takes claims (CH) only, no encounters or demands"
    yield asked.above("ST", "BHT", pl.col("e06") != "CH", asked.piece.heads.transaction), "BHT06", what


def _member_qualifier(asked: _Asked) -> _Found:
    what = "this payer knows its patients by the member id (MI) only"
    yield asked.above("2010BA", "NM1", pl.col("e08") != "MI", asked.piece.heads.subscriber), "NM108", what


def _payer_qualifier(asked: _Asked) -> _Found:
    what = "this payer is named by its payer id (PI) only"
    yield asked.above("2010BB", "NM1", pl.col("e08") != "PI", asked.piece.heads.subscriber), "NM108", what


def _second_payer(asked: _Asked) -> _Found:
    what = "another payer of the claim is Medicare too"
    yield asked.within("2320", "SBR", pl.col("e09").is_in(_MEDICARE)), "SBR09", what


def _amount(asked: _Asked) -> _Found:
    most = asked.edits.amount_max_cents
    what = f"this payer takes no amount over {most / 100:,.2f}"
    yield asked.claims(pl.col("charge_cents") > most), "CLM02", what
    lines = asked.piece.lines.filter(pl.col("charge_cents") > most)
    yield _of_lines(asked, lines), "SV102", what


def _units(asked: _Asked) -> _Found:
    most = asked.edits.units_max
    yield (
        _of_lines(asked, asked.piece.lines.filter(pl.col("units") > most)),
        "SV104",
        (f"this payer takes no more than {most:,} units"),
    )


def _of_lines(asked: _Asked, lines: pl.DataFrame) -> pl.Series:
    """The SV1 segments of some lines of concerned claims."""
    if lines.is_empty():
        return lines["segment"]
    claims = asked.piece.claims["claim"].filter(asked.concerned)
    return lines.filter(pl.col("claim").is_in(claims.implode()))["segment"] + 1


def _future(asked: _Asked) -> _Found:
    day = f"{asked.as_of:%Y%m%d}"
    group, transaction = asked.piece.heads.group, asked.piece.heads.transaction
    what = f"the date is in the future (after {asked.as_of:%Y-%m-%d})"
    yield asked.above("GS", "GS", pl.col("e04") > day, group), "GS04", what
    yield asked.above("ST", "BHT", pl.col("e04") > day, transaction), "BHT04", what
    for loop in ("2300", "2400", "2330B", "2430"):
        # The date of service is asked at level 4.
        last = pl.when(pl.col("e02") == "D8").then("e03").when(pl.col("e02") == "RD8").then(pl.col("e03").str.slice(9))
        late = (last > day) & (pl.col("e01") != "472")
        yield asked.within(loop, "DTP", late), "DTP03", what


_INPATIENT = ("21", "51")


def _admission(asked: _Asked) -> _Found:
    inpatient = asked.claims(pl.col("place_of_service").is_in(_INPATIENT))
    if len(inpatient):
        claims = asked.piece.claims
        dated = asked.within("2300", "DTP", pl.col("e01") == "435")
        owners = claims["segment"].gather(
            (claims["segment"].search_sorted(dated, side="right").cast(pl.Int64) - 1).cast(pl.Int64)
        )
        what = "a claim of a hospital stay (place 21 or 51) needs its date of admission (DTP 435)"
        yield inpatient.filter(~inpatient.is_in(owners.implode())), "CLM", what


def _papers(asked: _Asked) -> _Found:
    allowed = sorted(asked.edits.paper_ways)
    what = f"this payer takes papers by {', '.join(allowed)} only"
    for loop in ("2300", "2400"):
        # A certificate of medical necessity stands in the claim itself.
        other = ~pl.col("e02").is_in([*allowed, "AB", "AD", "AF", "AG", "NS"])
        yield asked.within(loop, "PWK", other), "PWK02", what


_EDITS: dict[str, Callable[[_Asked], _Found]] = {
    "frequency": _frequency,
    "sequence": _sequence,
    "dependent": _dependent,
    "payer_reference": _payer_reference,
    "original_reference": _original_reference,
    "contract": _contract,
    "currency": _currency,
    "purpose": _purpose,
    "encounter": _encounter,
    "member_qualifier": _member_qualifier,
    "payer_qualifier": _payer_qualifier,
    "second_payer": _second_payer,
    "amount": _amount,
    "units": _units,
    "future": _future,
    "admission": _admission,
    "papers": _papers,
}
NAMES = frozenset(_EDITS)
"""The edits that are known."""
