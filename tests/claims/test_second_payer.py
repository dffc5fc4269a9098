"""Whatever door asks for it, no first claim is written for a payer that pays second. All of it is made up."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from oxyclaim.case.models import Case
from oxyclaim.claims import Claim, ClaimError, ClaimLine, ControlNumbers, write_claims
from oxyclaim.policy.worked_cases import build


def test_a_claim_to_a_second_payer_is_refused_by_the_writer_itself(tmp_path: Path):
    facts = build("SECOND", "2025-05-10", {"items": [{"code": "E1392"}]})
    facts["coverage"] |= {"primary": {"payer": "commercial", "outcome": "paid"}}
    claim = Claim(Case.model_validate(facts), (ClaimLine(1, ("RR", "N1")),))
    with pytest.raises(ClaimError, match=r"coverage.primary.lines: the answer to line 1 is missing"):
        write_claims([claim], tmp_path / "claim.x12", created=datetime(2025, 6, 1), numbers=ControlNumbers(1))  # noqa: DTZ001
    assert not list(tmp_path.iterdir())


ANSWER: dict[str, Any] = {"line_number": 1, "paid": 395, "adjustments": []}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"payer_id": "16013"}, "16013 is the id of this claim's payer too"),
        ({"payer": "medicare"}, "medicare is the payer of this claim too"),
        ({"remittance_date": "2025-05-01"}, "lies before its service date"),
        (
            {"lines": [ANSWER, ANSWER]},
            "line 1 has several answers",
        ),
        ({"lines": [ANSWER, ANSWER | {"line_number": 9}]}, "there is no line 9 in the case"),
    ],
)
def test_an_answer_that_cannot_be_writes_no_claim(changed: dict[str, Any], told: str, tmp_path: Path):
    facts = build("SECOND", "2025-05-10", {"items": [{"code": "E1392"}]})
    facts["coverage"] |= {
        "primary": {
            "payer": "group_plan", "outcome": "paid", "comes_first_by": "working_aged", "payer_name": "PLAN",
            "payer_id": "EX9", "member_id": "9", "remittance_date": "2025-06-10", "lines": [ANSWER],
        } | changed
    }  # fmt: skip
    claim = Claim(Case.model_validate(facts), (ClaimLine(1, ("RR", "N1")),))
    with pytest.raises(ClaimError, match=told):
        write_claims([claim], tmp_path / "claim.x12", created=datetime(2025, 6, 1), numbers=ControlNumbers(1))  # noqa: DTZ001
    assert not list(tmp_path.iterdir())


def test_what_is_wrong_with_several_lines_is_told_once(tmp_path: Path):
    facts = build("SECOND", "2025-05-10", {"items": [{"code": "E1390"}, {"code": "E1392"}]})
    lines = [ANSWER, ANSWER | {"line_number": 2}]
    facts["coverage"] |= {"primary": {"payer": "group_plan", "outcome": "paid", "lines": lines}}
    claim = Claim(Case.model_validate(facts), (ClaimLine(1, ("RR", "N1")), ClaimLine(2, ("RR", "N1"))))
    with pytest.raises(ClaimError) as told:
        write_claims([claim], tmp_path / "claim.x12", created=datetime(2025, 6, 1), numbers=ControlNumbers(1))  # noqa: DTZ001
    assert len(set(told.value.problems)) == len(told.value.problems)
    assert sum("remittance_date" in problem for problem in told.value.problems) == 1
