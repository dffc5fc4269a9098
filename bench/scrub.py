"""How long claim files take: read, checked, judged, scrubbed; beside the floor and other readers.

Run with ``make bench``. One run, the same made-up files, each measurement in a process of its own; rounds take turns,
so that a busy moment of the machine meets all alike. Judge on the medians and the ratios. Results go to
``results-scrub.json`` and, with a picture, to ``docs/scrub-speed.md``.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from bench.claim_files import write_claims
from bench.peers import PEERS, peak_mb
from oxyclaim.bulk.claim_files import parts
from oxyclaim.bulk.judging import Judge
from oxyclaim.bulk.report import report
from oxyclaim.bulk.scrub import Settings, scrub
from oxyclaim.policy import load
from oxyclaim.x12.claim_837p.reader import read
from oxyclaim.x12.core.ahead import ahead

HERE = Path(__file__).parent
RESULTS = HERE / "results-scrub.json"
PEERS_FOLDER = HERE / ".peers"
DOCS = HERE.parent / "docs"
AS_OF = date(2026, 3, 10)
CLAIMS, ROUNDS = 10_000, 5
SIZES = (10_000, 100_000, 1_000_000)
WARM = 200
"""Claims of the small file on which a process warms up: rule book and guide are loaded before the clock starts."""
SLOW = {"pyx12": 1, "x12sdk models": 1}
"""Rounds of readers that take tens of seconds."""

SEVERAL = "whole scrub, 2 processes"
"""One process works on threads too, as far as one interpreter can."""
FAULTY = "whole scrub, 3 % of the claims with a fault"
HISTORY = "whole scrub with a history"
BEFORE = 7
"""Claims of the history for each claim that is scrubbed."""

Row = dict[str, Any]


def floor(path: Path) -> Row:
    """The bytes split into segments and elements by plain Python, block by block, and dropped."""
    claims, rest = 0, b""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            *segments, rest = (rest + block).split(b"~")
            for segment in segments:
                claims += segment.split(b"*")[0] == b"CLM"
    return {"claims": claims}


def reading(path: Path) -> Row:
    """Frames of claims and lines."""
    heights = [*ahead(lambda piece: (piece.claims.height, piece.lines.height), read(path))]
    return {"claims": sum(claims for claims, _ in heights), "lines": sum(lines for _, lines in heights)}


def levels_1_to_5(path: Path) -> Row:
    """Reading, and SNIP levels 1 to 5."""
    heights = [(part.claims.height, part.findings.height) for part in parts(path, AS_OF)]
    return {"claims": sum(claims for claims, _ in heights), "findings": sum(found for _, found in heights)}


def whole(path: Path, jobs: int = 1, history: Sequence[Path] = ()) -> Row:
    """The scrub, its findings written to a file."""
    with tempfile.TemporaryDirectory() as folder, report(Path(folder, "findings.csv")) as out:
        summary = scrub([path], Settings(AS_OF, jobs=jobs, history=history), load(), out)
    return {"claims": summary.claims, "lines": summary.lines}


def with_history(path: Path) -> Row:
    """The same with the claims before, which lie beside the file and are read too."""
    before = _before(path)
    return whole(path, history=[before] if before.exists() else [])


def _before(path: Path) -> Path:
    return path.with_suffix(".before.x12")


class Evaluation:
    """Evaluation of claim lines by the rule book, from ready frames."""

    def __init__(self, path: Path) -> None:
        self._frames = [(part.claims, part.lines) for part in parts(path, AS_OF)]
        self._judge = Judge(load(), AS_OF)

    def __call__(self) -> Row:
        """Judge them all."""
        judged = [self._judge(claims, lines).lines for claims, lines in self._frames]
        return {"claims": sum(claims.height for claims, _ in self._frames), "lines": sum(f.height for f in judged)}


OURS: dict[str, Callable[[Path], Row]] = {
    "floor": floor,
    "reading": reading,
    "reading + SNIP 1-5": levels_1_to_5,
    "whole scrub": whole,
    FAULTY: whole,
    SEVERAL: partial(whole, jobs=2),
    HISTORY: with_history,
    "evaluation only": lambda path: Evaluation(path)(),
}
"""What is measured of Oxyclaim, and the floor."""


def measured(name: str, path: Path, warm: Path) -> Row:
    """Do it once, in this process, after a warm-up; seconds and the process's peak memory beside what was counted."""
    OURS[name](warm)
    work: Callable[[], Row] = Evaluation(path) if name == "evaluation only" else partial(OURS[name], path)
    start, busy = time.perf_counter(), _busy()
    counted = work()
    seconds, busy = time.perf_counter() - start, _busy() - busy
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return {"seconds": seconds, "busy": busy, **counted, "peak_mb": max(peak_mb(), others)}


