"""What a report must say so that a biller can act: which flaw, why it is needed, from which day. All made up."""

from datetime import date
from typing import Any

import pytest

from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy.worked_cases import build
from oxyclaim.services.cases import cases_of
from oxyclaim.services.rule_book import rule_book

BOOK = rule_book()
ENOUGH, TOO_HIGH = [{"state": "rest", "spo2_percent": 86}], [{"state": "rest", "spo2_percent": 92}]
NOTICE = {
    "id": "N1",
    "items": "all",
    "signed_date": "start-1",
    "states_reason": True,
    "states_cost": True,
    "option": "1",
}


def verdict(start: str, as_of: str, **facts: Any) -> LineVerdict:
    [found] = decide(cases_of(build("C-1", start, facts), BOOK).whole(), BOOK, date.fromisoformat(as_of))
    return found


def told(found: LineVerdict, rule: str) -> tuple[str, str]:
    """Sentence and cures of a finding."""
    finding = next(each for each in found.findings if each.rule == rule)
    cures = (finding.cure, *(reason.cure for reason in finding.reasons))
    return finding.sentence, "; ".join(each for each in cures if each)


@pytest.mark.parametrize(
    ("flaw", "says"),
    [
        ({"states_cost": False}, "does not state the cost"),
        ({"states_reason": False}, "does not say why Medicare may not pay"),
        ({"items": ["E1392"]}, "does not name E1390"),
        ({"signed_date": "start+1"}, "not before the delivery on 2025-05-10"),
        ({"blanket": True}, "is a blanket notice"),
        ({"signed_by": "other"}, "was not signed by the patient or a representative"),
    ],
)
def test_an_abn_that_is_not_valid_is_told_by_its_flaw(flaw: dict[str, Any], says: str):
    found = verdict("2025-05-10", "2025-06-30", tests=TOO_HIGH, notices=[NOTICE | flaw], items=[{"code": "E1390"}])
    assert found.denial_notice is not None
    assert found.denial_notice.modifiers == ("RR", "GZ")
    assert says in found.denial_notice.sentence
    assert "test T1" not in found.denial_notice.sentence, "the test is no flaw of the notice"


def test_without_an_abn_it_is_told_that_there_is_none():
    found = verdict("2025-05-10", "2025-06-30", tests=TOO_HIGH, notices=[], items=[{"code": "E1390"}])
    assert found.denial_notice is not None
    assert found.denial_notice.sentence == "No ABN is on file."


def test_a_patient_who_chose_option_1_is_owed_the_claim():
    found = verdict("2025-05-10", "2025-06-30", tests=TOO_HIGH, notices=[NOTICE], items=[{"code": "E1390"}])
    assert found.charge_patient is not None
    assert "The patient chose option 1, the item and a claim: send the claim, with GA" in found.charge_patient.answer


@pytest.mark.parametrize("replaced", ["2020-05-10", "2021-01-31"])
def test_a_replacement_before_the_lifetime_ends_is_told_the_day_to_wait_for(replaced: str):
    item = {"code": "E1390", "replaces": {"rental_start": replaced, "reason": "end_of_lifetime"}}
    found = verdict("2025-05-09", "2025-06-30", tests=ENOUGH, items=[item])
    over = date.fromisoformat(replaced).replace(year=int(replaced[:4]) + 5)
    assert f"wait: the new rental may begin on {over.isoformat()} at the earliest" in told(found, "LED-030")[1]


def test_a_missing_authorization_is_told_with_what_makes_it_necessary():
    coverage = {"payer": "indiana_medicaid", "member_id": "100200300499", "payer_id": "X1", "payer_name": "X"}
    listed: dict[str, Any] = {"history": [], "authorizations": [], "changes": []}
    found = verdict("2026-02-10", "2026-03-30", coverage=coverage, tests=ENOUGH, items=[{"code": "E1392"}], **listed)
    sentence, _ = told(found, "PAY-200")
    assert "no authorization for E1392 is on file" in sentence
    assert "this payer requires an authorization in every case" in sentence


def test_paid_months_of_an_earlier_rental_are_told_apart():
    months = [{"code": "E0424", "from": date(2020, 2, 10), "months": 36},
              {"code": "E0424", "from": date(2025, 2, 10), "months": 10}]  # fmt: skip
    item = {"code": "E0441", "acquisition": "contents", "service_date": "2025-12-10"}
    found = verdict("2025-02-10", "2025-12-30", tests=ENOUGH, history=months, items=[item])
    sentence, _ = told(found, "COV-500")
    assert "at least 36, at most 36 are of before that day and may be of an earlier rental" in sentence


def test_a_line_that_the_plan_approved_and_whose_record_fails_is_to_be_reviewed():
    approved = {"id": "A1", "document": "RECORD", "status": "approved", "number": "77", "kind": "initial",
                "decided_on": "2026-02-20", "codes": ["E1392"], "first_day": "2026-02-20"}  # fmt: skip
    coverage = {"payer": "highmark_health_options_duals", "member_id": "ABC123456"}
    found = verdict("2026-03-02", "2026-04-30", coverage=coverage, tests=TOO_HIGH, history=[], changes=[],
                    authorizations=[approved], items=[{"code": "E1392"}])  # fmt: skip
    assert found.verdict == "review"
    for finding in found.findings:
        if "approved it in advance" in finding.sentence:
            assert finding.cure == (
                "have the payer, or your compliance officer, review the record beside the approval before you bill"
            )
    assert "approved it in advance" in told(found, "COV-100")[0]


def test_the_amounts_at_stake_of_2026_are_told():
    hearing = BOOK.denials.routes["hearing"]
    assert "200 dollars for one filed from 2026-01-01 on" in hearing.about
    assert "not confirmed" not in hearing.about
    assert "1,960 dollars" in BOOK.denials.routes["council"].about
