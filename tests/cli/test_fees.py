"""`oxyclaim fees` and the expected payment in `oxyclaim check`, from the user's door. The amounts are made up."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim.policy.worked_cases import worked_cases
from tests.fee_files import write_release

RUN = CliRunner()
WORKED = {case.id: case.case for case in worked_cases()}


@pytest.fixture
def folder(tmp_path: Path) -> str:
    store = tmp_path / "store"
    for year in (2025, 2026):
        files = [str(path) for path in write_release(tmp_path / str(year), year)]
        assert RUN.invoke(app, ["fees", "import", *files, "--fees", str(store)]).exit_code == 0
    return str(store)


def case_file(folder: Path, *ids: str) -> str:
    path = folder / "cases.yaml"
    cases = [deepcopy(WORKED[id]) for id in ids]
    for number, case in enumerate(cases):  # patients of their own: lines of one member would count together
        case["coverage"]["member_id"] = f"1EG4TE5MK{70 + number}"
    path.write_text(yaml.safe_dump({"cases": cases}))
    return str(path)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_an_import_says_what_it_read_kept_and_set_aside(tmp_path: Path):
    files = [str(path) for path in write_release(tmp_path / "cms")]
    result = RUN.invoke(app, ["fees", "import", *files, "--fees", str(tmp_path / "store")])
    assert result.exit_code == 0
    assert "7 rows read, 6 kept, 1 set aside: not oxygen equipment (CATG)" in flat(result.output)
    again = RUN.invoke(app, ["fees", "import", *files, "--fees", str(tmp_path / "store")])
    assert "takes the place of DMEPOS_JAN.csv" in again.output
    assert "the same content" in again.output


def test_the_other_tables_of_a_release_are_left_out_and_named(tmp_path: Path):
    nutrition = tmp_path / "DMEPEN_JAN.csv"
    nutrition.write_text(
        "2026 Parenteral and Enteral Nutrition Items and Services (PEN) Fee Schedule,,,,\n"
        "January 2026 Fee Schedule,,,,\n"
        "HCPCS,MOD,MOD2,AL(NR),AL(R),Desc\nB4034,,,1.00,2.00,Made up\n"
    )
    files = [str(path) for path in write_release(tmp_path / "cms")]
    result = RUN.invoke(app, ["fees", "import", str(nutrition), *files, "--fees", str(tmp_path / "store")])
    assert result.exit_code == 0
    assert "DMEPEN_JAN.csv: not needed" in result.output
    alone = RUN.invoke(app, ["fees", "import", str(nutrition), "--fees", str(tmp_path / "other")])
    assert alone.exit_code == 2
    assert "none of these files" in alone.output


def test_a_file_with_a_problem_keeps_all_files_out(tmp_path: Path):
    files = write_release(tmp_path / "cms")
    files[0].write_text(files[0].read_text().replace("45.00", "forty-five"))
    files[1].write_text("no table\n")
    result = RUN.invoke(app, ["fees", "import", *map(str, files), "--fees", str(tmp_path / "store")])
    assert result.exit_code == 2
    assert "DMEPOS_JAN.csv:13: found forty-five" in result.output
    assert "none of CMS's four files" in result.output
    assert "nothing was done" in result.output
    assert not (tmp_path / "store").exists()


def test_two_files_of_one_kind_and_quarter_are_refused(tmp_path: Path):
    first, second = write_release(tmp_path / "a")[0], write_release(tmp_path / "b")[0]
    result = RUN.invoke(app, ["fees", "import", str(first), str(second), "--fees", str(tmp_path / "store")])
    assert result.exit_code == 2
    assert "give one of them" in result.output


def test_list_shows_what_is_loaded(folder: str, tmp_path: Path):
    result = RUN.invoke(app, ["fees", "list", "--fees", folder])
    assert "2026 Q1  DMEPOS fees" in result.output
    listed = json.loads(RUN.invoke(app, ["fees", "list", "--fees", folder, "--format", "json"]).output)
    assert len(listed["files"]) == 8
    assert {"source", "sha256", "imported", "year", "quarter", "set_aside"} <= listed["files"][0].keys()
    assert "no fee file is loaded" in RUN.invoke(app, ["fees", "list", "--fees", str(tmp_path / "none")]).output


def test_show_gives_the_fee_of_an_address_and_a_day(folder: str):
    asked = [
        "fees",
        "show",
        "e1392",
        "--state",
        "ny",
        "--zip",
        "12207",
        "--service-date",
        "2026-05-04",
        "--fees",
        folder,
    ]
    assert "45.00" in RUN.invoke(app, asked).output
    answer = json.loads(RUN.invoke(app, [*asked, "--format", "json"]).output)
    assert answer["fees"] == [
        {"code": "E1392", "modifiers": ["RR"], "fee_cents": 4500, "area": "NY, non-rural", "file": "2026 quarter 1"}
    ]
    assert answer["missing"] is None
    result = RUN.invoke(app, [*asked[:8], "2024-05-04", "--fees", folder])
    assert result.exit_code == 1
    assert "no DMEPOS fees of 2024 are loaded" in result.output
    assert RUN.invoke(app, [*asked[:8], "May 4", "--fees", folder]).exit_code == 2


def test_check_shows_the_expected_payment_with_its_arithmetic(folder: str, tmp_path: Path):
    result = RUN.invoke(app, ["check", case_file(tmp_path, "billing-C08"), "--fees", folder])
    assert "expected payment: fee 100.00 x 150 % for QG = 150.00" in flat(result.output)
    assert "deductible met: Medicare 117.60 (80 %, less 2 % sequestration 2.40), patient 30.00" in flat(result.output)
    assert "no fee file loaded" not in result.output


def test_check_without_fee_files_says_so_once(tmp_path: Path):
    path = case_file(tmp_path, "billing-C08", "billing-C09")
    result = RUN.invoke(app, ["check", path])
    assert result.exit_code == 0, "the verdict stands"
    assert result.output.count("no fee file loaded: no expected payment; see oxyclaim fees --help") == 1
    answer = json.loads(RUN.invoke(app, ["check", path, "--format", "json"]).output)
    assert answer["payment_note"].startswith("no fee file loaded")
    assert answer["cases"][0]["lines"][0]["expected_payment"] is None


def test_the_environment_names_the_folder(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OXYCLAIM_FEES", folder)
    result = RUN.invoke(app, ["check", case_file(tmp_path, "billing-C08")])
    assert "expected payment: fee 100.00" in flat(result.output)


def test_json_has_the_payment_in_cents_with_its_steps(folder: str, tmp_path: Path):
    path = case_file(tmp_path, "billing-C09", "coverage-24")
    answer = json.loads(RUN.invoke(app, ["check", path, "--fees", folder, "--format", "json"]).output)
    stationary, portable = (line["expected_payment"] for line in answer["cases"][0]["lines"])
    assert stationary["allowed_cents"] == 10_000
    assert (portable["fee_cents"], portable["payable_fee_cents"], portable["allowed_cents"]) == (4_500, 5_000, 5_000)
    assert portable["shares"][0] == {
        "deductible_left_cents": 0, "deductible_cents": 0, "coinsurance_cents": 1_000, "sequestration_cents": 80,
        "paid_cents": 3_920, "patient_share_cents": 1_000, "patient_owes_cents": 1_000,
    }  # fmt: skip
    assert len(portable["steps"]) == 2
    assert answer["authorities"]["SEQ"]["grade"] == "primary"
    assert answer["payment_note"] is None
    assert all(line["expected_payment"] is None for line in answer["cases"][1]["lines"])


def test_a_year_without_fees_is_said_on_the_line(tmp_path: Path):
    files = [str(path) for path in write_release(tmp_path / "cms", 2025)]
    RUN.invoke(app, ["fees", "import", *files, "--fees", str(tmp_path / "store")])
    result = RUN.invoke(
        app, ["check", case_file(tmp_path, "billing-C01"), "--fees", str(tmp_path / "store"), "--as-of", "2026-05-31"]
    )
    assert result.exit_code == 0
    assert flat(result.output).count("no expected payment: no DMEPOS fees of 2026 are loaded") == 2


def test_a_broken_store_is_bad_input(folder: str, tmp_path: Path):
    (Path(folder) / "fees.json").write_text("[")
    path = case_file(tmp_path, "billing-C08")
    for command in (["check", path], ["fees", "list"], ["check", path, "--format", "json"]):
        result = RUN.invoke(app, [*command, "--fees", folder])
        assert result.exit_code == 2
        assert "import the fee files anew" in result.output


def test_files_in_utf_16_are_read(tmp_path: Path):
    files = write_release(tmp_path / "cms")
    for path in files:
        path.write_text(path.read_text(), encoding="utf-16")
    result = RUN.invoke(app, ["fees", "import", *map(str, files), "--fees", str(tmp_path / "store")])
    assert result.exit_code == 0, result.output
