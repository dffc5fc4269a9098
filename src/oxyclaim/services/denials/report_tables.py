"""Measures as a CSV or Parquet table: one row a measure and part, forecasts by code and payer beside them."""

from typing import Any

import polars as pl

from oxyclaim.services.denials.reports import Measures

SCHEMA: dict[str, Any] = {
    "measure": pl.String, "by": pl.String, "key": pl.String, "numerator": pl.Int64, "denominator": pl.Int64,
    "value": pl.Float64, "unit": pl.String, "counts": pl.String, "first": pl.Date, "last": pl.Date,
    "definition": pl.String,
}  # fmt: skip
FORECASTS = ("hits", "misses", "false_alarms", "clears")


def measures_frame(answer: Measures) -> pl.DataFrame:
    """Every number of the answer, a row each."""
    days = {"first": answer.first, "last": answer.last}
    rows: list[dict[str, Any]] = [
        {"measure": each.name, "by": "all", "key": None, "numerator": each.numerator, "denominator": each.denominator,
         "value": each.value, "unit": each.unit, "counts": each.counts, "definition": each.definition, **days}
        for each in answer.measures
    ]  # fmt: skip
    rows += [
        {"measure": each.measure, "by": each.by, "key": each.key, "numerator": each.numerator,
         "denominator": each.denominator, "value": each.value, "unit": "percent", **days}
        for each in answer.parts
    ]  # fmt: skip
    for told in answer.forecasts:
        whole = told.hits + told.misses + told.false_alarms + told.clears
        rows += [
            {"measure": f"forecast_{name}", "by": "code and payer", "key": f"{told.code} {told.payer}",
             "numerator": getattr(told, name), "denominator": whole,
             "value": round(getattr(told, name) / whole * 100, 2), "unit": "percent", "counts": "lines", **days}
            for name in FORECASTS
        ]  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA)
