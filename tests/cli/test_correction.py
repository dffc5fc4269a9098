"""`oxyclaim correction` from the user's door. Everything is made up."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim.policy.worked_cases import build

RUN = CliRunner()
DAY = "2025-07-31"


def answer(*words: object, code: int = 0) -> dict[str, Any]:
    result = RUN.invoke(app, [*map(str, words), "--as-of", DAY, "--format", "json"])
    assert result.exit_code == code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture
def case(tmp_path: Path) -> Path:
    facts = {"tests": [{"state": "rest", "spo2_percent": 86}], "items": [{"code": "E1390"}]}
    path = tmp_path / "case.yaml"
    path.write_text(yaml.safe_dump(build("C-1", "2025-05-10", facts)))
    return path


def with_correction(path: Path, **correction: str) -> dict[str, Any]:
    facts: dict[str, Any] = yaml.safe_load(path.read_text())
    facts["correction"] = {"kind": "replacement"} | correction
    path.write_text(yaml.safe_dump(facts))
    return facts


def test_first_and_new_claim_stand_side_by_side(case: Path, tmp_path: Path):
    first = tmp_path / "first.x12"
    sent = answer("claim", case, "-o", first)
    facts = with_correction(case, answer="rejected", claim_id=sent["written"][0]["claim_id"])
    facts["items"][0] |= {"charge": "410.00"}
    case.write_text(yaml.safe_dump(facts))
    [found] = answer("correction", case, "--first", first)["corrected"]
    assert found["course"]["way"] == "new_claim"
    assert found["first_claim"] == sent["written"][0]["claim_id"]
    assert found["changes"] == [{"line_number": 1, "what": "charge", "first": "395.00", "now": "410.00"}]
    text = RUN.invoke(app, ["correction", str(case), "--first", str(first), "--as-of", DAY]).output
    assert "a new claim" in text
    assert "410.00" in text


@pytest.mark.parametrize(
    ("correction", "way", "routes"),
    [
        ({"answer": "rejected"}, "new_claim", {"new_claim": "2026-05-11"}),
        (
            {"answer": "denied", "remittance_date": "2025-06-10"},
            "appeal",
            {"clerical_reopening": "2026-06-10", "redetermination": "2025-10-14", "new_claim": "2026-05-11"},
        ),
        ({"answer": "paid", "remittance_date": "2025-06-10"}, "reopening", {"clerical_reopening": "2026-06-10"}),
        ({"answer": "none"}, "wait", {}),
        ({}, "ask_payer", {}),
    ],
)
def test_medicares_ways_and_their_last_days(case: Path, correction: dict[str, str], way: str, routes: dict[str, str]):
    with_correction(case, **correction)
    [found] = answer("correction", case, code=0 if way == "new_claim" else 1)["corrected"]
    assert found["course"]["way"] == way
    assert {limit["route"]: limit["last_day"] for limit in found["course"]["limits"]} == routes


def test_what_was_paid_in_error_has_its_own_duty(case: Path):
    with_correction(case, kind="void", answer="paid_in_error", identified_on="2025-07-01")
    [found] = answer("correction", case, code=1)["corrected"]
    duty = found["course"]["duty"]
    assert (duty["report_days"], duty["investigation_days"], duty["lookback_years"]) == (60, 180, 6)
    assert found["course"]["return_by"] == "2025-08-30"
    text = " ".join(RUN.invoke(app, ["correction", str(case), "--as-of", DAY]).output.split())
    assert "within 60 days of identifying it, by 2025-08-30" in text
    assert "at most 180 days" in text
    assert "42CFR401.305" in text


def test_a_correction_that_names_no_claim_is_told_so_and_not_that_a_file_is_missing(case: Path, tmp_path: Path):
    first = tmp_path / "first.x12"
    sent = answer("claim", case, "-o", first)["written"][0]["claim_id"]
    with_correction(case, answer="rejected")
    [problem] = answer("correction", case, "--first", first, code=2)["problems"]
    assert (problem["path"], problem["code"]) == ("correction.claim_id", "no_claim_id")
    assert f"holds {sent}" in problem["message"]
    with_correction(case, answer="rejected", claim_id="ANOTHER")
    told = " ".join(RUN.invoke(app, ["correction", str(case), "--first", str(first), "--as-of", DAY]).output.split())
    assert "no claim with its id (correction.claim_id) is in a file or store that was given" in told
