"""The numbers of a prior authorization and of an injury: written, validated by pyx12, and read back."""

from pathlib import Path
from typing import Any

from oxyclaim.claims import ControlNumbers, write_claims
from oxyclaim.claims.authorizations import authorization_number
from oxyclaim.x12.claim_837p.reader import read
from tests.claims.claim_cases import CREATED, make_case, make_claim, make_item

FIRST: dict[str, Any] = {
    "id": "A1", "number": "PA-77", "status": "approved", "codes": ["E1392"], "first_day": "2026-01-01",
    "last_day": "2026-06-30",
}  # fmt: skip
OF_STATIONARY: dict[str, Any] = FIRST | {"id": "A2", "number": "PA-78", "codes": ["E1390"]}


def _written(target: Path, **changes: Any) -> tuple[str, dict[str, Any], list[dict[str, Any]]]:
    write_claims([make_claim(**changes)], target, created=CREATED, numbers=ControlNumbers(3))
    data = target.read_bytes()
    [piece] = list(read(data))
    return data.decode(), piece.claims.rows(named=True)[0], piece.lines.rows(named=True)


def test_the_number_of_all_lines_stands_on_the_claim(tmp_path: Path) -> None:
    text, claim, lines = _written(tmp_path / "c.x12", authorizations=[FIRST])
    assert "~REF*G1*PA-77~REF*EA*A100~HI*" in text
    assert claim["authorization_number"] == "PA-77"
    assert [line["authorization_number"] for line in lines] == [None]


def test_different_numbers_stand_on_the_lines(tmp_path: Path) -> None:
    items = [make_item(1), make_item(2, code="E1390")]
    text, claim, lines = _written(tmp_path / "c.x12", items=items, authorizations=[FIRST, OF_STATIONARY])
    assert "REF*G1*PA-77~REF*6R*A100L1~" in text
    assert claim["authorization_number"] is None
    assert [line["authorization_number"] for line in lines] == ["PA-77", "PA-78"]


def test_the_injury_stands_on_the_claim(tmp_path: Path) -> None:
    injury = {"claim_number": "WC-2025-9", "date": "2025-11-02", "at_work": True}
    text, claim, _ = _written(tmp_path / "c.x12", coverage__injury=injury)
    assert "REF*Y4*WC-2025-9~" in text
    assert "*EM~DTP*439*D8*20251102~" in text
    assert claim["injury_number"] == "WC-2025-9"


def test_only_an_approved_authorization_of_the_code_and_the_day_counts() -> None:
    wrong = [
        {"status": "requested"}, {"codes": ["E1390"]}, {"first_day": "2026-02-11"}, {"last_day": "2026-02-09"},
        {"acquisition": "purchase"}, {"number": None},
    ]  # fmt: skip
    for change in wrong:
        case = make_case(authorizations=[FIRST | change])
        assert authorization_number(case, case.items[0]) is None, change
    later = FIRST | {"id": "A3", "number": "PA-90", "first_day": "2026-02-01"}
    case = make_case(authorizations=[later, FIRST])
    assert authorization_number(case, case.items[0]) == "PA-90"
