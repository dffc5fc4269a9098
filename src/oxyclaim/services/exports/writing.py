"""A table becomes a file: CSV, XLSX or Parquet, whole or not at all."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from oxyclaim.services.exports.layout import Kind, Layout
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.sheets import safe
from oxyclaim.services.targets import NOT_WRITTEN, writing

SUFFIXES = (".csv", ".xlsx", ".parquet")
OFFICE_MISSING = "an XLSX file needs one more package: pip install 'oxyclaim[office]' (or give a name ending with .csv)"
DTYPES: dict[Kind, Any] = {"text": pl.String, "date": pl.Date, "number": pl.Int64, "dollars": pl.Decimal(14, 2)}

Row = dict[str, Any]


def refuse_form(target: Path) -> None:
    """Let a table be written in a form that there is. Raises BadInput."""
    if target.suffix.lower() not in SUFFIXES:
        message = f"must end with {', '.join(SUFFIXES)}"
        raise BadInput([Problem("wrong_suffix", message, str(target))], NOT_WRITTEN)
    if target.suffix.lower() == ".xlsx":
        try:
            import xlsxwriter  # noqa: F401, PLC0415 (an extra)
        except ModuleNotFoundError:
            raise BadInput([Problem("no_office_packages", OFFICE_MISSING)], NOT_WRITTEN) from None


def frame(layout: Layout, rows: Sequence[Row]) -> pl.DataFrame:
    """The rows as a frame with all columns of the layout; what a row has not is null. Amounts come in cents."""
    columns = {
        each.name: pl.Series(each.name, [_value(each.kind, row.get(each.name)) for row in rows], DTYPES[each.kind])
        for each in layout.columns
    }
    return pl.DataFrame(columns)


def write(table: pl.DataFrame, target: Path, name: str) -> None:
    """Write the table. ``name`` is that of its sheet. Raises BadInput."""
    with writing(target) as part:
        if target.suffix.lower() == ".parquet":
            table.write_parquet(part)
        elif target.suffix.lower() == ".csv":
            table.with_columns(pl.col(pl.String).map_elements(safe, pl.String)).write_csv(part)
        else:
            with part.open("wb") as out:
                table.write_excel(
                    out, name, autofit=True, freeze_panes=(1, 0), dtype_formats={pl.Date: "yyyy-mm-dd"},
                    float_precision=2,
                )  # fmt: skip


def _value(kind: Kind, value: Any) -> Any:
    if value is None or value == "":
        return None
    return Decimal(value).scaleb(-2) if kind == "dollars" else value
