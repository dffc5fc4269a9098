"""Cases as a table: what is written is read again, however the numbers stand in it, and wrong columns are all told."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from oxyclaim.case.canonical import canonical_text
from oxyclaim.case.columns import NEEDED, layout, table_of, texts, wrong_columns
from oxyclaim.case.models import Case
from oxyclaim.case.quick_json import read_sound_case
from oxyclaim.case.reader import read_cases
from oxyclaim.policy.worked_cases import worked_cases

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
TABLE = Path("cases.parquet")


def some_cases() -> list[Case]:
    worked = [read_sound_case(json.dumps(case.case, default=str)) for case in worked_cases()[::12]]
    return [case for case in worked if case] + [each.case for each in read_cases(EXAMPLES).cases]


def test_every_case_comes_back_from_parquet_as_it_was(tmp_path: Path):
    cases = some_cases()
    assert len(cases) > 100
    assert {case.history is None for case in cases} == {case.history == [] for case in cases} == {True, False}
    table_of(cases).write_parquet(tmp_path / TABLE)
    back = [read_sound_case(text) for text in texts(pl.read_parquet(tmp_path / TABLE))]
    assert [case and canonical_text(case) for case in back] == [canonical_text(case) for case in cases]


def test_what_is_written_has_the_right_columns():
    assert wrong_columns(TABLE, table_of(some_cases()[:1]).schema) == []


@pytest.mark.parametrize(
    ("of_charge", "of_day"),
    [(pl.Float64, pl.String), (pl.Float32, pl.Date), (pl.Int32, pl.String), (pl.Decimal(20, 1), pl.Date),
     (pl.String, pl.String)],
    ids=str,
)  # fmt: skip
def test_numbers_and_days_may_be_written_in_other_types(of_charge: Any, of_day: Any):
    case = some_cases()[0]
    case = case.model_copy(update={"items": [case.items[0].model_copy(update={"charge": Decimal(395)})]})
    frame = table_of([case]).select(*NEEDED).with_columns(
        pl.col("items").list.eval(
            pl.element().struct.with_fields(
                pl.field("charge").cast(of_charge), pl.field("service_date").cast(of_day)
            )
        )
    )  # fmt: skip
    assert wrong_columns(TABLE, frame.schema) == []
    read = read_sound_case(texts(frame)[0])
    assert read is not None
    assert read.items[0].charge == 395
    assert read.items[0].service_date == case.items[0].service_date


def test_all_that_is_wrong_with_columns_is_told_with_its_way():
    columns = {
        "case_id": pl.Int64,
        "coverage": pl.String,
        "itemz": pl.String,
        "orders": pl.String,
        "submitter": pl.Null,
        "patient": pl.Struct({"birth_date": pl.Datetime, "sex": pl.Boolean}),
        "tests": pl.List(pl.Struct({"spo2": pl.Float64, "inpatient": pl.Int8, "spo2_percent": pl.Decimal(9, 4)})),
    }
    told = {problem.key: (problem.code, problem.message) for problem in wrong_columns(TABLE, columns)}
    assert {key: code for key, (code, _) in told.items()} == {
        "schema_version": "missing_column",
        "items": "missing_column",
        "coverage": "wrong_column",
        "itemz": "unknown_column",
        "orders": "wrong_column",
        "patient.birth_date": "wrong_column",
        "patient.sex": "wrong_column",
        "tests[].spo2": "unknown_column",
        "tests[].inpatient": "wrong_column",
        "tests[].spo2_percent": "wrong_column",
    }
    assert "did you mean items?" in told["itemz"][1]
    assert "must hold a date, or text" in told["patient.birth_date"][1]
    assert "must hold true or false, or text" in told["tests[].inpatient"][1]
    assert "must hold a number with at most 2 decimals, or text" in told["tests[].spo2_percent"][1]
    assert wrong_columns(TABLE, {name: dtype for name, dtype in layout().items() if name in NEEDED}) == []