def _busy() -> float:
    """Seconds of processors that this process has used, and those that it has started and waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def one_claim(warm: Path) -> Row:
    """Milliseconds of a scrub of a file of one claim in a running process: the median of twenty."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "one.x12")
        write_claims(path, 1, faults=0)
        load()
        whole(warm)
        taken = []
        for _ in range(20):
            start = time.perf_counter()
            whole(path)
            taken.append(time.perf_counter() - start)
    return {"milliseconds": round(statistics.median(taken) * 1000, 1)}


def _fresh(*arguments: str, python: str = sys.executable) -> Row:
    """A measurement in a process of its own; ``error`` where it failed."""
    done = subprocess.run([python, *arguments], capture_output=True, text=True, check=False, cwd=HERE.parent)
    if done.returncode:
        return {"error": (done.stderr.strip().splitlines() or ["no reason given"])[-1][:200]}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _ours(name: str, path: Path, warm: Path) -> Row:
    return _fresh("-m", "bench.scrub", "--measure", name, str(path), str(warm))


def _peer(name: str, path: Path) -> Row:
    own = PEERS[name][0] == "pyx12"
    python = sys.executable if own else str(PEERS_FOLDER / "bin" / "python")
    return (
        _fresh(str(HERE / "peers.py"), name, str(path), python=python)
        if Path(python).exists()
        else {"error": "not installed"}
    )


def install_peers() -> None:
    """Put the other readers into a folder of their own; what cannot be installed is told in the results."""
    if not PEERS_FOLDER.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS_FOLDER)], check=True)
    for package in sorted({package for package, _ in PEERS.values()} - {"pyx12"}):
        pip = [str(PEERS_FOLDER / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*pip, package], check=False, capture_output=True)


def run(claims: int, rounds: int, sizes: tuple[int, ...]) -> Row:
    """All measurements."""
    taken: dict[str, list[Row]] = {name: [] for name in (*OURS, *PEERS) if name not in (SEVERAL, HISTORY)}
    with tempfile.TemporaryDirectory() as folder:
        warm, path = Path(folder, "warm.x12"), Path(folder, "claims.x12")
        write_claims(warm, WARM, seed=2)
        write_claims(path, claims, faults=0)
        faulty = Path(folder, "faulty.x12")
        write_claims(faulty, claims)
        for turn in range(rounds):
            for name, runs in taken.items():
                if turn < SLOW.get(name, rounds):
                    _say(f"round {turn + 1}: {name}")
                    here = faulty if name == FAULTY else path
                    runs.append(_ours(name, here, warm) if name in OURS else _peer(name, here))
        size = path.stat().st_size
        path.unlink()
        growth = []
        for count in sizes:
            path = Path(folder, f"{count}.x12")
            written = write_claims(path, count)
            for name in ("reading", "whole scrub"):
                _say(f"{count:,} claims: {name}")
                megabytes = round(path.stat().st_size / 1e6, 1)
                row = {"work": name, "claims": count, "lines": written.lines, "megabytes": megabytes}
                growth.append({**row, **_ours(name, path, warm)})
            path.unlink()
        shared = processes(sizes[1:])
        longer = histories(sizes[:2])
        _say("one claim")
        one = _fresh("-m", "bench.scrub", "--measure", "one claim", "", "") if sizes else {}
    about = {"processors": os.cpu_count(), "python": platform.python_version(), "polars": pl.__version__}
    rows = [_median(name, runs) for name, runs in taken.items()]
    return {"about": about, "claims": claims, "bytes": size, "rounds": rounds, "rows": _with_ratios(rows),
            "growth": growth, "processes": shared, "histories": longer, "one_claim": one}  # fmt: skip


