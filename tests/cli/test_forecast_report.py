"""What `oxyclaim check` says of a line that somebody has coded. The amounts are made up."""

import json
from pathlib import Path

import yaml
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim.policy.worked_cases import worked_cases
from tests.fee_files import write_release

RUN = CliRunner()
WORKED = {case.id: case.case for case in worked_cases()}


def checked(folder: Path, id: str, *options: str, as_of: str = "2025-06-01") -> str:
    path = folder / "case.yaml"
    path.write_text(yaml.safe_dump(WORKED[id]))
    result = RUN.invoke(app, ["check", str(path), "--as-of", as_of, *options])
    assert result.exit_code == 1
    return " ".join(result.output.split())


def test_a_covered_line_with_gz_says_what_comes_and_what_to_bill_instead(tmp_path: Path):
    output = checked(tmp_path, "coded-gz-covered")
    assert "as coded: E1392 RR GZ would be denied SCR-300" in output
    assert "expect: CO-50 (billed with GZ)" in output
    assert "Charge to the patient: no" in output
    assert "at risk: 395.00 dollars (the charge)" in output
    assert "instead: E1392 RR N1" in output


def test_a_rejected_line_says_by_when_a_new_claim_is_timely(tmp_path: Path):
    output = checked(tmp_path, "billing-C03", as_of="2024-06-03")
    assert "would be returned as unprocessable" in output
    assert "Send a new claim with the right modifiers. New claim: by 2024-06-03." in output
    assert "may be appealed: no" in output


def test_a_denial_on_review_names_the_rule_and_the_codes(tmp_path: Path):
    output = checked(tmp_path, "coded-no-delivery-proof")
    assert "would be denied if the records are asked for" in output
    assert "expect: CO-50, N115 for PAP-200" in output
    assert "within 120 days of receiving the remittance advice" in output


def test_an_accepted_line_on_hold_says_that_a_denial_may_follow(tmp_path: Path):
    output = checked(tmp_path, "coded-test-only-reported")
    assert "would pass the payer's edits but: the verdict is hold" in output


def test_a_code_that_is_not_confirmed_says_so(tmp_path: Path):
    assert "DENIAL-GK (unconfirmed source)" in checked(tmp_path, "coded-n1-2022-12-31")


def test_json_holds_the_answers_and_the_money_at_risk(tmp_path: Path):
    answer = json.loads(checked(tmp_path, "coded-gz-covered", "--format", "json"))
    forecast = answer["cases"][0]["lines"][0]["forecast"]
    [expected] = forecast["answers"]
    assert (forecast["outcome"], forecast["only_on_review"]) == ("denied", False)
    assert (expected["group"], expected["carc"], expected["rarcs"]) == ("CO", "50", [])
    assert forecast["at_risk"] == {"cents": 39500, "basis": "the charge"}
    assert set(expected["authorities"]) <= answer["authorities"].keys()


def test_with_fees_loaded_the_allowed_amount_is_at_risk(tmp_path: Path):
    files = [str(path) for path in write_release(tmp_path / "cms", 2025)]
    assert RUN.invoke(app, ["fees", "import", *files, "--to", str(tmp_path / "store")]).exit_code == 0
    answer = json.loads(checked(tmp_path, "coded-gz-covered", "--format", "json", "--fees", str(tmp_path / "store")))
    line = answer["cases"][0]["lines"][0]
    risk = line["forecast"]["at_risk"]
    assert risk["basis"] == "the allowed amount by the fee files loaded"
    assert risk["cents"] == line["expected_payment"]["allowed_cents"] < 39500
