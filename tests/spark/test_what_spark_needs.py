"""Without the packages or without Java, what is missing is told, and what to do."""

import sys
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest
from typer.testing import CliRunner

from oxyclaim.bulk.groups import whole_groups
from oxyclaim.cli.main import app
from oxyclaim.services.spark.session import what_is_missing


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if they were installed."""
    for name in ("pandas", "pyarrow", "pyspark"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.delenv("PYSPARK_GATEWAY_PORT", raising=False)


def java(folder: Path, told: str) -> Path:
    program = folder / "bin" / "java"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho '{told}' >&2\n")
    program.chmod(0o755)
    return folder


def test_packages_that_are_missing_are_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    missing = what_is_missing()
    assert missing is not None
    assert (missing.code, "pip install 'oxyclaim[spark]'" in missing.message) == ("no_spark_packages", True)


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize(
    ("told", "wanted"),
    [('openjdk version "17.0.15" 2025-04-15', None), ('openjdk version "21" 2023-09-19', None),
     ('openjdk version "11.0.2" 2019-01-15', "Java 11"), ('java version "1.8.0_402"', "Java 1 "), ("?", "Java 0")],
    ids=["17", "21", "11", "8", "unknown"],
)  # fmt: skip
def test_an_older_java_is_told(told: str, wanted: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JAVA_HOME", str(java(tmp_path, told)))
    missing = what_is_missing()
    assert (missing is None) == (wanted is None)
    if missing is not None and wanted is not None:
        assert missing.code == "no_java"
        assert wanted in missing.message
        assert "17 or newer" in missing.message


@pytest.mark.usefixtures("packages")
def test_no_java_at_all_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    missing = what_is_missing()
    assert missing is not None
    assert "there is none" in missing.message
    monkeypatch.setenv("PYSPARK_GATEWAY_PORT", "1")
    assert what_is_missing() is None


def test_the_command_says_it_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    case = str(Path(__file__).parents[2] / "examples" / "09-purchase.yaml")
    cases, out = tmp_path / "cases.parquet", tmp_path / "out"
    assert CliRunner().invoke(app, ["case", "table", case, "-o", str(cases), "--as-of", "2025-12-31"]).exit_code == 0
    found = CliRunner().invoke(app, ["judge", str(cases), "-o", str(out), "--engine", "spark"])
    assert found.exit_code == 2
    assert "oxyclaim[spark]" in found.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["cases.parquet"]


@pytest.mark.parametrize("words", [("judge", "CASES"), ("scrub", "examples/claims.csv")], ids=["judge", "scrub"])
def test_a_master_is_sparks(words: tuple[str, ...], tmp_path: Path):
    out = tmp_path / "out.parquet"
    found = CliRunner().invoke(app, [*words, "-o", str(out), "--master", "local[2]", "--as-of", "2025-12-31"])
    assert found.exit_code == 2
    assert "--master: says where Spark runs" in found.stderr
    assert not out.exists()


@pytest.mark.parametrize("rows", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("size", [1, 2, 5, 100])
def test_groups_stay_whole_and_no_row_is_lost(rows: int, size: int):
    frame = pl.DataFrame({"key": ["a"] + ["b"] * 5 + ["c", "d", "e", "e", "f"]}).with_row_index()
    pieces = list(whole_groups(frame.iter_slices(size), "key", rows))
    assert pl.concat(pieces).equals(frame)
    keys = [key for piece in pieces for key in piece["key"].unique()]
    assert len(keys) == len(set(keys))
    if rows == 1 and size == 1:
        assert len(pieces) == 6
