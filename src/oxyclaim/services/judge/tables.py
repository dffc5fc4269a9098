"""Tables of cases: which files there are, whether their columns are right, and their rows a batch at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from polars.exceptions import PolarsError

from oxyclaim.case.columns import wrong_columns
from oxyclaim.services.problems import BadInput, Problem, of_case_files

SUFFIX = ".parquet"


@dataclass(frozen=True)
class CaseTable:
    """A Parquet file of cases: its columns and its rows."""

    path: Path
    columns: Mapping[str, Any]
    rows: int


def case_tables(paths: Sequence[Path]) -> list[CaseTable]:
    """The Parquet files that paths name; of a folder all that are in it. Raises BadInput with all that is wrong."""
    found: list[CaseTable] = []
    problems: list[Problem] = []
    for path in _files(paths, problems):
        try:
            scan = pl.scan_parquet(path, glob=False)
            columns = scan.collect_schema()
            rows = scan.select(pl.len()).collect().item()
        except (PolarsError, OSError) as error:
            reason = getattr(error, "strerror", None) or "is not Parquet, or was cut off"
            problems.append(Problem("cannot_read", f"cannot be read: {reason}", str(path)))
            continue
        problems += of_case_files(wrong_columns(path, columns))
        found.append(CaseTable(path, columns, rows))
    if problems:
        raise BadInput(problems)
    return found


def _files(paths: Sequence[Path], problems: list[Problem]) -> list[Path]:
    found: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            inside = [each for each in sorted(path.rglob(f"*{SUFFIX}")) if _is_data(each.relative_to(path))]
            if not inside:
                problems.append(Problem("no_file", f"there is no {SUFFIX} file in this folder", str(path)))
        elif path.suffix.lower() != SUFFIX:
            message = f"must be a {SUFFIX} file of cases, or a folder of them; `oxyclaim case table` makes one"
            problems.append(Problem("wrong_suffix", message, str(path)))
            continue
        elif not path.is_file():
            problems.append(Problem("no_file", "there is no such file", str(path)))
            continue
        else:
            inside = [path]
        for each in inside:
            found.setdefault(each.resolve(), each)
    return list(found.values())


def _is_data(path: Path) -> bool:
    """Other programs keep what is no data under names that begin with a dot or an underscore."""
    return not any(part.startswith((".", "_")) for part in path.parts)


def batches(table: CaseTable, rows: int) -> Iterator[pl.DataFrame]:
    """The rows in their order, so many at a time."""
    yield from pl.scan_parquet(table.path, glob=False).collect_batches(chunk_size=rows, maintain_order=True, lazy=True)


def doubled_ids(tables: Sequence[CaseTable]) -> frozenset[str]:
    """The case ids that several rows have."""
    ids = [pl.scan_parquet(each.path, glob=False).select(_case_id()) for each in tables]
    counts = pl.concat(ids).group_by("case_id").len().filter(pl.col("len") > 1, pl.col("case_id").is_not_null())
    return frozenset(counts.collect(engine="streaming")["case_id"])


def _case_id() -> pl.Expr:
    return pl.col("case_id").cast(pl.String).str.strip_chars()
