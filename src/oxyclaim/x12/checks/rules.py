"""Rules of a check as a table: which rows of a frame break them, and what is said of those that do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from oxyclaim.x12.checks.findings import ERROR, FINDINGS, none_found

SHARED_LOOPS = frozenset({"2000B", "2010BA", "2010BB", "2000C", "2010CA"})
"""Loops of subscriber and patient before the claim, which several claims may share."""


class Tables(NamedTuple):
    """What a check looks at."""

    claims: pl.DataFrame
    lines: pl.DataFrame
    segments: pl.DataFrame


@dataclass(frozen=True)
class Rule:
    """One thing that must not be so in a row. Where it cannot be told (null) the rule is not broken."""

    id: str
    broken: pl.Expr
    loop: str | pl.Expr
    element: str | pl.Expr
    message: str | pl.Expr
    severity: str | pl.Expr = ERROR
    at: str = ""
    """Id of the segment that is meant, in ``loop``; empty: the segment that the row names itself."""


def findings_of(frame: pl.DataFrame, rules: Iterable[Rule], snip_level: int, tables: Tables) -> pl.DataFrame:
    """The findings of a frame with the columns ``segment`` and ``claim``, and ``line_number`` in a frame of lines.

    All rules are asked with one select, whether any row breaks them; the rest is done for those that are broken.
    A severity or message may also use ``created``, the day on which the transaction was made.
    """
    if frame.is_empty():
        return none_found()
    found = [_told(frame.filter(rule.broken), rule, snip_level, tables) for rule in broken_rules(frame, rules)]
    return pl.concat(found) if found else none_found()


def broken_rules(frame: pl.DataFrame, rules: Iterable[Rule]) -> list[Rule]:
    """The rules that any row breaks; the frame needs only the columns that they ask for."""
    rules = list(rules)
    broken = frame.select(rule.broken.any().alias(rule.id) for rule in rules).row(0)
    return [rule for rule, any_row in zip(rules, broken, strict=True) if any_row]


def _told(rows: pl.DataFrame, rule: Rule, snip_level: int, tables: Tables) -> pl.DataFrame:
    if "created" not in rows.columns:
        rows = _with_created(rows, tables.claims)
    if "line_number" not in rows.columns:
        rows = _with_line_number(rows, tables.lines)
    if rule.at:
        rows = _pointed(rows, rule, tables.segments)
    return rows.select(
        "segment",
        pl.lit(snip_level, pl.Int8).alias("snip_level"),
        pl.lit(rule.id).alias("rule"),
        _text(rule.severity).alias("severity"),
        _text(rule.loop).alias("loop"),
        _text(rule.element).alias("element"),
        "claim",
        "line_number",
        _text(rule.message).alias("message"),
    ).cast(FINDINGS)  # type: ignore[arg-type]


def _with_created(rows: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """With the day on which the transaction was made (BHT04): that of the claim, else of the first claim after."""
    made = claims.select("segment", "created").sort("segment")
    before, after = (
        rows.sort("segment").join_asof(made, on="segment", strategy=way) for way in ("backward", "forward")
    )
    in_claim = pl.col("claim").is_not_null()
    return after.with_columns(pl.when(in_claim).then(before["created"]).otherwise("created").alias("created"))


def _with_line_number(rows: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """With the number (LX01) of the service line, where the rows are segments of lines."""
    if "line" not in rows.columns:
        return rows.with_columns(pl.lit(None, pl.Int64).alias("line_number"))
    numbers = lines.select(pl.col("segment").alias("line"), "line_number")
    return rows.join(numbers, on="line", how="left")


def _pointed(rows: pl.DataFrame, rule: Rule, segments: pl.DataFrame) -> pl.DataFrame:
    """The rows with the number of the segment that is meant, where there is one."""
    loop = str(rule.loop)
    places = segments.filter((pl.col("id") == rule.at) & (pl.col("loop_id") == loop)).sort("segment")
    if loop in SHARED_LOOPS:
        last_before = places.select("segment", pl.col("segment").alias("place"))
        rows = rows.sort("segment").join_asof(last_before, on="segment", strategy="backward")
    else:
        of_line = loop.startswith("24")
        first = places.group_by(pl.col("line").alias("segment") if of_line else pl.col("claim")).agg(
            pl.col("segment").min().alias("place")
        )
        rows = rows.join(first, on="segment" if of_line else "claim", how="left")
    return rows.with_columns(pl.coalesce("place", "segment").alias("segment"))


def _text(value: str | pl.Expr) -> pl.Expr:
    return pl.lit(value) if isinstance(value, str) else value
