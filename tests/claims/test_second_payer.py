"""Whatever door asks for it, no first claim is written for a payer that pays second. All of it is made up."""

from datetime import datetime
from pathlib import Path

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
