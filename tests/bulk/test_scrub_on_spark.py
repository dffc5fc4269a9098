"""A scrub whose pieces are done by Spark's workers says what one process says, to the byte. All claims are made up."""

from collections.abc import Iterator
from operator import methodcaller
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from test_processes_law import claims_of, earlier, inputs, said, small_pieces
from x12_files import Claim, Line, group, interchange, professional

from oxyclaim.services.spark.session import spark_session
from oxyclaim.services.spark.tasks import SparkWorkers
from tests.spark.spark_needs import needs_spark

pytestmark = [pytest.mark.slow, needs_spark]
__all__ = ["earlier", "small_pieces"]
ON_SPARK = ("--engine", "spark", "--master", "local[2]")


@pytest.fixture(scope="module", autouse=True)
def session() -> Iterator[Any]:
    """One session for all: starting it takes longest."""
    with spark_session("local[2]") as spark:
        yield spark


def skewed(count: int) -> list[Claim]:
    """Half of them are one beneficiary's: the same months in two claims, and other equipment beside."""
    of_one = [Claim(f"ONE{n}", [Line("E1390:RR:N1" if n % 2 else "E1392:RR:N1")]) for n in range(count // 2)]
    return [each for pair in zip(of_one, claims_of(count // 2), strict=True) for each in pair]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("claims")
    inputs(folder)
    (folder / "skewed.x12").write_text(interchange(group(professional(*skewed(80)))))
    pl.read_csv(folder / "table.csv", infer_schema=False).write_parquet(folder / "table.parquet")
    return sorted(folder.iterdir())


def test_everything_that_is_said_and_written_is_the_same(
    tmp_path: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch, small_pieces: None
) -> None:
    options = ("--format", "json", "-o", "found.parquet", "--report", "report.html")
    here = said(tmp_path / "here", files, 1, monkeypatch, *options)
    there = said(tmp_path / "there", files, 1, monkeypatch, *options, *ON_SPARK)
    found = pl.read_parquet(tmp_path / "here" / "found.parquet")
    of_one = found.filter(pl.col("file").str.ends_with("skewed.x12") & pl.col("claim_id").str.starts_with("ONE"))
    assert of_one.height >= 30
    assert found.filter(pl.col("file").str.ends_with("table.parquet")).height
    assert there == here


def test_with_a_history_too(
    tmp_path: Path, files: list[Path], earlier: Path, monkeypatch: pytest.MonkeyPatch, small_pieces: None
) -> None:
    some = [path for path in files if path.stem in ("ge", "twice", "skewed", "refused", "table")]
    options = ("--history", earlier, "-o", "found.csv")
    here = said(tmp_path / "here", some, 1, monkeypatch, *options)
    assert said(tmp_path / "there", some, 1, monkeypatch, *options, *ON_SPARK) == here
    kept = said(tmp_path / "without", some, 1, monkeypatch, "-o", "found.csv")
    assert kept["found.csv"] != here["found.csv"]


def test_answers_come_in_the_order_of_their_tasks_and_errors_in_their_turn(session: Any) -> None:
    entries = [(True, 1), (False, "between"), (True, 2), (True, 3), (False, "end")]
    with SparkWorkers(session, methodcaller, "__neg__") as workers:
        assert list(workers.among(entries)) == [(True, -1), (False, "between"), (True, -2), (True, -3), (False, "end")]
    with SparkWorkers(session, methodcaller, "__neg__") as workers:
        answers = workers.answers([0, 1, 2, "no number", 4])
        assert [next(answers) for _ in range(3)] == [0, -1, -2]
        with pytest.raises(AttributeError, match="__neg__"):
            next(answers)
