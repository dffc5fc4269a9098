"""As many oxygen lines as a nation bills in a year, made up, scrubbed on Spark and by processes on this machine.

    python -m bench.national_year --lines 20000000
    python -m bench.national_year --lines 200000 --master 'local[2]'

Both runs must find the same, row for row. Results go to ``results-national-year.json``, and as the last part to
``docs/scrub-speed.md``. Run with ``make long``; the files take some 0.3 kB a line in a temporary folder.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from operator import methodcaller
from pathlib import Path
from typing import Any

import polars as pl

from bench.claim_files import write_claims
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.spark.session import spark_session
from oxyclaim.services.spark.tasks import SparkWorkers

RESULTS = Path(__file__).parent / "results-national-year.json"
PAGE = Path(__file__).parents[1] / "docs" / "scrub-speed.md"
HEADING = "## A national year on Spark"
CLAIMS_A_FILE = 400_000
SEED = 1
_TASKS = 50
_SCRUB = """
import sys
from bench.peers import peak_mb
from oxyclaim.cli.main import run
if __name__ == "__main__":
    try:
        run()
    finally:
        print(round(peak_mb()), file=sys.stderr)
"""
Row = dict[str, Any]


def write_year(folder: Path, lines: int) -> Row:
    """Files with at least so many lines, no two of which have a patient in common."""
    claims = written = number = 0
    while written < lines:
        some = min(CLAIMS_A_FILE, max(1_000, (lines - written) * 2 // 3))
        path = folder / f"year-{number:04d}.x12"
        made = write_claims(path, some, seed=SEED + number, first_patient=claims)
        claims, written, number = claims + made.claims, written + made.lines, number + 1
    size = sum(path.stat().st_size for path in folder.iterdir())
    return {"files": number, "claims": claims, "lines": written, "megabytes": round(size / 1e6, 1)}


def timed(work: str, folder: Path, findings: Path, *options: str) -> Row:
    """A scrub in a process of its own: seconds from its start to its end, and the memory of that process alone."""
    command = [sys.executable, "-c", _SCRUB, "scrub", str(folder), "-o", str(findings), "--as-of", "2026-03-10"]
    start = time.perf_counter()
    ended = subprocess.run([*command, "--format", "json", *options], check=False, capture_output=True)
    seconds = time.perf_counter() - start
    if ended.returncode != 1:
        raise RuntimeError(f"{work} ended with {ended.returncode}: {ended.stderr.decode()[-2_000:]}")
    counts = json.loads(ended.stdout)
    peak = int(ended.stderr.split()[-1])
    return {"work": work, "seconds": round(seconds, 1), "judged": counts["lines"]["judged"], "peak_mb": peak}


def cost_of_spark(master: str) -> Row:
    """Seconds until a worker of a new session has opened the rule book, and seconds of a task that does nothing."""
    start = time.perf_counter()
    with spark_session(master) as spark:
        spark.sparkContext.parallelize([0], 1).map(lambda _: rule_book().hash).collect()
        started = time.perf_counter()
        with SparkWorkers(spark, methodcaller, "__neg__") as workers:
            list(workers.answers(range(_TASKS)))
    ended = time.perf_counter()
    return {"seconds_to_start": round(started - start, 1), "seconds_a_task": round((ended - started) / _TASKS, 3)}


def run(lines: int, master: str, jobs: int, folder: Path) -> Row:
    """Write the year, scrub it both ways, and see that both found the same."""
    claims = folder / "claims"
    claims.mkdir()
    start = time.perf_counter()
    made = write_year(claims, lines) | {"seconds_to_write": round(time.perf_counter() - start, 1)}
    here = timed("processes on this machine", claims, folder / "here.parquet", "--jobs", str(jobs))
    there = timed("Spark", claims, folder / "there.parquet", "--engine", "spark", "--master", master)
    same = _same(folder / "here.parquet", folder / "there.parquet")
    if not same:
        raise RuntimeError("the two runs did not find the same")
    return {
        **made, "master": master, "jobs": jobs, "spark": cost_of_spark(master),
        "findings": pl.scan_parquet(folder / "here.parquet").select(pl.len()).collect().item(),
        "rows": [here, there], "processors": os.cpu_count(), "python": platform.python_version(),
        "polars": pl.__version__,
    }  # fmt: skip


def _same(one: Path, other: Path) -> bool:
    """Whether two files have the same rows in the same order; neither is held whole."""
    pairs = zip(_batches(one), _batches(other), strict=True)
    return all(first.equals(second) for first, second in pairs)


def _batches(path: Path) -> Iterator[pl.DataFrame]:
    yield from pl.scan_parquet(path).collect_batches(chunk_size=200_000, maintain_order=True)


def section() -> str:
    """The part of the page, from the results that are kept; nothing where there are none."""
    if not RESULTS.exists():
        return ""
    told = json.loads(RESULTS.read_text())
    lines = [
        "",
        HEADING,
        "",
        f"Made by `python -m bench.national_year --lines {told['lines_asked']}` (`make long`: 20 million). "
        f"{told['lines']:,} oxygen and other lines of {told['claims']:,} made-up claims, "
        f"{told['megabytes']:,} MB; {told['findings']:,} findings, the same from both, row for row. "
        f"{told['processors']} processors, Spark at `{told['master']}`.",
        "",
        "| work | seconds | lines a second | peak MB of the first process |",
        "|---|--:|--:|--:|",
    ]
    lines += [
        f"| {row['work']} | {row['seconds']:,} | {told['lines'] / row['seconds']:,.0f} | {row['peak_mb']:,} |"
        for row in told["rows"]
    ]
    here, there = (row["seconds"] for row in told["rows"])
    lines += [
        "",
        f"Spark's own cost: {told['spark']['seconds_to_start']} s until a first worker has opened the rule book, "
        f"{told['spark']['seconds_a_task']} s a task (four pieces of 4 MB at most), and "
        f"{there - here:.0f} s more than processes here for the whole of this run. It pays where there are more "
        "machines.",
    ]
    if "note" in told:
        lines += ["", told["note"]]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, and write the results and the part of the page."""
    parser = argparse.ArgumentParser(description="Scrub as many lines as a nation bills in a year.")
    parser.add_argument("--lines", type=int, default=20_000_000)
    parser.add_argument("--master", default="local[*]")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--note", help="a sentence that belongs to the figures")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="national-year-") as folder:
        results = run(asked.lines, asked.master, asked.jobs, Path(folder)) | {"lines_asked": asked.lines}
    if asked.note:
        results["note"] = asked.note
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    before = PAGE.read_text().partition(f"\n{HEADING}\n")[0]
    PAGE.write_text(before + section())
    print(section())  # noqa: T201


if __name__ == "__main__":
    main()
