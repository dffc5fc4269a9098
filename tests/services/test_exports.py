"""Tables for a spreadsheet: every line is in one row, in three forms alike, with the columns that the page names."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from oxyclaim.claims.fees import FeeStore
from oxyclaim.cli.main import app
from oxyclaim.services.cases import cases_of, read_cases
from oxyclaim.services.check import CheckRequest, check
from oxyclaim.services.checklist import ChecklistRequest, checklist
from oxyclaim.services.due import DueRequest, due
from oxyclaim.services.exports import TABLES, ExportRequest, What, export
from oxyclaim.services.exports.layout import page
from oxyclaim.services.fees import import_fees
from oxyclaim.services.problems import BadInput
from oxyclaim.services.rule_book import rule_book
from tests.fee_files import write_release

ROOT = Path(__file__).parents[2]
BOOK = rule_book()
AS_OF = date(2025, 12, 31)
AHEAD = 900
FILES = [ROOT / "examples" / name for name in ("01-clinic-test.yaml", "10-half-the-papers.yaml", "24-three-years.yaml",
                                               "09-purchase.yaml", "07-kx-on-new-rental.yaml")]  # fmt: skip
CASES = read_cases(FILES, BOOK).whole()


def written(what: What, folder: Path, form: str = "csv", cases: Any = CASES) -> Path:
    target = folder / f"{what}.{form}"
    export(ExportRequest(what, cases, target, AS_OF, ahead=AHEAD), BOOK)
    return target


def rows(what: What, folder: Path, cases: Any = CASES) -> list[dict[str, str]]:
    with written(what, folder, cases=cases).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_verdicts_have_a_row_for_each_line_and_say_who_owes_what_by_when(tmp_path: Path):
    found = rows("verdicts", tmp_path)
    answer = check(CheckRequest(CASES, AS_OF), BOOK)
    assert [(row["case_id"], int(row["line"]), row["verdict"]) for row in found] == [
        (line.case_id, line.line_number, line.verdict) for line in answer.lines
    ]
    charges = sum(item.charge or 0 for case in CASES for item in case.items)
    assert sum(Decimal(row["charge"]) for row in found if row["charge"]) == charges
    for row in found:
        is_open = row["verdict"] != "billable"
        assert bool(row["reasons"]) == bool(row["rules"]) == is_open
        assert bool(row["by"]) == is_open
        assert not is_open or (row["owner"] and row["owes"]), row
    first = found[0]
    assert (first["patient"], first["payer"], first["code"]) == ("HH-20117", "medicare", "E1390")
    assert (first["modifiers"], first["charge"], first["as_of"]) == ("RR N1", "240.00", "2025-12-31")
    assert {row["rule_book"] for row in found} == {BOOK.hash}


def test_due_has_every_month_and_what_comes_up(tmp_path: Path):
    found = rows("due", tmp_path)
    answer = due(CASES, DueRequest(AS_OF, AHEAD), BOOK)
    counts = Counter(row["what"] for row in found)
    assert counts["due"] + counts["too late"] == len(answer.months)
    assert counts["cannot know"] == len(answer.not_known)
    assert counts["coming up"] == sum(len(each.lines) or 1 for each in answer.coming_up) > 0
    assert all(row["owner"] and row["owes"] and row["by"] for row in found if row["what"] == "coming up")


def test_checklists_have_a_row_for_each_paper(tmp_path: Path):
    found = rows("checklists", tmp_path)
    answer = checklist(ChecklistRequest(CASES, AS_OF), BOOK)
    assert [row["item"] for row in found] == [entry.item for each in answer.cases for entry in each.entries]
    assert all(bool(row["owner"]) == (row["standing"] != "on file") for row in found)
    assert any(row["by"] and row["owes"] and row["charge"] for row in found if row["standing"] == "missing")


def test_claims_say_of_each_line_whether_it_goes_out(tmp_path: Path):
    found = rows("claims", tmp_path)
    target = tmp_path / "claim.x12"
    words = ["claim", *map(str, FILES), "-o", str(target), "--as-of", str(AS_OF), "--format", "json"]
    answer = json.loads(CliRunner().invoke(app, words).output)
    going = {(each["case_id"], str(each["line_number"])): each["modifiers"] for each in answer["written"]}
    assert {
        (row["case_id"], row["line"]): row["modifiers"].split() for row in found if row["state"] == "goes out"
    } == going
    staying = {(each["case_id"], str(each["line_number"])) for each in answer["refused"]}
    assert {(row["case_id"], row["line"]) for row in found if row["state"] == "stays"} == staying
    assert all(row["diagnoses"] for row in found if row["state"] == "goes out")
    assert all(row["reasons"] and row["owes"] for row in found if row["state"] == "stays")


def test_a_second_payers_claim_stays_with_its_reason(tmp_path: Path):
    facts = json.loads(CASES[0].model_dump_json(exclude_none=True))
    facts["coverage"]["primary"] = {"payer": "other", "outcome": "denied", "denied_for": "not_a_benefit"}
    found = rows("claims", tmp_path, cases_of(facts, BOOK).whole())
    assert {row["state"] for row in found} == {"stays"}
    assert all(row["reasons"] for row in found)


@pytest.mark.parametrize("what", TABLES)
def test_the_three_forms_say_the_same_and_have_the_columns_of_the_page(what: What, tmp_path: Path):
    names = [column.name for column in TABLES[what].columns]
    parquet = pl.read_parquet(written(what, tmp_path, "parquet"))
    assert parquet.columns == names
    kinds = {column.name: column.kind for column in TABLES[what].columns}
    assert all(parquet[name].dtype == pl.Date for name, kind in kinds.items() if kind == "date")
    as_csv = pl.read_csv(written(what, tmp_path), schema=parquet.schema)
    assert as_csv.equals(parquet)
    pytest.importorskip("fastexcel")
    sheet = pl.read_excel(written(what, tmp_path, "xlsx"))
    assert sheet.columns == names
    assert sheet.height == parquet.height
    assert [str(day) for day in sheet["as_of"]] == [str(day) for day in parquet["as_of"]]
    charged = parquet["charge"].cast(pl.Float64)
    assert sheet["charge"].cast(pl.Float64).sum() == pytest.approx(charged.sum())


def test_expected_payments_come_with_fees(tmp_path: Path):
    fees = FeeStore(tmp_path / "fees")
    import_fees(write_release(tmp_path / "cms", 2025), fees, BOOK, AS_OF)
    answer = export(ExportRequest("verdicts", CASES, tmp_path / "v.parquet", AS_OF, fees), BOOK)
    found = pl.read_parquet(tmp_path / "v.parquet")
    assert answer.rows == found.height
    priced = found.filter(pl.col("allowed").is_not_null())
    assert set(priced["verdict"]) == {"billable"}
    assert (priced["expected"] <= priced["allowed"]).all()
    due_now = date(2025, 8, 15)
    export(ExportRequest("due", CASES[:1], tmp_path / "d.parquet", due_now, fees), BOOK)
    months = pl.read_parquet(tmp_path / "d.parquet").filter(pl.col("verdict") == "billable")
    assert months.height > 0
    assert months["expected"].is_not_null().all()
    assert set(months["allowed"]) <= set(priced["allowed"])


def test_no_table_holds_a_name_a_birth_date_or_a_member_id(tmp_path: Path):
    for what in TABLES:
        text = written(what, tmp_path).read_text(encoding="utf-8")
        for case in CASES:
            assert case.patient is not None
            assert case.patient.last_name is not None
            assert case.patient.last_name not in text
            assert str(case.patient.birth_date) not in text
            assert str(case.coverage.member_id) not in text


@pytest.mark.parametrize(
    "spoil",
    [lambda folder: folder / "x.ods", lambda folder: FILES[0].with_suffix(".csv") / "x.csv"],
    ids=["ending", "folder"],
)
def test_what_cannot_be_written_is_told_before_the_work(spoil: Callable[[Path], Path], tmp_path: Path):
    with pytest.raises(BadInput):
        export(ExportRequest("verdicts", CASES[:1], spoil(tmp_path), AS_OF), BOOK)
    assert not list(tmp_path.iterdir())


def test_a_failing_write_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    target = written("verdicts", tmp_path)
    before = target.read_bytes()
    monkeypatch.setattr(pl.DataFrame, "write_csv", lambda *args, **named: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(BadInput, match="full"):
        written("verdicts", tmp_path)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_the_command_names_the_file_and_refuses_its_inputs(tmp_path: Path):
    run, target = CliRunner(), tmp_path / "due.csv"
    words = ["export", "due", str(FILES[0]), "--as-of", str(AS_OF)]
    result = run.invoke(app, [*words, "-o", str(target)])
    assert result.exit_code == 0
    assert f"Written: {target}" in result.output
    case = tmp_path / "case.yaml"
    case.write_bytes(FILES[0].read_bytes())
    assert run.invoke(app, ["export", "due", str(case), "-o", str(case)]).exit_code == 2
    assert case.read_bytes() == FILES[0].read_bytes()


def test_the_page_of_the_columns_is_up_to_date():
    assert (ROOT / "docs" / "exports.md").read_text(encoding="utf-8") == page(), "run: make docs"
