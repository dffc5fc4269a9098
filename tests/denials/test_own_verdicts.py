"""A denial against our own verdict: claims go out of a store with fees loaded, and the payer answers. All is made up.

Example 03 goes out asking for a formal denial of E1392 (GA); example 01 is billable. The fee file allows 100.00 for
E1390 in New York and Illinois, 45.00 for E1392."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from matplotlib.image import imread
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from tests.fee_files import write_release
from tests.remittance.written import Claim, Line, Payment, remittance

RUN = CliRunner()
EXAMPLES = Path(__file__).parents[2] / "examples"
CASES = {
    "03-overnight-oximetry-with-abn": ("2099399315", b"3GJ6VG7PN43"),
    "01-clinic-test": ("2033100571", b"1EG4TE5MK21"),
}


def ran(*words: object, code: int = 0) -> str:
    result = RUN.invoke(app, [*map(str, words)])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("own")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OXYCLAIM_FEES", str(folder / "fees"))
        patch.setenv("OXYCLAIM_STORE", str(folder / "s.db"))
        ran("fees", "import", *write_release(folder / "release", 2025))
        ran("store", "init")
        for number, name in enumerate(CASES, 1):
            text = (EXAMPLES / f"{name}.yaml").read_text()
            (folder / f"{name}.yaml").write_text(text.replace("\nsubmitter:\n", "\nsubmitter:\n  usage: production\n"))
            ran("store", "import", folder / f"{name}.yaml")
            case_id = next(line for line in text.splitlines() if line.startswith("case_id:")).split()[1]
            out = folder / f"{number}.x12"
            ran("claim", case_id, "--store", folder / "s.db", "--denial-notice", "-o", out, "--as-of", "2025-06-10")
        ran("post", *answers(folder))
        yield folder


def answers(folder: Path) -> list[Path]:
    """What the payers say, one remittance for each supplier."""
    lines = [
        # Our N1 line denied for need; the line that asked for its denial is left to the patient.
        (Line(22500, 0, (("CO", "50", 22500),), code="E1390:RR:N1", control="C000000001L1", remarks=("N115",)),
         Line(38000, 0, (("PR", "50", 38000),), code="E1392:RR:GA", control="C000000001L2")),
        # 95.00 allowed (74.48 + 19.00 + 1.52) where 100.00 were expected; the supplier's enrollment denies the other.
        (Line(24000, 7448, (("CO", "45", 14500), ("PR", "2", 1900), ("CO", "253", 152)), code="E1390:RR:N1",
              control="C000000002L1"),
         Line(39500, 0, (("CO", "B7", 39500),), code="E1392:RR:N1", control="C000000002L2")),
    ]  # fmt: skip
    paths = []
    for number, ((npi, member), own) in enumerate(zip(CASES.values(), lines, strict=True), 1):
        claim = Claim(own, id=f"C00000000{number}", number=f"2600{number}")
        text = remittance(Payment((claim,), trace=f"T{number}", payee=npi), control=number)
        paths.append(folder / f"{number}.835")
        paths[-1].write_bytes(text.replace(b"1EG4TE5MK73", member))
    return paths


@pytest.fixture(scope="module")
def lines(folder: Path) -> dict[str, dict[str, Any]]:
    found = json.loads(ran("denials", "--as-of", "2026-02-02", "--format", "json", code=1))
    return {line["line_id"]: line for task in found["tasks"] for line in task["lines"]}


def test_said_billable_on_documents_and_denied_for_need_is_contradicted(lines: dict[str, dict[str, Any]]):
    line = lines["C000000001L1"]
    assert line["verdict"]["told"] == "contradicted"
    assert line["verdict"]["sentence"].startswith("We had said billable, on ")
    assert (line["expected_cents"], line["stake_cents"], line["stake_basis"]) == (10000, 10000, "expected")


def test_a_formal_denial_was_foretold_with_its_codes(lines: dict[str, dict[str, Any]]):
    line = lines["C000000001L2"]
    assert (line["verdict"]["told"], line["verdict"]["verdict"]) == ("foretold", "not covered")
    assert "sleep" in line["verdict"]["sentence"]
    assert (line["denied_cents"], line["patient_cents"], line["route"]) == (0, 38000, "bill_patient")


def test_what_the_rule_book_does_not_judge_was_not_foretold(lines: dict[str, dict[str, Any]]):
    line = lines["C000000002L2"]
    assert (line["verdict"]["told"], line["entries"], line["fault"]) == (
        "not foretold", ["supplier-not-eligible"], "supplier",
    )  # fmt: skip
    assert (line["stake_cents"], line["stake_basis"]) == (4500, "expected")


def test_underpaid_is_expected_allowed_less_allowed_to_the_cent(lines: dict[str, dict[str, Any]]):
    """100.00 - (74.48 + 19.00 + 1.52) = 5.00; paid against paid would have said something else."""
    line = lines["C000000002L1"]
    assert (line["kind"], line["allowed_cents"], line["expected_cents"], line["stake_cents"]) == (
        "underpaid", 9500, 10000, 500,
    )  # fmt: skip
    assert (line["route"], line["due"]) == ("redetermination", "2026-05-20")


def test_the_papers_of_the_case_stand_beside_the_denial(lines: dict[str, dict[str, Any]]):
    evidence = lines["C000000001L1"]["evidence"]
    assert any("Report of the qualifying blood gas study" in words for words in evidence["on_file"])
    assert all("(" in words for words in evidence["missing"])
    assert lines["C000000002L1"]["evidence"] is None, "a price is no matter of papers"


def test_the_measures_of_four_lines(folder: Path):
    """Three of four lines denied at first; one of these was said to be, and the one paid was said to be paid."""
    words = ("reports", "--from", "2020-01-01", "--until", "2099-12-31")
    found = json.loads(ran(*words, "--format", "json"))
    named = {each["name"]: (each["numerator"], each["denominator"]) for each in found["measures"]}
    assert named["initial_denial_lines"] == (3, 4)
    assert named["initial_denial_claims"] == (2, 2)
    assert named["initial_denial_dollars"] == (22500 + 38000 + 39500, 22500 + 38000 + 24000 + 39500)
    assert named["zero_answers"] == (1, 2)
    assert named["underpaid_lines"] == (1, 1)
    assert named["underpaid_dollars"] == (500, 10000)
    assert named["forecast_right"] == (2, 4)
    assert named["forecast_hits"] == (1, 3)
    assert named["first_pass_yield"] == (0, 2)
    told = sorted(
        (each["code"], each["hits"], each["misses"], each["false_alarms"], each["clears"])
        for each in found["forecasts"]
    )
    assert told == [("E1390", 0, 0, 0, 1), ("E1390", 0, 1, 0, 0), ("E1392", 0, 1, 0, 0), ("E1392", 1, 0, 0, 0)]


def test_measures_as_table_and_picture(folder: Path):
    words = ("reports", "--from", "2020-01-01", "--until", "2099-12-31")
    ran(*words, "-o", folder / "m.csv", "-o", folder / "m.svg", "-o", folder / "m.png")
    first = (folder / "m.csv").read_text().splitlines()
    assert first[0].startswith("measure,by,key,numerator,denominator,value")
    assert any(row.startswith("initial_denial_lines,all,,3,4,75.0,percent,lines") for row in first)
    before = (folder / "m.svg").read_bytes()
    ran(*words, "--output", folder / "m.svg")
    assert (folder / "m.svg").read_bytes() == before
    picture = imread(folder / "m.png")
    assert picture.shape[:2] == (1632, 1560)
    assert picture[..., :3].std() > 0.05, "something is drawn"
    (folder / "many").mkdir()
    ran(*words, "-o", folder / "many")
    assert sorted(path.name for path in (folder / "many").iterdir()) == ["measures.csv", "measures.svg"]
    assert "must be a folder that is there, or end in" in ran(*words, "-o", folder / "m.pdf", code=2)


def test_the_worklist_as_people_and_programs_read_it(folder: Path):
    text = ran("denials", "--as-of", "2026-02-02", code=1)
    assert "by 05/20/2026" in text
    assert "contradicted" in text
    ran("denials", "--as-of", "2026-02-02", "-o", folder / "tasks.csv", code=1)
    rows = (folder / "tasks.csv").read_text().splitlines()
    assert rows[0].startswith("task,due,last_day,owner,state,kind,next_step")
    assert len(rows) == 5
    ran("denials", "--as-of", "2026-02-02", "--by", "line", "-o", folder / "lines.csv", code=1)
    (row,) = [row for row in (folder / "lines.csv").read_text().splitlines() if "C000000002L1" in row]
    assert ",240.00,74.48,95.00,100.00,0.00,0.00,5.00,expected," in row
    assert "must end in .csv or .parquet" in ran("denials", "-o", folder / "tasks.txt", code=2)
    before = (folder / "s.db").read_bytes()[:16]
    assert before == b"SQLite format 3\0"
