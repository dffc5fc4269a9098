"""Codes of claim files against the user's own lists, in place of what is built in for the same code system."""

from collections.abc import Mapping

import polars as pl

from oxyclaim.bulk.code_files import HCPCS, ICD_10, MODIFIER, SYSTEMS, TAXONOMY, CodeList
from oxyclaim.x12.claim_837p.checks.rules import LOOP_ID, Rule, Tables, findings_of, with_created
from oxyclaim.x12.claim_837p.loops import CODE
from oxyclaim.x12.claim_837p.reader import Piece
from oxyclaim.x12.core.checks.findings import together

LEVEL = 5
_BUILT_IN = {
    HCPCS: "X12-SET-PROCEDURE-NONE",
    MODIFIER: "X12-SET-MODIFIER-NONE",
    TAXONOMY: "X12-SET-TAXONOMY-FAMILY",
}
"""The rule that asks the built-in families of a system. Diagnoses are held against lists of the rule book."""
_ICD_10_QUALIFIERS = ("ABK", "ABF")
_PXC = "PXC"


class OwnCodes:
    """The lists that the user has given, by code system."""

    def __init__(self, lists: Mapping[str, CodeList]):
        self._lists = lists
        self._rules = {system: _rule(system, own) for system, own in lists.items()}

    @property
    def replaced(self) -> frozenset[str]:
        """The rules of built-in families that the lists stand in for.

        Where a list of modifiers has none that begins with a digit, the built-in ones (CPT) still hold for such.
        """
        return frozenset(
            rule
            for system, rule in _BUILT_IN.items()
            if system in self._lists and (system != MODIFIER or self._lists[system].has_digits)
        )

    def __call__(self, piece: Piece) -> pl.DataFrame:
        """Columns: ``FINDINGS``."""
        if not self._lists or piece.claims.is_empty():
            return together([])
        tables = Tables(piece.claims, piece.lines, piece.segments)
        ask = {ICD_10: _diagnoses, HCPCS: _procedures, MODIFIER: _modifiers, TAXONOMY: _taxonomies}
        found = []
        for system in (each for each in SYSTEMS if each in self._lists):
            rows = ask[system](tables)
            wrong = _lacking(rows, self._lists[system])
            if wrong.height:
                found.append(findings_of(wrong, [self._rules[system]], LEVEL, tables))
        return together(found)


def _lacking(rows: pl.DataFrame, own: CodeList) -> pl.DataFrame:
    """The rows (``code``, ``day``) whose code the list does not hold on their day; each pair is looked up once."""
    pairs = rows.select("code", "day").unique().drop_nulls("code")
    silent = own.system in (HCPCS, MODIFIER) and not own.has_digits
    lacking = [
        (code, day)
        for code, day in pairs.iter_rows()
        if not own.holds(code, day) and not (silent and code[:1].isdigit())
    ]
    wrong = pl.DataFrame(lacking, schema={"code": pl.String, "day": pl.Date}, orient="row")
    return rows.join(wrong, on=["code", "day"], how="semi", nulls_equal=True, maintain_order="left")


def _rule(system: str, own: CodeList) -> Rule:
    message = f"your list of {system} codes ({_named(own)}) does not hold this code on its day"
    about: dict[str, tuple[str | pl.Expr, str | pl.Expr, str]] = {
        ICD_10: ("2300", pl.col("element"), "HI"),
        HCPCS: ("2400", "SV101-2", "SV1"),
        MODIFIER: ("2400", pl.col("element"), "SV1"),
        TAXONOMY: (LOOP_ID, "PRV03", ""),
    }
    loop, element, at = about[system]
    return Rule(f"X12-SET-{system.upper()}-OWN", pl.lit(True), loop, element, message, at=at)


def _named(own: CodeList) -> str:
    more = len(own.files) - 1
    return own.files[0].name + (f" and {more} more" if more else "")


def _procedures(tables: Tables) -> pl.DataFrame:
    lines = tables.lines.filter(pl.col("code_qualifier") == "HC")
    return lines.select("segment", "claim", "line_number", "code", day="service_from")


def _modifiers(tables: Tables) -> pl.DataFrame:
    count = pl.col("modifiers").list.len()
    each = tables.lines.filter(count > 0).select(
        "segment", "claim", "line_number", code="modifiers", day="service_from", place=pl.int_ranges(3, count + 3)
    )
    rows = each.explode("code", "place", empty_as_null=True)
    return rows.with_columns(element=pl.format("SV101-{}", "place"))


def _diagnoses(tables: Tables) -> pl.DataFrame:
    first = tables.lines.group_by("claim").agg(day=pl.col("service_from").min())
    each = tables.claims.select(
        "segment", "claim", code="diagnoses", qualifier="diagnosis_qualifiers",
        number=pl.int_ranges(1, pl.col("diagnoses").list.len() + 1),
    ).join(first, on="claim", how="left", maintain_order="left")  # fmt: skip
    rows = each.explode("code", "qualifier", "number", empty_as_null=True)
    rows = rows.filter(pl.col("qualifier").is_in(_ICD_10_QUALIFIERS))
    return rows.with_columns(element=pl.format("HI{}-2", pl.col("number").cast(pl.String).str.zfill(2)))


def _taxonomies(tables: Tables) -> pl.DataFrame:
    segments = tables.segments
    own = (segments["code"] == CODE["PRV"]) & ~segments["context"]
    rows = segments.select("segment", "claim", "line", "loop", "e02", code="e03").filter(own.fill_null(False))
    # A provider has no date of service: the day on which the file was made stands for it.
    return with_created(rows.filter(pl.col("e02") == _PXC), tables).with_columns(day="created")
