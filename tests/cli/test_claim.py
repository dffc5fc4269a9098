"""`oxyclaim claim` from the user's door."""

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim.policy.loading import EXAMPLE_PAYERS
from oxyclaim.policy.worked_cases import worked_cases

RUN = CliRunner()
WORKED = {case.id: case.case for case in worked_cases(payers=True)}


IN_TIME = ("--as-of", "2025-06-20")
"""A day on which the made-up payers still take the claim."""


def case_file(folder: Path, *ids: str) -> str:
    path = folder / "cases.yaml"
    path.write_text(yaml.safe_dump({"cases": [WORKED[id] for id in ids]}))
    return str(path)


def service_lines(path: Path) -> list[list[str]]:
    """Code and modifiers of every SV1, by a plain split."""
    segments = path.read_text().replace("\n", "").split("~")
    return [segment.split("*")[1].split(":")[1:] for segment in segments if segment.startswith("SV1*")]


def test_billable_lines_are_written_with_the_verdicts_modifiers(tmp_path: Path):
    target = tmp_path / "claim.x12"
    result = RUN.invoke(app, ["claim", case_file(tmp_path, "coverage-1", "billing-C09"), "-o", str(target)])
    assert result.exit_code == 0, result.output
    wanted = [["E1390", "RR", "N1"], ["E1392", "RR", "N1"], ["E1390", "RR", "N1", "QF"], ["E1392", "RR", "N1", "QF"]]
    assert service_lines(target) == wanted
    assert "NM1*DK*1*SAMPLE*CARLA" in target.read_text()


def test_lines_that_are_not_billable_are_refused_with_the_reason(tmp_path: Path):
    target = tmp_path / "claim.x12"
    result = RUN.invoke(app, ["claim", case_file(tmp_path, "coverage-2"), "-o", str(target), "--as-of", "2024-03-31"])
    assert result.exit_code == 1
    assert service_lines(target) == [["E1390", "RR", "N1"]]
    assert "line 2 E1392: not covered" in result.output
    assert "COV-210" in result.output


def test_nothing_billable_writes_nothing(tmp_path: Path):
    target = tmp_path / "claim.x12"
    result = RUN.invoke(app, ["claim", case_file(tmp_path, "coverage-7"), "-o", str(target)])
    assert result.exit_code == 1
    assert not target.exists()


@pytest.mark.parametrize(
    ("id", "line"),
    [
        ("billing-C06", ["E1392", "RR", "GA"]),
        ("billing-C06-no-notice", ["E1392", "RR", "GZ"]),
        ("coverage-24", ["E1392", "NU", "GY"]),
    ],
)
def test_a_formal_denial_is_written_only_when_asked_for(tmp_path: Path, id: str, line: list[str]):
    target = tmp_path / "claim.x12"
    RUN.invoke(app, ["claim", case_file(tmp_path, id), "-o", str(target)])
    assert not target.exists() or line not in service_lines(target)
    RUN.invoke(app, ["claim", case_file(tmp_path, id), "-o", str(target), "--denial-notice"])
    assert line in service_lines(target)


def test_without_knowing_of_a_notice_no_formal_denial_is_written(tmp_path: Path):
    target = tmp_path / "claim.x12"
    command = ["claim", case_file(tmp_path, "billing-C06-notice-unknown"), "-o", str(target), "--denial-notice"]
    result = RUN.invoke(app, command)
    assert result.exit_code == 1
    assert service_lines(target) == [["E1390", "RR", "N1"]]


def test_a_line_coded_otherwise_is_told(tmp_path: Path):
    target = tmp_path / "claim.x12"
    result = RUN.invoke(app, ["claim", case_file(tmp_path, "billing-C03"), "-o", str(target), "--as-of", "2023-06-30"])
    assert service_lines(target) == [["E1390", "RR", "N1"]]
    assert "coded RR KX, written RR N1" in result.output


