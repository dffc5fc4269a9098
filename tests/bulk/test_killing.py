"""A scrub that is killed leaves the old findings or the complete new ones."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from bench import claim_files
from oxyclaim.bulk.report import REPORT

OLD = "old findings\n"


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("claims") / "claims.x12"
    claim_files.write_claims(path, 20_000, faults=0.2)
    return path


def started(claims: Path, target: Path) -> "subprocess.Popen[bytes]":
    code = "from oxyclaim.cli.main import run; run()"
    return subprocess.Popen(
        [sys.executable, "-c", code, "scrub", str(claims), "--findings", str(target)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def half_written(target: Path, process: "subprocess.Popen[bytes]") -> bool:
    """Wait until some findings stand beside the target; False where the scrub has ended first."""
    while process.poll() is None:
        parts = target.parent.glob(f".{target.name}.*")
        if any(part.stat().st_size > 1000 if part.is_file() else len(list(part.iterdir())) > 1 for part in parts):
            return True
        time.sleep(0.005)
    return False


@pytest.mark.parametrize(
    ("name", "kill", "later"),
    [("out.csv", signal.SIGKILL, 0.0), ("out.parquet", signal.SIGTERM, 0.1)],
)
def test_a_killed_scrub_leaves_the_old_findings(
    tmp_path: Path, claims: Path, name: str, kill: signal.Signals, later: float
) -> None:
    target = tmp_path / name
    target.write_text(OLD)
    process = started(claims, target)
    try:
        assert half_written(target, process)
        time.sleep(later)
    finally:
        process.send_signal(kill)
        code = process.wait()
    if code in (-signal.SIGKILL, 128 + signal.SIGTERM):
        assert target.read_text() == OLD
        left = [path.name for path in tmp_path.iterdir()]
        assert kill == signal.SIGKILL or left == [name], "a run that is asked to end leaves nothing behind"
    else:  # it was done before
        rows = pl.read_parquet(target) if target.suffix == ".parquet" else pl.read_csv(target, schema=REPORT)
        assert rows.columns == list(REPORT)
        assert rows.height > 1000
