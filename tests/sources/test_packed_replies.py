"""Answers of payers in packed files. All of them are made up."""

import json
import zipfile
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from oxyclaim.cli.main import app

REPLIES = sorted((Path(__file__).parents[2] / "examples" / "replies").iterdir())
RUN = CliRunner()


def archive(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as opened:
        for each in REPLIES:
            opened.write(each, each.name)
    return path


def answered(*arguments: object) -> dict[str, Any]:
    ran = RUN.invoke(app, [*map(str, arguments), "--format", "json"])
    assert ran.exit_code in (0, 1), ran.output
    assert "oxyclaim-" not in ran.output
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def test_replies_in_an_archive_are_those_of_the_files(tmp_path: Path) -> None:
    packed = archive(tmp_path / "replies.zip")
    options = ["--as-of", "2026-03-02"]
    plain, found = answered("replies", *REPLIES, *options), answered("replies", packed, *options)
    assert [each.pop("file") for each in found["files"]] == [f"{packed}/{each.name}" for each in REPLIES]
    assert [{key: value for key, value in each.items() if key != "file"} for each in plain["files"]] == found["files"]


def test_what_was_posted_from_files_is_not_posted_again_from_an_archive(tmp_path: Path) -> None:
    store = str(tmp_path / "store.db")
    assert RUN.invoke(app, ["store", "init", "--store", store]).exit_code == 0
    options = ["--store", store, "--as-of", "2026-03-02", "--by", "t"]
    first = answered("post", *REPLIES, *options)
    again = answered("post", archive(tmp_path / "replies.zip"), *options)
    assert [each["sha256"] for each in again["files"]] == [each["sha256"] for each in first["files"]]
    assert all(each["again"] for each in again["files"])
