"""What went out does not go out again by any door that a store is behind. Everyone and everything is made up."""

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
PAYERS = Path(__file__).parents[2] / "src" / "oxyclaim" / "policy" / "example_payers"


def answer(*words: object, code: int = 0) -> dict[str, Any]:
    result = RUN.invoke(app, [*map(str, words), "--format", "json"])
    assert result.exit_code == code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def case(id: str = "A", member: str = "1EG4TE5MK73", payer: str = "medicare", **changes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "tests": [{"state": "rest", "spo2_percent": 86}],
        "items": [{"code": "E1390", "modifiers": ["RR", "N1"]}],
        **changes,
    }
    coverage = {"payer": payer, "member_id": member}
    if payer == "example_strict":
        facts |= {"history": [], "authorizations": [], "changes": [], "items": [{"code": "E1390"}]}
        coverage |= {"payer_id": "EX1", "payer_name": "EXAMPLE STRICT", "referral_number": "R-1"}
        coverage["provider_ids"] = [{"kind": "provider_number", "id": "PN-5"}]  # type: ignore[assignment]
    facts["coverage"] = coverage | facts.get("coverage", {})
    found = build(id, "2025-05-10", facts)
    found["submitter"]["usage"] = "production"
    return found


class Office:
    """A store and what is done with it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.number, self.at = folder, 0, ("--store", folder / "store.db")
        answer("store", "init", *self.at)

    def take_in(self, facts: dict[str, Any]) -> None:
        path = self.folder / f"{facts['case_id']}.yaml"
        path.write_text(yaml.safe_dump(facts))
        answer("store", "import", path, *self.at, "--payer-files", PAYERS)

    def claim(self, id: str, door: str = "claim") -> tuple[str | None, str]:
        """The id of the claim that was written, and why none was."""
        self.number += 1
        target = self.folder / f"{self.number}{'.x12' if door == 'claim' else ''}"
        if door == "batch":
            target.mkdir()
        words = [door, id, *self.at, "-o", target, "--as-of", DAY, "--payer-files", PAYERS, "--format", "json"]
        found = json.loads(RUN.invoke(app, [str(word) for word in words]).stdout)
        return (
            found["written"][0]["claim_id"] if found["written"] else None,
            " ".join(each["reason"] for each in found["refused"]),
        )


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.mark.parametrize("door", ["claim", pytest.param("batch", marks=pytest.mark.slow)])
def test_the_month_of_a_member_does_not_go_out_from_a_second_case(office: Office, door: str):
    office.take_in(case("A"))
    assert office.claim("A")[0] == "C000000001"
    office.take_in(case("B", "1eg4-te5-mk73"))
    written, why = office.claim("B", door)
    assert written is None
    assert "It went out before, on claim C000000001 of case A, for the same member and month" in why
    office.take_in(case("C", "1EG4TE5MK74"))
    assert office.claim("C", door)[0]


def test_a_correction_goes_out_once(office: Office):
    office.take_in(case(payer="example_strict"))
    assert office.claim("A")[0] == "C000000001"
    replacement = {"kind": "replacement", "payer_claim_number": "ICN-1", "answer": "paid"}
    changed = case(payer="example_strict", correction=replacement)
    office.take_in(changed)
    assert office.claim("A")[0] == "C000000002"
    for more in ({}, {"claim_id": "C000000001"}):
        office.take_in(changed | {"correction": replacement | more})
        written, why = office.claim("A")
        assert written is None
        assert "was put right already, on claim C000000002: a claim is corrected once" in why
        told = answer("correction", "A", *office.at, "--as-of", DAY, "--payer-files", PAYERS, code=1)["corrected"]
        assert why == told[0]["held"]
    office.take_in(changed | {"correction": replacement | {"payer_claim_number": "ICN-2", "claim_id": "C000000002"}})
    assert office.claim("A")[0] == "C000000003"


def test_a_new_claim_for_a_rejected_one_goes_out_once(office: Office):
    office.take_in(case())
    assert office.claim("A")[0] == "C000000001"
    office.take_in(case(correction={"kind": "replacement", "answer": "rejected"}))
    assert office.claim("A")[0] == "C000000002"
    written, why = office.claim("A", "batch")
    assert written is None
    assert "put right already, on claim C000000002" in why


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ({"items": [{"code": "E1390", "charge": "410.00"}]}, "line 1: charge was 395.00, is 410.00"),
        pytest.param({"items": [{"code": "E1391"}]}, "line 1: code was E1390, is E1391", marks=pytest.mark.slow),
        pytest.param({"items": [{"units": 2}]}, "items[line 1].units has changed", marks=pytest.mark.slow),
        pytest.param({"diagnoses": [{"icd10": "J84.10"}]}, "diagnoses has changed", marks=pytest.mark.slow),
    ],
)
def test_a_claim_that_is_taken_back_repeats_what_was_sent(office: Office, what: dict[str, Any], told: str):
    office.take_in(case(payer="example_strict"))
    assert office.claim("A")[0] == "C000000001"
    void = {"kind": "void", "payer_claim_number": "ICN-1", "claim_id": "C000000001", "answer": "paid_in_error"}
    first = case(payer="example_strict", correction=void)
    other = json.loads(json.dumps(first))
    for key, value in what.items():
        other[key] = [one | two for one, two in zip(other[key], value, strict=True)]
    office.take_in(other)
    said = answer("correction", "A", *office.at, "--as-of", DAY, "--payer-files", PAYERS, code=1)["corrected"]
    assert told in said[0]["held"]
    assert office.claim("A")[0] is None
    office.take_in(first | {"claim_note": None})
    assert office.claim("A")[0] == "C000000002"
    sent, back = ((office.folder / f"{number}.x12").read_text().split("~") for number in (1, office.number))
    assert any("12:B:8*" in segment for segment in back)
    for name in ("SV1", "HI", "DTP*472", "NM1"):
        assert [each for each in sent if each.startswith(name)] == [each for each in back if each.startswith(name)]
    assert office.claim("A")[0] is None
