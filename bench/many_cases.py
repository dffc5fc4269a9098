"""How long many cases take: from ready tables to verdicts and to who is decided by which rule.

The frozen synthetic cases, repeated; tables are made beforehand and sentences are not made. Medians of three
runs, a million once; peak memory is that of the process up to then. Run with ``make bench``.
"""

import json
import os
import platform
import resource
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

import polars as pl

from oxyclaim.case.tables import Tables, tables
from oxyclaim.engine.bulk import verdicts
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.policy import load
from verdicts.frozen import AS_OF, frozen_cases

RESULTS = Path(__file__).parent / "results.json"
RUNS = {10_000: 3, 100_000: 3, 1_000_000: 1}
"""How often each number of cases is judged; a million are a hundred chunks, which is a mean already."""


def repeated(chunk: Tables, count: int) -> Tables:
    """The same cases over and over, under ids of their own."""
    cases = (list(chunk.cases) * (count // len(chunk.cases) + 1))[:count]
    frames = {}
    for name, frame in chunk.frames.items():
        copies = [_copy(frame, start) for start in range(0, count, len(chunk.cases))]
        frames[name] = pl.concat(copies).filter(pl.col("case_view") < 2 * count)
    return replace(chunk, frames=frames, cases=cases)


def documented(chunk: Tables) -> Tables:
    """Without the said view, which verdicts do not read."""
    return replace(chunk, frames={name: f.filter(pl.col("case_view") % 2 == 0) for name, f in chunk.frames.items()})


def _copy(frame: pl.DataFrame, start: int) -> pl.DataFrame:
    copy = frame.with_columns(pl.col("case_view") + 2 * start)
    if "line.case_id" in frame.columns:
        copy = copy.with_columns(pl.format("{}-{}", "line.case_id", pl.lit(start)).alias("line.case_id"))
    return copy


def measure(count: int, catalogue: Catalogue, first: Tables) -> dict[str, float]:
    """Seconds for so many cases, from ready tables to verdicts and rule states, and the process's peak memory."""
    ready = repeated(first, count)
    seconds = []
    for _ in range(RUNS[count]):
        start = time.perf_counter()
        lines = verdicts(ready, catalogue).height
        seconds.append(time.perf_counter() - start)
    taken = statistics.median(seconds)
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    rate = round(lines / taken)
    row = {"cases": count, "runs": RUNS[count], "lines": lines, "seconds": round(taken, 2)}
    return row | {"lines_per_second": rate, "peak_mb": round(peak)}


def main() -> None:
    """Print the table and write it to ``results.json``."""
    catalogue = load()
    first = documented(tables(frozen_cases(), catalogue.presumptions, AS_OF))
    verdicts(first, catalogue)
    print(f"{len(catalogue.rules)} rules, the documented view")  # noqa: T201
    print(f"{'cases':>10} {'lines':>10} {'seconds':>9} {'lines/s':>10} {'peak MB':>8}")  # noqa: T201
    rows = []
    for count in RUNS:
        row = measure(count, catalogue, first)
        rows.append(row)
        print(  # noqa: T201
            f"{row['cases']:>10,} {row['lines']:>10,} {row['seconds']:>9.2f} {row['lines_per_second']:>10,} "
            f"{row['peak_mb']:>8,}"
        )
    about = {"rules": len(catalogue.rules), "processors": os.cpu_count(),
             "python": platform.python_version(), "polars": pl.__version__}  # fmt: skip
    RESULTS.write_text(json.dumps({"many_cases": {**about, "rows": rows}}, indent=1) + "\n")


if __name__ == "__main__":
    main()
