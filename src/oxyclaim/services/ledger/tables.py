"""Balances as a CSV or Parquet table, amounts in dollars, written whole or not at all."""

from dataclasses import asdict, fields
from pathlib import Path

import polars as pl

from oxyclaim.services.ledger.answer import Balance, BalancesAnswer
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.targets import NOT_WRITTEN, refuse_target, writing

SUFFIXES = (".csv", ".parquet")
NO_MONEY = ("key", "name", "state", "claims")


def write_balances(answer: BalancesAnswer, target: Path) -> None:
    """Raises BadInput where the target is no table or names what must stay."""
    if target.suffix.lower() not in SUFFIXES:
        problem = Problem("wrong_suffix", "must end in .csv or .parquet", str(target), allowed=SUFFIXES)
        raise BadInput([problem], NOT_WRITTEN)
    refuse_target(target)
    names = [field.name for field in fields(Balance)]
    schema = {name: pl.String if name in NO_MONEY[:3] else pl.Int64 for name in names}
    frame = pl.DataFrame([asdict(row) for row in answer.rows], schema=schema).with_columns(
        (pl.col(name) / 100).round(2) for name in names if name not in NO_MONEY
    )
    with writing(target) as part:
        frame.write_parquet(part) if target.suffix.lower() == ".parquet" else frame.write_csv(part)
