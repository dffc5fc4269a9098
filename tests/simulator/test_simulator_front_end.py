"""TA1, 999 and 277CA: who is accepted, rejected or never answered, and that the counts are right."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from oxyclaim_simulator import SCENARIOS, AnswerRequest, answer
from oxyclaim_simulator.scenarios import Scenario
from oxyclaim_simulator.submitting import Bill, claim_file
from tests.simulator.simulated_files import BILL, RECEIVED, Answered, answered, several


def row(answers: Answered, kind: str, *begins: str) -> list[str]:
    """The first segment of a file of a kind that begins so."""
    return next(each for each in answers.rows(kind) if each[: len(begins)] == list(begins))


def test_each_stage_answers_by_its_key(tmp_path: Path):
    answers = answered(tmp_path, [BILL], control=41)
    assert row(answers, "TA1", "TA1")[1:] == ["000000041", "250602", "0600", "A", "000"]
    assert row(answers, "999", "AK1") == ["AK1", "HC", "41", "005010X222A1"]
    assert row(answers, "999", "AK2")[:3] == ["AK2", "837", "0001"]
    assert row(answers, "277CA", "TRN", "2")[2] == "000041001"
    claim = [each for each in answers.rows("277CA") if each[:2] == ["TRN", "2"]][1]
    number = row(answers, "277CA", "REF", "1K")[2]
    assert (claim[2], len(number)) == ("CLAIM1", 14)
    assert answers.payments[0].claims[0].elements[7] == number


def test_silence_leaves_no_trace_but_the_truth(tmp_path: Path):
    answers = answered(tmp_path, several(), scenario="silent")
    assert list(answers.folder.glob("*.x12")) == []
    assert {(each["state"], each["balance"]["open"] > 0) for each in answers.truth["claims"]} == {("silent", True)}


def test_a_repeated_interchange_is_rejected_and_not_taken_twice(tmp_path: Path):
    answered(tmp_path, [BILL])
    again = answered(tmp_path, [BILL], received=date(2026, 1, 5), until=date(2026, 2, 1))
    assert [each[4:6] for each in again.rows("TA1") if each[0] == "TA1"] == [["A", "000"], ["R", "025"]]
    assert len(again.truth["claims"]) == 1


@pytest.mark.parametrize(
    ("scenario", "verdict", "state"),
    [("group-rejected", ["R", "3", "3", "0"], "rejected"), ("set-rejected", ["P", "3", "3", "2"], "answered"),
     ("with-errors", ["E", "3", "3", "3"], "answered"), ("usual", ["A", "3", "3", "3"], "answered")],
)  # fmt: skip
def test_the_999_counts_what_it_accepts(scenario: str, verdict: list[str], state: str, tmp_path: Path):
    answers = answered(tmp_path, several(), scenario=scenario)
    assert row(answers, "999", "AK9")[1:] == verdict
    assert {each["state"] for each in answers.truth["claims"]} >= {state}
    rejected = {each["claim_id"] for each in answers.truth["claims"] if each["why"] == "999"}
    sets = int(verdict[1]) - int(verdict[3])
    assert len(rejected) == {0: 0, 1: 5, 3: 7}[sets]
    if sets:
        assert row(answers, "999", "CTX")[1].split(":")[1] in rejected


def test_a_wrong_count_in_the_claim_file_is_rejected_without_being_asked(tmp_path: Path):
    text = claim_file([BILL], RECEIVED, 7)
    wrong = text.replace(f"SE*{text.count('~') - 4}*", "SE*3*")
    assert wrong != text
    (tmp_path / "wrong.x12").write_text(wrong)
    done = answer(AnswerRequest([tmp_path / "wrong.x12"], tmp_path / "out", RECEIVED))
    answers = Answered(tmp_path / "out" / "replies", json.loads(Path(done.truth).read_text()))
    assert row(answers, "999", "IK5") == ["IK5", "R", "4"]
    assert done.claims == {"rejected": 1}


@pytest.mark.parametrize(
    ("scenario", "status"),
    [("front-end-code", "A7:507"), ("front-end-line", "A3:247"), ("front-end-member", "A7:164:IL"),
     ("front-end-modifier", "A7:453"), ("front-end-certificate", "A7:698")],
)  # fmt: skip
def test_a_rejected_claim_is_counted_and_gets_no_remittance(scenario: str, status: str, tmp_path: Path):
    answers = answered(tmp_path, [BILL], scenario=scenario)
    claim = [each for each in answers.rows("277CA") if each[0] == "STC"][2]
    assert (claim[1], claim[3]) == (status, "U")
    assert row(answers, "277CA", "QTY", "AA")[2] == row(answers, "277CA", "QTY", "QC")[2] == "1"
    assert row(answers, "277CA", "AMT", "YY")[2] == "635"
    assert not [each for each in answers.rows("277CA") if each[:2] == ["REF", "1K"]]
    assert answers.payments == []
    if scenario == "front-end-line":
        assert row(answers, "277CA", "REF", "FJ")[2] == "CLAIM12"


def test_accepted_and_rejected_claims_are_counted_apart(tmp_path: Path):
    answers = answered(tmp_path, [BILL, replace(BILL, id="BAD", member="12345", items=BILL.items[:1])])
    rows = answers.rows("277CA")
    counts = {each[1]: each[2] for each in rows if each[0] == "QTY"}
    assert counts == {"90": "1", "AA": "1", "QA": "1", "QC": "1"}
    assert {(each[1], each[2]) for each in rows if each[0] == "AMT"} == {("YU", "635"), ("YY", "240")}


def test_a_rejected_provider_lists_no_claims_and_all_are_rejected(tmp_path: Path):
    answers = answered(tmp_path, several(), scenario="front-end-provider")
    assert not [each for each in answers.rows("277CA") if each[:1] == ["HL"] and each[3] == "PT"]
    assert sum(int(each[2]) for each in answers.rows("277CA") if each[:2] == ["QTY", "AA"]) == len(several())
    assert {each["state"] for each in answers.truth["claims"]} == {"rejected"}


@pytest.mark.parametrize(
    ("bill", "status"),
    [(replace(BILL, member="12345"), "A7:164:IL"),
     (replace(BILL, items=(replace(BILL.items[0], modifiers=("RR", "RR", "N1")),)), "A7:453")],
)  # fmt: skip
def test_the_front_end_looks_at_the_claim_itself(bill: Bill, status: str, tmp_path: Path):
    answers = answered(tmp_path, [bill])
    assert [each for each in answers.rows("277CA") if each[0] == "STC"][2][1] == status


def test_without_a_277ca_the_claims_are_paid_all_the_same(tmp_path: Path):
    answers = answered(tmp_path, [BILL], scenario="no-277ca")
    assert answers.texts("277CA") == []
    assert answers.payments[0].amount > 0


def test_nothing_is_turned_down_without_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    both = Scenario("both", "no 277CA, of claims that it would turn down", (("no-277ca", 1000),), (("code", 1000),))
    monkeypatch.setitem(SCENARIOS, "both", both)
    assert {each["state"] for each in answered(tmp_path, [BILL], scenario="both").truth["claims"]} == {"answered"}
