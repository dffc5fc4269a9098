"""Runs: memory between them, files whole or not at all, and every problem at once; through the command too."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim_simulator import SCENARIOS, AnswerRequest, CannotSimulate, answer
from oxyclaim_simulator.submitting import claim_file
from tests.simulator.simulated_files import BILL, RECEIVED, UNTIL, answered, months_told, several

RUN = CliRunner()


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    path = tmp_path / "claims.x12"
    path.write_text(claim_file([BILL], RECEIVED, 7))
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_two_runs_are_as_one(tmp_path: Path):
    first, second = tmp_path / "one", tmp_path / "two"
    for folder in (first, second):
        folder.mkdir()
    whole = answered(first, several(), scenario="recouped")
    answered(second, several(), scenario="recouped", until=date(2025, 7, 1))
    done = answer(AnswerRequest([], second / "run", date(2025, 7, 2), UNTIL, "recouped", deductible_met=True))
    truth = json.loads(Path(done.truth).read_text())
    assert truth == whole.truth
    assert contents(second / "run" / "replies") == contents(first / "run" / "replies")


@pytest.mark.parametrize("scenario", ["usual", "reversed", "recouped", "appeal-won", "bundled", "corrected", "mixed"])
def test_wherever_a_run_stops_the_months_are_those_that_were_told(tmp_path: Path, scenario: str):
    """Of what a payer has decided and not written yet the truth says nothing: no ledger could agree with it."""
    day = RECEIVED
    truth = answered(tmp_path, several(), scenario=scenario, until=day).truth
    seen = set()
    while day < UNTIL:
        told = {(each["payer"], each["member"], each["code"]): len(each["paid"]) for each in truth["months"]}
        assert {key: count for key, count in told.items() if count} == months_told(truth), day
        seen.add(sum(told.values()))
        begins, day = day + timedelta(days=1), day + timedelta(days=2)
        done = answer(AnswerRequest([], tmp_path / "run", begins, day, scenario, deductible_met=True))
        truth = json.loads(Path(done.truth).read_text())
    assert len(seen) > 1


def test_a_rejected_claim_that_goes_out_anew_is_named_and_judged_afresh(tmp_path: Path):
    first = answered(tmp_path, [BILL], scenario="front-end-member", until=date(2025, 7, 1))
    (rejected,) = first.truth["claims"]
    assert (rejected["state"], rejected["sent_again"]) == ("rejected", None)
    path = tmp_path / "anew.x12"
    path.write_text(claim_file([replace(BILL, id="ANEW")], date(2025, 7, 2), 8))
    done = answer(AnswerRequest([path], tmp_path / "run", date(2025, 7, 2), UNTIL, deductible_met=True))
    before, anew = json.loads(Path(done.truth).read_text())["claims"]
    assert (before["state"], before["sent_again"]) == ("rejected", "ANEW")
    assert (anew["state"], anew["sent_again"], anew["balance"]["paid"] > 0) == ("answered", None, True)


def test_a_run_that_was_cut_off_is_run_again(tmp_path: Path, claims: Path):
    request = AnswerRequest([claims], tmp_path / "out", RECEIVED)
    answer(request)
    before = contents(tmp_path)
    (tmp_path / "out.state.json").unlink()  # the memory is written last
    next((tmp_path / "out" / "replies").glob("*835*")).unlink()
    answer(request)
    assert contents(tmp_path) == before


def problems_of(request: AnswerRequest) -> list[tuple[str, str]]:
    with pytest.raises(CannotSimulate) as caught:
        answer(request)
    return [(Path(where).name, what) for where, what in caught.value.problems]


def test_every_unreadable_file_is_told_at_once_and_nothing_is_written(tmp_path: Path, claims: Path):
    (tmp_path / "no.x12").write_text("hello")
    (tmp_path / "half.x12").write_text(claims.read_text()[:900])
    (tmp_path / "remit.x12").write_text(claims.read_text().replace("ST*837", "ST*835"))
    before = contents(tmp_path)
    files = [claims, *(tmp_path / name for name in ("no.x12", "half.x12", "remit.x12", "gone.x12"))]
    found = problems_of(AnswerRequest(files, tmp_path / "out", RECEIVED))
    assert [where for where, _ in found] == ["no.x12", "half.x12", "remit.x12", "gone.x12"]
    assert contents(tmp_path) == before


def test_what_is_in_the_way_is_told(tmp_path: Path, claims: Path):
    answer(AnswerRequest([claims], tmp_path / "out", RECEIVED))
    other = tmp_path / "other.x12"
    other.write_text(claim_file([replace(BILL, id="OTHER")], RECEIVED, 8))
    anew = AnswerRequest([other], tmp_path / "out", RECEIVED, state=tmp_path / "anew.json")
    assert {what.split(";")[0] for _, what in problems_of(anew)} == {"is there with other bytes"}
    assert problems_of(AnswerRequest([claims], claims, RECEIVED, state=tmp_path / "a.json"))[0][0] == "claims.x12"
    into = AnswerRequest([claims], tmp_path / "new", RECEIVED, truth=claims, state=tmp_path / "a.json")
    assert problems_of(into) == [("claims.x12", "is one of the files to be read; give another place")]
    assert claims.read_text() == claim_file([BILL], RECEIVED, 7)
    back = AnswerRequest([other], tmp_path / "out", RECEIVED)
    assert "memory has come to" in problems_of(back)[0][1]


@pytest.mark.parametrize(
    ("asked", "where"),
    [({"scenario": "nonsense"}, "--scenario"), ({"until": date(2025, 1, 1)}, "--until"), ({"fees": "code\n"}, "fees"),
     ({"fees": "code,amount\nE1392,ten\nE1390,1.234\n"}, "fees:2"), ({"people": '{"X": {"died": 3}}'}, "people"),
     ({"state": "{}x"}, "state")],
)  # fmt: skip
def test_what_is_wrong_with_the_rest(asked: dict[str, Any], where: str, tmp_path: Path, claims: Path):
    for name in ("fees", "people", "state"):
        if name in asked:
            (tmp_path / name).write_text(asked[name])
            asked = asked | {name: tmp_path / name}
    before = contents(tmp_path)
    assert problems_of(AnswerRequest([claims], tmp_path / "out", RECEIVED, **asked))[0][0] == where
    assert contents(tmp_path) == before


def test_the_command_answers_and_tells_where_everything_is(tmp_path: Path, claims: Path):
    words = ["simulate", "answer", str(claims), "-o", str(tmp_path / "out"), "--from", "2025-06-02", "--deductible-met"]
    result = RUN.invoke(app, [*words, "--format", "json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert (told["answer"], told["claims"], told["deposited_cents"]) == ("simulated", {"answered": 1}, 11_368)
    assert sorted(told["files"]) == sorted(contents(tmp_path / "out"))
    result = RUN.invoke(app, [*words[:-1], "--scenario", "nonsense", "--format", "json"])
    assert result.exit_code == 2
    (problem,) = json.loads(result.output)["problems"]
    assert (problem["code"], problem["path"]) == ("cannot_simulate", "--scenario")
    assert "recouped" in problem["message"]


def test_the_command_lists_every_scenario_and_so_does_the_manual():
    result = RUN.invoke(app, ["simulate", "scenarios", "--format", "json"])
    names = [each["name"] for each in json.loads(result.output)["scenarios"]]
    assert names == list(SCENARIOS)
    manual = (Path(__file__).parents[2] / "docs" / "simulator.md").read_text()
    assert [name for name in names if f"`{name}`" not in manual] == []


def test_our_own_claim_file_is_understood(tmp_path: Path):
    case = Path(__file__).parents[2] / "examples" / "01-clinic-test.yaml"
    claim = tmp_path / "claim.x12"
    written = RUN.invoke(app, ["claim", str(case), "--as-of", "2025-12-31", "-o", str(claim), "--control-number", "5"])
    assert written.exit_code == 0, written.output
    words = ["simulate", "answer", str(claim), "-o", str(tmp_path / "out"), "--from", "2025-06-02", "--format", "json"]
    assert json.loads(RUN.invoke(app, words).output)["claims"] == {"answered": 1}
    truth = json.loads((tmp_path / "out.truth.json").read_text())
    (found,) = truth["claims"]
    assert (f"~CLM*{found['claim_id']}*635*" in claim.read_text(), found["balance"]["charge"]) == (True, 63_500)
    assert [line["modifiers"] for line in found["lines"]] == [["RR", "N1"], ["RR", "N1"]]
