"""From a claim that was written to the months of its case: what a person has entered is left alone and told."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from oxyclaim.cli.main import app
from oxyclaim.policy.worked_cases import build
from tests.remittance.written import Claim, Line, Payment, remittance

RUN = CliRunner()
FIRST = "2025-05-10"


def answer(*words: object, codes: tuple[int, ...] = (0,)) -> dict[str, Any]:
    result = RUN.invoke(app, [*map(str, words), "--format", "json"])
    assert result.exit_code in codes, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


class Office:
    """A case in a store, its claim, and remittances for it."""

    def __init__(self, folder: Path, **facts: Any) -> None:
        self.folder, self.at = folder, ("--store", folder / "store.db")
        case = build("A", FIRST, {
            "tests": [{"state": "rest", "spo2_percent": 86}], "items": [{"code": "E1390", "modifiers": ["RR", "N1"]}],
            "coverage": {"payer": "medicare", "member_id": "1EG4TE5MK73"}, **facts,
        })  # fmt: skip
        case["submitter"]["usage"] = "production"
        (folder / "A.yaml").write_text(yaml.safe_dump(case))
        answer("store", "init", *self.at)
        answer("store", "import", folder / "A.yaml", *self.at)
        answer("claim", "A", "-o", folder / "out.x12", *self.at, "--as-of", "2025-07-01", codes=(0, 1))
        segments = [part.strip().split("*") for part in (folder / "out.x12").read_text().split("~")]
        self.id = next(part[1] for part in segments if part[0] == "CLM")
        self.line = next(part[2] for part in segments if part[:2] == ["REF", "6R"])
        self.charge = round(float(next(part[2] for part in segments if part[0] == "CLM")) * 100)
        self.remittances = 0

    def claim(self, paid: int = 0, status: str = "1") -> Claim:
        sign = -1 if status == "22" else 1
        cut = (("CO", "45", sign * (self.charge - paid)),) if paid else (("CO", "50", sign * self.charge),)
        line = Line(sign * self.charge, sign * paid, cut, "E1390:RR:N1", self.line, day=FIRST.replace("-", ""))
        return Claim((line,), id=self.id, status=status)

    def post(self, *claims: Claim) -> None:
        self.remittances += 1
        path = self.folder / f"{self.remittances}.835"
        payment = Payment(claims, trace=f"EFT{self.remittances}", payee="")
        if sum(claim.paid_cents for claim in claims) < 0:
            payment = replace(payment, provider=(("FB", "1", sum(claim.paid_cents for claim in claims)),))
        text = remittance(payment, control=self.remittances).replace(b"*XX*~", b"~")
        path.write_bytes(text)
        said = answer("post", path, *self.at, codes=(0,))
        assert said["matched"] == len(claims)

    def history(self, *words: str, codes: tuple[int, ...] = (0,)) -> list[dict[str, Any]]:
        months: list[dict[str, Any]] = answer("ledger", "history", *words, *self.at, codes=codes)["months"]
        return months

    @property
    def months(self) -> list[dict[str, Any]]:
        """The history of the case as it stands in the store."""
        answer("store", "export", self.folder / "cases.jsonl", *self.at)
        case = json.loads((self.folder / "cases.jsonl").read_text())
        (self.folder / "cases.jsonl").unlink()
        return list(case.get("history", ()))


def test_a_claim_that_is_out_is_pending_then_paid_then_denied(tmp_path: Path):
    office = Office(tmp_path)
    office.post(office.claim(10000))
    (month,) = office.history()
    assert (month["what"], month["outcome"], month["paid_cents"]) == ("new", "paid", 10000)
    assert office.months == [], "nothing is written unless asked"
    office.history("--write")
    (written,) = office.months
    assert (written["outcome"], written["source"], written["payer_claim_number"]) == (
        "paid",
        "remittance",
        "26005000000001",
    )
    assert office.history() == [], "the same again is no change"
    office.post(office.claim(10000, "22"), office.claim())
    (month,) = office.history("--write")
    assert (month["what"], month["outcome"], month["entered"]) == ("changed", "denied", "paid")
    assert [each["outcome"] for each in office.months] == ["denied"]


def test_what_a_person_has_entered_is_told_and_left(tmp_path: Path):
    entered = {"code": "E1390", "service_date": FIRST, "kind": "rental", "payer": "medicare", "outcome": "paid"}
    office = Office(tmp_path)
    answer("store", "export", tmp_path / "cases.jsonl", *office.at)
    case = json.loads((tmp_path / "cases.jsonl").read_text()) | {"history": [entered]}
    (tmp_path / "cases.jsonl").write_text(json.dumps(case))
    answer("store", "import", tmp_path / "cases.jsonl", *office.at)
    (tmp_path / "cases.jsonl").unlink()
    office.post(office.claim())
    (month,) = office.history("--write", codes=(1,))
    assert (month["what"], month["outcome"], month["entered"]) == ("disagrees", "denied", "paid")
    assert office.months == [entered]


def test_an_unanswered_claim_is_pending(tmp_path: Path):
    office = Office(tmp_path)
    RUN.invoke(app, ["post", str(tmp_path / "nothing"), "--store", str(tmp_path / "store.db")])
    (tmp_path / "empty.csv").write_text("effective_date,amount\n")
    answer("post", tmp_path / "out.x12", "--bank", tmp_path / "empty.csv", *office.at, codes=(0, 1, 2))
    (month,) = office.history()
    assert (month["what"], month["outcome"]) == ("new", "pending")


@pytest.mark.parametrize("paid", [1, 20000])
def test_what_follows_is_counted_from_it(tmp_path: Path, paid: int):
    """The calendar shows the month as paid, whatever the amount."""
    office = Office(tmp_path)
    office.post(office.claim(paid))
    office.history("--write")
    answer("store", "export", tmp_path / "cases.jsonl", *office.at)
    told = answer("calendar", tmp_path / "cases.jsonl", "--as-of", "2025-07-01", codes=(0, 1))
    (lane,) = told["cases"][0]["lanes"]
    assert [(month["service_date"], month["state"]) for month in lane["months"][:1]] == [(FIRST, "paid")]


def test_an_appeal_that_is_out_is_brought_into_the_history_and_a_lost_one_too(tmp_path: Path):
    """Under appeal the month counts (LED-010 reads `appealed`); once it is lost, it does not."""
    office = Office(tmp_path)
    office.post(office.claim())
    office.history("--write")
    assert [each.get("appealed") for each in office.months] == [None]
    entered = answer("ledger", "appealed", office.id, "--date", "2026-02-10", *office.at)
    assert (entered["kind"], entered["amount"], entered["claim"]["denied"]) == ("appeal", 0, office.charge)
    (month,) = office.history("--write")
    assert (month["what"], month["outcome"]) == ("changed", "denied")
    assert [each["appealed"] for each in office.months] == [True]
    assert office.history() == [], "the same again is no change"
    answer("ledger", "appealed", office.id, "--lost", "--date", "2026-04-10", *office.at)
    office.history("--write")
    assert [each["appealed"] for each in office.months] == [False]


def test_an_appeal_of_what_is_not_denied_is_refused(tmp_path: Path):
    office = Office(tmp_path)
    office.post(office.claim(10000))
    told = answer("ledger", "appealed", office.id, "--date", "2026-02-10", *office.at, codes=(2,))
    assert [problem["code"] for problem in told["problems"]] == ["not_denied"]