def test_bad_input_leaves_an_older_claim_file_alone(tmp_path: Path):
    target, cases = tmp_path / "claim.x12", tmp_path / "bad.yaml"
    target.write_text("older")
    cases.write_text("case_id: [")
    assert RUN.invoke(app, ["claim", str(cases), "-o", str(target)]).exit_code == 2
    assert target.read_text() == "older"


def test_a_missing_folder_is_named(tmp_path: Path):
    target = tmp_path / "nowhere" / "claim.x12"
    result = RUN.invoke(app, ["claim", case_file(tmp_path, "coverage-1"), "-o", str(target)])
    assert result.exit_code == 2
    assert "does not exist" in result.output


def test_json_counts_add_up(tmp_path: Path):
    target = tmp_path / "claim.x12"
    ids = ("coverage-1", "billing-C08", "coverage-7")
    result = RUN.invoke(app, ["claim", case_file(tmp_path, *ids), "-o", str(target), "--format", "json"])
    answer = json.loads(result.output)
    assert answer["lines_in"] == answer["lines"] + len(answer["refused"]) == 4
    assert answer["total_charge_cents"] == 3 * 39500


def test_the_kind_of_coverage_is_the_payers(tmp_path: Path):
    target = tmp_path / "claim.x12"
    cases = case_file(tmp_path, "coverage-1", "authorization-met-criteria")
    result = RUN.invoke(app, ["claim", cases, "-o", str(target), "--payers", str(EXAMPLE_PAYERS), *IN_TIME])
    assert result.exit_code == 0, result.output
    written = [
        segment.split("*")[9] for segment in target.read_text().replace("\n", "").split("~") if "SBR*" in segment
    ]
    assert written == ["MB", "CI"]


def test_no_claim_to_another_payer_carries_medicares_number(tmp_path: Path):
    target = tmp_path / "claim.x12"
    cases = Path(case_file(tmp_path, "authorization-met-criteria"))
    cases.write_text(cases.read_text().replace("EX123", "16013"))
    result = RUN.invoke(app, ["claim", str(cases), "-o", str(target), "--payers", str(EXAMPLE_PAYERS), *IN_TIME])
    assert result.exit_code == 1
    assert "payer id 16013 of a Medicare contractor" in " ".join(result.output.split())
    assert not target.exists()


def test_a_claim_to_a_second_payer_is_not_written_and_says_why(tmp_path: Path):
    target = tmp_path / "claim.x12"
    cases = case_file(tmp_path, "second-after-paid")
    result = RUN.invoke(app, ["claim", cases, "-o", str(target), "--payers", str(EXAMPLE_PAYERS), *IN_TIME])
    assert result.exit_code == 1
    assert not target.exists()
    assert "the answer to line 1 is missing" in " ".join(result.output.split())


def test_a_file_is_a_test_until_the_submitter_says_production(tmp_path: Path):
    target, cases = tmp_path / "claim.x12", Path(case_file(tmp_path, "coverage-1"))
    result = RUN.invoke(app, ["claim", str(cases), "-o", str(target)])
    assert "*0*T*:~" in target.read_text()
    assert "test file" in result.output
    first = target.read_bytes()
    assert RUN.invoke(app, ["claim", str(cases), "-o", str(target)]).exit_code == 0
    assert _without_clock(target.read_bytes()) == _without_clock(first), "no number comes from the clock"
    facts = yaml.safe_load(cases.read_text())
    facts["cases"][0]["submitter"]["usage"] = "production"
    cases.write_text(yaml.safe_dump(facts))
    result = RUN.invoke(app, ["claim", str(cases), "-o", str(target)])
    assert result.exit_code == 2
    assert "control number that you have never used" in " ".join(result.output.split())
    assert RUN.invoke(app, ["claim", str(cases), "-o", str(target), "--control-number", "12"]).exit_code == 0
    assert "*000000012*0*P*:~" in target.read_text()


def _without_clock(data: bytes) -> list[bytes]:
    """The segments but those that tell when the file was made; of these the numbers."""
    segments = data.split(b"~")
    return [segment.split(b"*")[13] if segment.startswith(b"ISA") else segment for segment in segments
            if not segment.startswith((b"GS*", b"BHT*"))]  # fmt: skip
