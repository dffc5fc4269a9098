"""`oxyclaim check` from the user's door."""

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from oxyclaim.cli import check, main
from oxyclaim.cli.main import app
from oxyclaim.policy.worked_cases import worked_cases

RUN = CliRunner()
WORKED = {case.id: case.case for case in worked_cases()}


def case_file(folder: Path, *ids: str) -> str:
    path = folder / "cases.yaml"
    path.write_text(yaml.safe_dump({"cases": [WORKED[id] for id in ids]}))
    return str(path)


def test_all_billable_exits_with_0(tmp_path: Path):
    result = RUN.invoke(app, ["check", case_file(tmp_path, "coverage-1")])
    assert result.exit_code == 0
    assert "BILLABLE  as E1392 RR N1" in result.output
    assert "mobile within the home" in " ".join(result.output.split()), "what N1 asserts, in words"


@pytest.mark.parametrize("id", ["coverage-7", "test-only-reported", "coverage-24", "billing-C03"])
def test_anything_else_exits_with_1(tmp_path: Path, id: str):
    assert RUN.invoke(app, ["check", case_file(tmp_path, id)]).exit_code == 1


def test_bad_input_exits_with_2_and_names_file_line_key_and_what_is_allowed(tmp_path: Path):
    path = tmp_path / "bad.yaml"
    text = yaml.safe_dump(WORKED["coverage-1"], sort_keys=False).replace("spo2_percent: 86", "spo2_percent: 870")
    path.write_text(text)
    line = next(n for n, written in enumerate(text.splitlines(), start=1) if "870" in written)
    result = RUN.invoke(app, ["check", str(path)])
    assert result.exit_code == 2
    assert f"bad.yaml:{line}" in result.output
    assert "spo2_percent" in result.output
    assert "870" in result.output
    assert "from 30 to 100" in result.output


def test_an_unknown_payer_is_bad_input(tmp_path: Path):
    path = tmp_path / "other.yaml"
    path.write_text(yaml.safe_dump(WORKED["coverage-1"] | {"coverage": {"payer": "nobody"}}))
    result = RUN.invoke(app, ["check", str(path)])
    assert result.exit_code == 2
    assert "nobody" in result.output
    assert "oxyclaim payers" in result.output


def test_a_payer_that_is_nearly_known_is_told_where_it_stands_and_which_one_is_meant(tmp_path: Path):
    path = tmp_path / "other.yaml"
    text = yaml.safe_dump(WORKED["coverage-1"] | {"coverage": {"payer": "Medicare"}}, sort_keys=False)
    path.write_text(text)
    line = next(n for n, written in enumerate(text.splitlines(), start=1) if "payer: Medicare" in written)
    told = RUN.invoke(app, ["check", str(path)]).output
    assert f"other.yaml:{line}: coverage.payer: found Medicare" in told
    assert "did you mean medicare" in told


def test_a_broken_case_does_not_stop_the_others(tmp_path: Path):
    (tmp_path / "broken.yaml").write_text("case_id: B\n")
    case_file(tmp_path, "coverage-1")
    result = RUN.invoke(app, ["check", str(tmp_path)])
    assert result.exit_code == 2
    assert "BILLABLE  as E1392 RR N1" in result.output
    assert "broken.yaml" in result.output
    told = json.loads(RUN.invoke(app, ["check", str(tmp_path), "--format", "json"]).output)
    assert len(told["cases"]) == 1
    assert {problem["code"] for problem in told["problems"]} == {"missing_key"}


def test_json_says_everything_a_program_needs(tmp_path: Path):
    result = RUN.invoke(
        app, ["check", case_file(tmp_path, "coverage-2", "coverage-9"), "--format", "json", "--as-of", "2025-02-28"]
    )
    answer = json.loads(result.output)
    assert result.exit_code == 1
    assert answer["summary"] == {"billable": 2, "not covered": 1}
    first, second = answer["cases"][0]["lines"]
    assert first["modifiers"] == ["RR", "N1"]
    assert first["asserts"][1]["sources"][0]["document"] == "RECORD"
    assert second["modifiers"] is None
    assert second["findings"][0]["rule"] == "COV-210"
    assert second["findings"][0]["helps"] == "later months only"
    assert answer["authorities"]["L33797"]["grade"] == "primary"


def test_json_and_text_agree_on_bad_input(tmp_path: Path):
    path = tmp_path / "empty.yaml"
    path.write_text("")
    result = RUN.invoke(app, ["check", str(path), "--format", "json"])
    assert result.exit_code == 2
    assert "empty.yaml" in json.loads(result.output)["problems"][0]["file"]


def test_a_reported_test_holds_the_line_and_says_what_to_obtain(tmp_path: Path):
    result = RUN.invoke(app, ["check", case_file(tmp_path, "test-only-reported")])
    text = " ".join(result.output.split())
    assert "test T1 is only reported: no document on file shows it" in text
    assert "obtain the test report" in text


def test_an_internal_error_exits_with_3_and_repeats_no_patient_data(monkeypatch, capsys, tmp_path: Path):
    def broken(*args: object) -> int:
        raise RuntimeError("Anna Example")

    monkeypatch.setattr(check, "run", broken)
    monkeypatch.setattr("sys.argv", ["oxyclaim", "check", case_file(tmp_path, "coverage-1")])
    with pytest.raises(SystemExit) as stopped:
        main.run()
    assert stopped.value.code == 3
    told = capsys.readouterr().err
    assert "Example" not in told
    assert "RuntimeError" in told


def test_a_claim_that_is_too_late_says_so(tmp_path: Path):
    cases = case_file(tmp_path, "coverage-1")
    early = RUN.invoke(app, ["check", cases, "--as-of", "2026-05-11"]).output
    late = RUN.invoke(app, ["check", cases, "--as-of", "2026-05-12"]).output
    assert "last day for a timely claim: 2026-05-11" in early, "2026-05-10 is a Sunday"
    assert "Too late for a claim: the last day for a claim of 2025-05-10 was 2026-05-11" in " ".join(late.split())


def test_as_of_must_be_a_date(tmp_path: Path):
    result = RUN.invoke(app, ["check", case_file(tmp_path, "coverage-1"), "--as-of", "tomorrow"])
    assert result.exit_code == 2
    assert "2026-11-23" in result.output


@pytest.mark.parametrize("command", ["check", "checklist", "claim", "schema", "version"])
def test_every_help_text_has_an_example(command: str):
    assert "Example: oxyclaim" in RUN.invoke(app, [command, "--help"]).output


def test_look_ups_that_are_missing_are_told_as_one_in_the_text_and_each_in_json(tmp_path: Path):
    path = tmp_path / "case.yaml"
    path.write_text(yaml.safe_dump(WORKED["coverage-1"] | {"checks": None}))
    told = " ".join(RUN.invoke(app, ["check", str(path)]).output.split())
    assert told.count("The look-ups before billing are not complete.") == 1, "once for both lines"
    assert "look up Part B on or after the service date; look up enrollment in a Medicare Advantage plan" in told
    lines = json.loads(RUN.invoke(app, ["check", str(path), "--format", "json"]).output)["cases"][0]["lines"]
    assert [finding["rule"] for finding in lines[0]["findings"]] == [
        f"ELG-{number}" for number in (100, 110, 120, 130, 140, 150, 160)
    ]
