"""Answers as tables that people open: CSV or Parquet, amounts in exact dollars, written whole or not at all."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.targets import NOT_WRITTEN, refuse_target, writing

SUFFIXES = (".csv", ".parquet")
DOLLARS = pl.Decimal(18, 2)
"""The kind of a column whose values are given in cents and written in dollars."""


def write_table(rows: Sequence[dict[str, Any]], schema: dict[str, Any], target: Path) -> None:
    """Raises BadInput where the target is no table or names what must stay."""
    if target.suffix.lower() not in SUFFIXES:
        problem = Problem("wrong_suffix", "must end in .csv or .parquet", str(target), allowed=SUFFIXES)
        raise BadInput([problem], NOT_WRITTEN)
    refuse_target(target)
    given = {name: pl.Int64 if kind == DOLLARS else kind for name, kind in schema.items()}
    money = [name for name, kind in schema.items() if kind == DOLLARS]
    frame = pl.DataFrame(rows, schema=given).with_columns(
        (pl.col(name).cast(DOLLARS) / 100).cast(DOLLARS) for name in money
    )
    with writing(target) as part:
        write_frame(frame, part, target.suffix)


def write_frame(frame: pl.DataFrame, part: Path, suffix: str) -> None:
    """Into a file whose name and place have been looked at; ``suffix``: that of the name that it will have."""
    frame.write_parquet(part) if suffix.lower() == ".parquet" else frame.write_csv(part)
