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
from collections import Counter
from dataclasses import replace
from pathlib import Path

import polars as pl

from oxyclaim.case.tables import Tables, tables
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.decide import run
from oxyclaim.policy import load
from verdicts.frozen import frozen_cases

RESULTS = Path(__file__).parent / "results.json"
CHUNK = 10_000
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


def _copy(frame: pl.DataFrame, start: int) -> pl.DataFrame:
    copy = frame.with_columns(pl.col("case_view") + 2 * start)
    if "line.case_id" in frame.columns:
        copy = copy.with_columns(pl.format("{}-{}", "line.case_id", pl.lit(start)).alias("line.case_id"))
    return copy


def judge(chunk: Tables, catalogue: Catalogue) -> Counter[str]:
    """Lines by the strongest effect of their rules, and by the rules that have it."""
    rules = [f"e.{rule.id}" for rule in catalogue.rules]
    found: Counter[str] = Counter()
    for evaluation in run(chunk, catalogue):
        lines = evaluation.lines.filter(~pl.col("said"))
        found["lines"] += lines.height
        found.update({f"effect {effect}": count for effect, count in lines["effect"].value_counts().iter_rows()})
        masks = lines.select(((pl.col(rule) == pl.col("effect")) & (pl.col("effect") > 0)).sum()
                             for rule in rules if rule in lines.columns)  # fmt: skip
        found.update(masks.row(0, named=True))
    return found


def measure(count: int, chunk: Tables, catalogue: Catalogue) -> dict[str, float]:
    """Seconds for so many cases, chunk after chunk, and the process's peak memory."""
    seconds = []
    for _ in range(RUNS[count]):
        start = time.perf_counter()
        lines = sum(judge(chunk, catalogue)["lines"] for _ in range(count // CHUNK))
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
    chunk = repeated(tables(frozen_cases(), catalogue.presumptions), CHUNK)
    judge(chunk, catalogue)
    print(f"{len(catalogue.rules)} rules; chunks of {CHUNK:,} cases, in both views")  # noqa: T201
    print(f"{'cases':>10} {'lines':>10} {'seconds':>9} {'lines/s':>10} {'peak MB':>8}")  # noqa: T201
    rows = []
    for count in RUNS:
        row = measure(count, chunk, catalogue)
        rows.append(row)
        print(  # noqa: T201
            f"{row['cases']:>10,} {row['lines']:>10,} {row['seconds']:>9.2f} {row['lines_per_second']:>10,} "
            f"{row['peak_mb']:>8,}"
        )
    about = {"rules": len(catalogue.rules), "chunk": CHUNK, "processors": os.cpu_count(),
             "python": platform.python_version(), "polars": pl.__version__}  # fmt: skip
    RESULTS.write_text(json.dumps({"many_cases": {**about, "rows": rows}}, indent=1) + "\n")


if __name__ == "__main__":
    main()
