"""Balances as a table."""

from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import polars as pl

from oxyclaim.services.dollar_tables import DOLLARS, write_table
from oxyclaim.services.ledger.answer import Balance, BalancesAnswer

OTHERS: dict[str, Any] = {"key": pl.String, "name": pl.String, "state": pl.String, "claims": pl.Int64}
COLUMNS = {field.name: OTHERS.get(field.name, DOLLARS) for field in fields(Balance)}


def write_balances(answer: BalancesAnswer, target: Path) -> None:
    """Raises BadInput where the target is no table or names what must stay."""
    write_table([asdict(row) for row in answer.rows], COLUMNS, target)
