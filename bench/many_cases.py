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
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Absence, BilledMonth, Case
from oxyclaim.case.tables import Tables, tables
from oxyclaim.engine import evaluate, ledger
from oxyclaim.engine.bulk import verdicts
from oxyclaim.engine.catalogue import Catalogue, How
from oxyclaim.engine.words import Ledger
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


def with_history(cases: Sequence[Case], months: int) -> list[Case]:
    """The cases with so many months billed before, of both kinds, and some with a break."""
    return [_with_history(case, months, number) for number, case in enumerate(cases)]


def _with_history(case: Case, months: int, number: int) -> Case:
    start = case.items[0].rental_start or case.items[0].service_date
    history = [
        BilledMonth(code=code, service_date=add_months(start, k), kind="rental", payer="medicare", outcome="paid",
                    supplier="own")
        for k in range(months // 2)
        for code in ("E1390", "E1392")
    ]  # fmt: skip
    away = Absence(first_day=add_months(start, 2), last_day=add_months(start, 6), reason="no_need")
    return case.model_copy(update={"history": history, "absences": [away] if number % 3 == 0 else []})


def ledger_alone(cases: Sequence[Case], catalogue: Catalogue) -> dict[str, float]:
    """Seconds to count a million rental months, from ready frames: the running count of every line of the cases."""
    laid_down = documented(tables(with_history(cases, 40), catalogue.presumptions, AS_OF))
    ready = repeated(laid_down, 1_000_000 // 40)
    given: list[tuple[Ledger, pl.DataFrame, pl.DataFrame, pl.DataFrame]] = []

    def caught(*frames: Any) -> pl.DataFrame:
        given.append(frames)
        return ledger.running(*frames)

    evaluate.running, before = caught, evaluate.running
    try:
        catalogue.evaluated(ready.frames, How.BULK)
    finally:
        evaluate.running = before
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        ledger.running(*given[0])
        seconds.append(time.perf_counter() - start)
    return {"months_billed": ready.frames["month"].height, "lines": given[0][1].height,
            "seconds": round(statistics.median(seconds), 2)}  # fmt: skip


def main() -> None:
    """Print the table and write it to ``results.json``."""
    catalogue = load()
    cases = frozen_cases()
    first = documented(tables(cases, catalogue.presumptions, AS_OF))
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
    lived = documented(tables(with_history(cases, 20), catalogue.presumptions, AS_OF))
    rental = measure(100_000, catalogue, lived)
    print(f"with 20 months of history each: {rental}")  # noqa: T201
    counted = ledger_alone(cases, catalogue)
    print(f"the ledger alone: {counted}")  # noqa: T201
    about = {"rules": len(catalogue.rules), "processors": os.cpu_count(),
             "python": platform.python_version(), "polars": pl.__version__}  # fmt: skip
    RESULTS.write_text(
        json.dumps({"many_cases": {**about, "rows": rows, "with_history": rental, "ledger": counted}}, indent=1) + "\n"
    )


if __name__ == "__main__":
    main()