def processes(sizes: Sequence[int]) -> list[Row]:
    """One process against two, on files without faults."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        warm, path = Path(folder, "warm.x12"), Path(folder, "claims.x12")
        write_claims(warm, WARM, seed=2)
        for count in sizes:
            write_claims(path, count, faults=0)
            for name in ("whole scrub", SEVERAL):
                _say(f"{count:,} claims: {name}")
                megabytes = round(path.stat().st_size / 1e6, 1)
                rows.append({"work": name, "claims": count, "megabytes": megabytes, **_ours(name, path, warm)})
    return rows


def histories(sizes: Sequence[int]) -> list[Row]:
    """Claims of patients who have been billed before, scrubbed without those claims and with them."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        warm, path = Path(folder, "warm.x12"), Path(folder, "claims.x12")
        write_claims(warm, WARM, seed=2)
        for count in sizes:
            write_claims(path, count * (BEFORE + 1))
            text = path.read_text(encoding="ascii")
            last = text.rfind("ISA*00*")
            path.write_text(text[last:], encoding="ascii")
            _before(path).write_text(text[:last], encoding="ascii")
            for name in ("whole scrub", HISTORY):
                _say(f"{count:,} claims: {name}")
                rows.append({"work": name, "asked": count, **_ours(name, path, warm)})
    return rows


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)  # noqa: T201


def _median(name: str, runs: list[Row]) -> Row:
    good = [run for run in runs if "error" not in run]
    if not good:
        return {"work": name, "error": runs[0]["error"] if runs else "not run"}
    seconds = statistics.median(run["seconds"] for run in good)
    row = {"work": name, "seconds": round(seconds, 4), "claims": good[0]["claims"], "runs": len(good)}
    row |= {"claims_per_second": round(good[0]["claims"] / seconds), "peak_mb": max(run["peak_mb"] for run in good)}
    return row | {key: good[0][key] for key in ("lines", "version") if key in good[0]}


def _with_ratios(rows: list[Row]) -> list[Row]:
    by_name = {row["work"]: row for row in rows}
    lowest, oracle = by_name["floor"].get("seconds"), by_name["pyx12"].get("claims_per_second")
    for row in rows:
        if "seconds" in row:
            row["times_floor"] = round(row["seconds"] / lowest, 2) if lowest else None
            row["times_pyx12"] = round(row["claims_per_second"] / oracle, 1) if oracle else None
    return rows


