"""Tables of cases on Spark with two workers: the rows of the local run, whatever lies where."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from oxyclaim.case.columns import table_of
from oxyclaim.case.models import Case
from oxyclaim.services.judge import JudgeAnswer, JudgeRequest, judge, on_spark
from oxyclaim.services.judge.pieces import Law
from oxyclaim.services.judge.workers import Sheet
from oxyclaim.services.problems import BadInput
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.spark.session import spark_session
from tests.spark.spark_needs import needs_spark
from verdicts.frozen import AS_OF, frozen_cases

pytestmark = [pytest.mark.slow, needs_spark]
BOOK = rule_book()


@pytest.fixture(scope="module", autouse=True)
def session() -> Iterator[Any]:
    """One session for all: starting it takes longest."""
    with spark_session("local[2]") as spark:
        yield spark


def of_member(case: Case, member: str | None) -> Case:
    return case.model_copy(
        update={"coverage": case.coverage.model_copy(update={"payer": "medicare", "member_id": member})}
    )


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """Two tables of other columns; half the cases are one member's, others share members across the tables; some are
    not sound and some stand twice."""
    members = ["1EG4TE5MK73" if n % 2 else f"1EG4TE5MK7{n % 5}" if n % 3 else None for n in range(200)]
    cases = [of_member(case, member) for case, member in zip(frozen_cases(20), members, strict=False)]
    folder = tmp_path / "tables, of [two] kinds"
    folder.mkdir()
    table_of(cases[:120]).write_parquet(folder / "one.parquet", row_group_size=50)
    rest = table_of(cases[110:]).with_columns(pl.col("schema_version").cast(pl.Int32)).drop("trials", "changes")
    place = pl.int_range(pl.len())
    rest = rest.with_columns(case_id=pl.when(place % 25 == 20).then(pl.lit("A B")).otherwise("case_id"))
    rest.write_parquet(folder / "two%20.parquet")
    return folder


def asked(tables: Path, name: str, **settings: Any) -> tuple[JudgeAnswer, pl.DataFrame, pl.DataFrame]:
    target, aside = tables.parent / f"{name}.parquet", tables.parent / f"{name}-aside.parquet"
    answer = judge(JudgeRequest([tables], target, AS_OF, aside, **settings), BOOK)
    return answer, by_place(pl.read_parquet(target)), by_place(pl.read_parquet(aside))


def by_place(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sort("file", "row", maintain_order=True)


def counts(answer: JudgeAnswer) -> tuple[Any, ...]:
    return answer.cases, answer.judged, answer.set_aside, answer.lines, answer.verdicts, answer.columns


@pytest.mark.parametrize("masks", [False, True], ids=["lists", "masks"])
def test_the_rows_are_those_of_the_local_run(tables: Path, masks: bool):
    here, lines, aside = asked(tables, "here", masks=masks)
    there, lines_there, aside_there = asked(tables, "there", masks=masks, engine="spark")
    assert lines.height > 150
    assert set(aside["problem"]) == {"doubled_case_id", "wrong_value"}
    assert lines_there.schema == lines.schema
    assert lines_there.equals(lines)
    assert aside_there.equals(aside)
    assert counts(there) == counts(here)
    assert {each.name for each in tables.parent.iterdir()} == {
        tables.name, "here.parquet", "here-aside.parquet", "there.parquet", "there-aside.parquet"
    }  # fmt: skip


def test_a_worker_with_another_rule_book_ends_the_run(tables: Path, monkeypatch: pytest.MonkeyPatch):
    def of(law: Law, payers: Path | None) -> Sheet:
        return Sheet(payers, "another", law.as_of, law.profile, law.masks, law.doubled)

    monkeypatch.setattr(on_spark.Sheet, "of", of)
    with pytest.raises(BadInput, match="another rule book"):
        judge(JudgeRequest([tables], tables.parent / "there", AS_OF, engine="spark"), BOOK)
    assert [each.name for each in tables.parent.iterdir()] == [tables.name]


def test_a_folder_that_is_there_is_left_alone(tables: Path):
    with pytest.raises(BadInput, match="is there already"):
        judge(JudgeRequest([tables], tables, AS_OF, engine="spark"), BOOK)
    assert len(list(tables.iterdir())) == 2
