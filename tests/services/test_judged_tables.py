"""Verdicts of tables of cases: those that ``check`` gives, every case judged or set aside, whole or not at all."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from oxyclaim.case.columns import table_of
from oxyclaim.case.models import Case
from oxyclaim.case.runs import in_one_run
from oxyclaim.cli.main import app
from oxyclaim.engine.decide import decide
from oxyclaim.services.cases import read_cases
from oxyclaim.services.judge import JudgeAnswer, JudgeRequest, judge, local, pieces
from oxyclaim.services.judge.pieces import ASIDE, LINES
from oxyclaim.services.problems import BadInput
from oxyclaim.services.rule_book import rule_book
from verdicts.frozen import frozen_cases

ROOT = Path(__file__).parents[2]
BOOK = rule_book()
AS_OF = date(2025, 12, 31)
RUN = CliRunner()
OF_MEDICARE = {"payer": "medicare"}


def of_members(cases: list[Case], members: list[str | None]) -> list[Case]:
    return [
        case.model_copy(
            update={"coverage": case.coverage.model_copy(update={"payer": "medicare", "member_id": member})}
        )
        for case, member in zip(cases, members, strict=True)
    ]


FROZEN = frozen_cases(160)
TWICE = read_cases([ROOT / "examples" / "01-clinic-test.yaml"], BOOK).whole()[0]
CASES = [
    TWICE.model_copy(update={"case_id": "ONE"}),
    *of_members(FROZEN, [None if n % 3 == 0 else f"1EG4TE5MK7{n % 5}" for n in range(len(FROZEN))]),
    TWICE.model_copy(update={"case_id": "OTHER"}),
]
"""Some of whom are cases of one member, apart from each other in the table."""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    table_of(CASES).write_parquet(tmp_path / "cases.parquet")
    return tmp_path / "cases.parquet"


def asked(table: Path, **settings: Any) -> tuple[JudgeAnswer, pl.DataFrame]:
    target = table.parent / "verdicts.parquet"
    answer = judge(JudgeRequest([table], target, AS_OF, **settings), BOOK)
    return answer, pl.read_parquet(target)


def told(cases: list[Case]) -> list[tuple[Any, ...]]:
    """The verdicts that the engine for one case at a time gives."""
    return [
        (each.case_id, each.line_number, each.verdict, list(each.modifiers) if each.verdict == "billable" else None)
        for each in decide(cases, BOOK, AS_OF)
    ]


def test_a_table_gets_the_verdicts_that_check_gives_in_its_order(table: Path):
    answer, lines = asked(table)
    rows = lines.select("case_id", "line_number", "verdict", "modifiers").rows()
    assert rows == told(in_one_run(CASES))
    assert rows != told(CASES), "no line depends on another case of its member, so nothing is tried"
    assert lines["row"].to_list() == [n for n, case in enumerate(CASES, 1) for _ in case.items]
    assert (answer.cases, answer.judged, answer.set_aside, answer.lines) == (len(CASES), len(CASES), 0, len(rows))
    assert answer.verdicts == dict(sorted(lines["verdict"].cast(pl.String).value_counts().iter_rows()))
    assert dict(lines.schema) == LINES
    assert answer.is_fine


def test_pieces_of_any_size_give_the_same(table: Path, monkeypatch: pytest.MonkeyPatch):
    _, whole = asked(table)
    monkeypatch.setattr(local, "AT_ONCE", 3)
    assert asked(table)[1].equals(whole)


def test_masks_are_a_column_for_each_rule_and_the_lists_say_the_same(table: Path):
    answer, lines = asked(table, masks=True)
    rules = [rule.id for rule in BOOK.rules]
    assert answer.columns == tuple(lines.columns) == (*LINES, *rules)
    for name, state in (("not_met", "not met"), ("unknown", "unknown"), ("open", "open")):
        of_masks = [[id for id in rules if row[id] == state] for row in lines.iter_rows(named=True)]
        assert lines[name].to_list() == of_masks
        assert any(of_masks), name


def test_what_is_no_sound_case_is_set_aside_with_all_reasons_and_stops_no_other(tmp_path: Path, table: Path):
    frame = pl.read_parquet(table)
    place = pl.int_range(pl.len())
    frame = frame.with_columns(
        case_id=pl.when(place == 1).then(pl.lit("A B"))
        .when(place == 3).then(pl.lit(frame["case_id"][4])).otherwise(pl.col("case_id")),
        schema_version=pl.when(place == 1).then(7).otherwise(pl.col("schema_version")),
        coverage=pl.when(place == 2).then(pl.col("coverage").struct.with_fields(pl.lit("medicar").alias("payer")))
        .otherwise(pl.col("coverage")),
    )  # fmt: skip
    frame.write_parquet(table)
    answer, lines = asked(table, set_aside=tmp_path / "aside.parquet")
    aside = pl.read_parquet(tmp_path / "aside.parquet")
    assert dict(aside.schema) == ASIDE
    assert aside.select("row", "problem", "path").rows() == [
        (2, "wrong_value", "schema_version"),
        (2, "wrong_value", "case_id"),
        (3, "unknown_payer", "coverage.payer"),
        (4, "doubled_case_id", "case_id"),
        (5, "doubled_case_id", "case_id"),
    ]
    assert not set(lines["row"]) & {2, 3, 4, 5}
    assert (answer.judged, answer.set_aside) == (len(CASES) - 4, 4)
    assert lines["row"].n_unique() == answer.judged
    assert not answer.is_fine
    assert [(each.file, each.line, each.path) for each in answer.problems][:2] == [
        (str(table), 2, "schema_version"), (str(table), 2, "case_id")
    ]  # fmt: skip


def test_a_member_id_that_is_nobodys_is_told(table: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pieces, "MOST_OF_A_MEMBER", 3)
    aside = table.parent / "aside.parquet"
    asked(table, set_aside=aside)
    crowded = {m for m in (each.coverage.member_id for each in CASES) if m and sum(
        each.coverage.member_id == m for each in CASES) > 3}  # fmt: skip
    assert crowded
    found = pl.read_parquet(aside)
    assert set(found["problem"]) == {"too_many_of_a_member"}
    assert set(found["case_id"]) == {each.case_id for each in CASES if each.coverage.member_id in crowded}
    assert not [text for text in found["message"] if any(member in text for member in crowded)]


def test_wrong_columns_and_files_are_all_told_and_nothing_is_written(table: Path, tmp_path: Path):
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")
    pl.DataFrame({"case_id": ["A"], "itms": ["x"]}).write_parquet(tmp_path / "other.parquet")
    (tmp_path / "verdicts.parquet").write_text("old")
    paths = [table, tmp_path / "broken.parquet", tmp_path / "other.parquet", tmp_path / "gone.parquet", tmp_path / "x"]
    with pytest.raises(BadInput) as raised:
        judge(JudgeRequest(paths, tmp_path / "verdicts.parquet", AS_OF), BOOK)
    codes = [(problem.code, problem.path) for problem in raised.value.problems]
    assert codes == [
        ("no_file", None), ("wrong_suffix", None), ("cannot_read", None), ("missing_column", "schema_version"),
        ("missing_column", "coverage"), ("missing_column", "items"), ("unknown_column", "itms"),
    ]  # fmt: skip
    assert (tmp_path / "verdicts.parquet").read_text() == "old"


def test_a_run_that_fails_leaves_what_was_there(table: Path, monkeypatch: pytest.MonkeyPatch):
    (table.parent / "verdicts.parquet").write_text("old")

    def failing(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("oxyclaim.services.judge.output.Parts.add", failing)
    with pytest.raises(BadInput, match="no space left"):
        asked(table)
    assert {each.name for each in table.parent.iterdir()} == {"cases.parquet", "verdicts.parquet"}
    assert (table.parent / "verdicts.parquet").read_text() == "old"


def test_what_a_killed_run_left_is_removed_a_day_later(table: Path):
    old, new = (table.parent / f".verdicts.parquet.{name}.parts" for name in ("abcdefgh", "ijklmnop"))
    for each in (old, new):
        each.mkdir()
        (each / "00000000.parquet").write_bytes(b"made up")
    os.utime(old, (0, 0))
    asked(table)
    assert not old.exists()
    assert new.exists()


def test_an_input_is_not_written_over(table: Path):
    with pytest.raises(BadInput, match="one of the files to be read"):
        judge(JudgeRequest([table], table, AS_OF), BOOK)


def test_case_files_become_a_table_that_is_judged(tmp_path: Path):
    cases, out = str(tmp_path / "cases.parquet"), str(tmp_path / "verdicts.parquet")
    examples = [str(ROOT / "examples" / name) for name in ("01-clinic-test.yaml", "09-purchase.yaml")]
    made = RUN.invoke(app, ["case", "table", *examples, "-o", cases, "--format", "json", "--as-of", "2025-12-31"])
    assert (made.exit_code, json.loads(made.stdout)["cases"]) == (0, 2)
    found = RUN.invoke(app, ["judge", cases, "-o", out, "--format", "json", "--as-of", "2025-12-31"])
    assert found.exit_code == 0, found.output
    answer = json.loads(found.stdout)
    assert (answer["answer"], answer["engine"], answer["judged"]) == ("judge", "local", 2)
    checked = RUN.invoke(app, ["check", *examples, "--format", "json", "--as-of", "2025-12-31"])
    verdicts = [line["verdict"] for case in json.loads(checked.stdout)["cases"] for line in case["lines"]]
    assert pl.read_parquet(out)["verdict"].to_list() == verdicts
    text = RUN.invoke(app, ["judge", cases, "-o", out, "--as-of", "2025-12-31"]).output
    assert "billable" in text
    assert "of 2 cases" in " ".join(text.split())


def test_the_command_ends_with_1_where_a_case_is_set_aside(table: Path):
    pl.concat([pl.read_parquet(table)] * 2).write_parquet(table)
    found = RUN.invoke(app, ["judge", str(table), "-o", str(table.parent / "out.parquet"), "--as-of", "2025-12-31"])
    assert found.exit_code == 1
    assert "set aside" in found.stdout
    assert f"{table}:1: case_id: found" in found.stderr


@pytest.mark.slow
def test_processes_give_the_same_rows(table: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(local, "AT_ONCE", 4)
    _, one = asked(table, jobs=1)
    for jobs in (2, 3):
        assert asked(table, jobs=jobs)[1].equals(one)


def test_the_page_names_every_column():
    page = (ROOT / "docs" / "judging-tables.md").read_text()
    assert not [name for name in (*LINES, *ASIDE) if f"| `{name}` |" not in page]