def page(results: Row) -> str:
    """The results as a page."""
    from bench import national_year  # noqa: PLC0415 (the measured processes go without it)

    about = results["about"]
    lines = [
        "# How fast claim files are read, checked and judged",
        "",
        "Made by `make bench`; do not edit. Made-up claims, each measurement in a process of its own that has warmed "
        f"up; medians of {results['rounds']} rounds (one round of readers that take tens of seconds). "
        f"{about['processors']} processors, Python {about['python']}, Polars {about['polars']}.",
        "",
        f"{results['claims']:,} claims without faults, {results['bytes'] / 1e6:.1f} MB:",
        "",
        "| work | seconds | claims a second | times the floor | times pyx12's speed | peak MB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for row in results["rows"]:
        name = f"{row['work']} ({row['version']})" if "version" in row else row["work"]
        if "error" in row:
            lines.append(f"| {name} | could not be measured: {row['error']} | | | | |")
            continue
        lines.append(
            f"| {name} | {row['seconds']:.3f} | {row['claims_per_second']:,} | {row['times_floor']} | "
            f"{row['times_pyx12']} | {row['peak_mb']:,} |"
        )
    lines += [
        "",
        "The floor is the file split into segments and elements by plain Python, and dropped. pyx12 validates against "
        "the whole guide; x12sdk makes typed models; openx12 makes dictionaries and checks nothing.",
        "",
        "![Claims a second](scrub-speed.svg)",
        "",
        "## Growth",
        "",
        "Files of which 3 % of the claims have a fault; each in a process of its own.",
        "",
        "| work | claims | MB | seconds | claims a second | peak MB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for row in results["growth"]:
        told = f"| {row['work']} | {row['claims']:,} | {row['megabytes']:,} |"
        if "error" in row:
            lines.append(f"{told} could not be measured: {row['error']} | | |")
        else:
            rate = row["claims"] / row["seconds"]
            lines.append(f"{told} {row['seconds']:.2f} | {rate:,.0f} | {row['peak_mb']:,} |")
    if results.get("processes"):
        lines += [
            "",
            "## Processes",
            "",
            "Files without faults. Busy: seconds of processors, of all processes together; where other work shares the "
            "machine they tell more than the seconds that passed. Peak: of the largest process. A process has 24 MB to "
            "read at least: a smaller file is done by fewer.",
            "",
            "| work | claims | MB | seconds | busy seconds | peak MB |",
            "|---|--:|--:|--:|--:|--:|",
        ]
    for row in results.get("processes", ()):
        told = f"| {row['work']} | {row['claims']:,} | {row['megabytes']:,} |"
        if "error" in row:
            lines.append(f"{told} could not be measured: {row['error']} | | |")
        else:
            lines.append(f"{told} {row['seconds']:.1f} | {row['busy']:.1f} | {row['peak_mb']:,} |")
    if results.get("histories"):
        lines += [
            "",
            "## Histories",
            "",
            f"The same claims without and with some {BEFORE} earlier claims of each patient, which are read too. Days "
            "and months are made up by chance, so hardly two histories are alike.",
            "",
            "| work | claims | seconds | busy seconds | peak MB |",
            "|---|--:|--:|--:|--:|",
        ]
    for row in results.get("histories", ()):
        if "error" in row:
            lines.append(f"| {row['work']} | {row['asked']:,} | could not be measured: {row['error']} | | |")
        else:
            figures = f"{row['seconds']:.1f} | {row['busy']:.1f} | {row['peak_mb']:,}"
            lines.append(f"| {row['work']} | {row['claims']:,} | {figures} |")
    if "milliseconds" in results["one_claim"]:
        lines += ["", f"One claim, in a running process: {results['one_claim']['milliseconds']} ms."]
    return "\n".join(lines) + "\n" + national_year.section()


def picture(results: Row, target: Path) -> None:
    """Claims a second as bars on a logarithmic scale."""
    import matplotlib as mpl  # noqa: PLC0415 (the measured processes go without it)

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "oxyclaim"
    import matplotlib.pyplot as plt  # noqa: PLC0415

    rows = sorted((row for row in results["rows"] if "seconds" in row), key=lambda row: row["claims_per_second"])
    names, rates = [row["work"] for row in rows], [row["claims_per_second"] for row in rows]
    colors = ["#9aa5b1" if row["work"] in PEERS else "#c8b273" if row["work"] == "floor" else "#1f6f8b" for row in rows]
    figure, axes = plt.subplots(figsize=(8, 0.5 * len(rows) + 1.2), layout="constrained")
    bars = axes.barh(names, rates, color=colors)
    axes.set_xscale("log")
    axes.set_xlim(min(rates) / 2, max(rates) * 6)
    axes.bar_label(bars, labels=[f" {rate:,}" for rate in rates])
    axes.set_xlabel(f"claims a second, logarithmic; {results['claims']:,} made-up claims")
    axes.set_title("Oxyclaim (blue), the floor (sand), other readers (grey)", fontsize="medium")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(target, metadata={"Date": None} if target.suffix == ".svg" else None)
    plt.close(figure)


def main() -> None:
    """Measure, print the page, write results, page and picture."""
    parser = argparse.ArgumentParser(description="Measure the scrub.")
    parser.add_argument("--measure", nargs=3, metavar=("WORK", "FILE", "WARM"), help="one measurement, as JSON")
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES), help="claims of the files for the growth")
    parser.add_argument("--to", type=Path, default=None, help="folder for all that is written, for a trial")
    parser.add_argument("--processes", action="store_true", help="measure these alone, beside the other results")
    parser.add_argument("--histories", action="store_true", help="measure these alone, beside the other results")
    asked = parser.parse_args()
    if asked.processes or asked.histories:
        results = json.loads(RESULTS.read_text())
        results |= {"processes": processes(asked.sizes)} if asked.processes else {}
        results |= {"histories": histories(asked.sizes)} if asked.histories else {}
        RESULTS.write_text(json.dumps(results, indent=1) + "\n")
        (DOCS / "scrub-speed.md").write_text(page(results))
        return
    if asked.measure:
        name, path, warm = asked.measure
        row = _one() if name == "one claim" else measured(name, Path(path), Path(warm))
        print(json.dumps(row))  # noqa: T201
        return
    install_peers()
    results = run(asked.claims, asked.rounds, tuple(asked.sizes))
    text = page(results)
    (asked.to / RESULTS.name if asked.to else RESULTS).write_text(json.dumps(results, indent=1) + "\n")
    docs = asked.to or DOCS
    (docs / "scrub-speed.md").write_text(text)
    picture(results, docs / "scrub-speed.svg")
    print(text)  # noqa: T201


def _one() -> Row:
    with tempfile.TemporaryDirectory() as folder:
        warm = Path(folder, "warm.x12")
        write_claims(warm, WARM, seed=2)
        return one_claim(warm)


if __name__ == "__main__":
    main()
