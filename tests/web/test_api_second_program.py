"""A second program, written from docs/api.md alone, does a patient's month from intake to posting."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from api_program import facts, program
from desk_site import Site
from starlette.testclient import TestClient

from oxyclaim_simulator import AnswerRequest, answer


class BillingProgram:
    """The other program. It knows addresses, JSON and its token, and nothing else."""

    def __init__(self, http: TestClient):
        self.http, self.turn = http, 0

    def ask(self, method: str, path: str, **sent: Any) -> Any:
        headers = sent.pop("headers", {})
        if method in ("POST", "PUT"):
            self.turn += 1
            headers["Idempotency-Key"] = f"step-{self.turn}"
        answered = self.http.request(method, path, headers=headers, **sent)
        assert answered.status_code < 300, answered.text
        return answered

    def intake(self, case: dict[str, Any], reason: str) -> tuple[str, str]:
        answered = self.ask("POST", "/patients", json={"case": case, "reason": reason})
        return answered.json()["id"], answered.headers["ETag"]

    def save(self, patient: str, version: str, case: dict[str, Any], reason: str) -> None:
        body = {"case": case, "reason": reason}
        self.ask("PUT", f"/patients/{patient}", json=body, headers={"If-Match": version})

    def verdicts(self, patient: str) -> set[str]:
        checked = self.ask("GET", f"/patients/{patient}/check").json()
        return {line["verdict"] for case in checked["cases"] for line in case["lines"]}

    def bill(self, patient: str, folder: Path) -> list[Path]:
        tried = self.ask("POST", "/claims", json={"patients": [patient], "dry_run": True}).json()
        assert tried["scrub"]["claims"]["rejected"] == 0
        written = self.ask("POST", "/claims", json={"patients": [patient]}).json()
        assert (written["batch"]["refused"], written["batch"]["set_aside"]) == ([], [])
        files = []
        for each in written["files"]:
            number = each["claim_file_id"]
            path = folder / f"claims-{number}.x12"
            path.write_bytes(self.ask("GET", f"/claims/{number}/file").content)
            assert self.ask("POST", f"/claims/{number}/sent").json()["sent_at"]
            files.append(path)
        return files

    def post(self, files: list[Path], dry_run: bool = False) -> dict[str, Any]:
        sent = [("files", (path.name, path.read_bytes())) for path in files]
        return self.ask("POST", "/replies", files=sent, params={"dry_run": dry_run}).json()


def test_a_patients_month_from_intake_to_posting(own_site: Site, tmp_path: Path) -> None:
    today = own_site.office.today()
    billing = BillingProgram(program(own_site))
    whole = facts("MONTH-1", today - timedelta(days=9), as_of=today)
    without = {name: value for name, value in whole.items() if name not in ("tests", "encounters", "clinical")}

    patient, version = billing.intake(without, "referral")
    assert billing.verdicts(patient) == {"hold"}
    missing = billing.ask("GET", f"/patients/{patient}/checklist").json()["cases"][0]
    assert not missing["complete"]
    assert billing.ask("GET", f"/patients/{patient}/tasks").json()
    billing.save(patient, version, whole, "the papers came")
    assert billing.verdicts(patient) == {"billable"}
    lines = billing.ask("GET", "/lines", params={"state": "ready"}).json()
    assert len([each for each in lines if each["patient"] == patient]) == 2

    files = billing.bill(patient, tmp_path)
    assert len(files) == 1
    again = billing.ask("POST", "/claims", json={"patients": [patient]}).json()
    assert (again["files"], again["batch"]["claims"]) == ([], 0), "nothing goes out twice"

    simulated = answer(AnswerRequest(files=files, folder=tmp_path / "payer", received=today, deductible_met=True))
    replies = sorted((tmp_path / "payer" / "replies").iterdir())
    assert simulated.payments == 1
    own_site.clock.on(days=40)
    tried = billing.post(replies, dry_run=True)
    posted = billing.post(replies)
    assert (tried["posted"], posted["posted"], posted["suspended"]) == (1, 1, 0)
    assert {each["file"] for each in posted["files"]} == {path.name for path in replies}
    once_more = billing.post(replies)
    assert (once_more["posted"], once_more["again"]) == (0, 1)
    assert not billing.ask("GET", "/replies/work").json()["suspense"]

    history = billing.ask("GET", f"/patients/{patient}").json()["case"]["history"]
    assert [each["outcome"] for each in history] == ["paid", "paid"]
    versions = billing.ask("GET", f"/patients/{patient}/versions").json()
    told = [(each["origin"], each["reason"]) for each in versions]
    assert told[0][1].startswith("the next month"), "what was paid is followed by the month after it"
    assert told[1:] == [
        ("posting", "posted by a program"), ("posting", "went out"), ("person", "the papers came"),
        ("person", "referral"),
    ]  # fmt: skip

    lines = billing.ask("GET", f"/patients/{patient}").json()["lines"]
    assert {each["service_date"] for each in lines} == {"2026-12-11"}
    (payment,) = billing.ask("GET", "/payments").json()
    assert (payment["state"], payment["payment_cents"]) == ("posted", simulated.deposited_cents)
    balance = billing.ask("GET", "/ledger/balances", params={"by": "payer"}).json()
    assert balance["sum"]["paid"] == simulated.deposited_cents > 0
    assert balance["sum"]["open"] == 0
    assert billing.ask("GET", "/denials").json()["tasks"] == []

    undone = billing.ask("POST", f"/payments/{payment['number']}/undo", json={"reason": "a mistake"}).json()
    assert undone["answer"] == "entered"
    assert [each["state"] for each in billing.ask("GET", "/payments").json()] == ["undone"]
    assert billing.ask("GET", "/ledger/balances").json()["sum"]["paid"] == 0
    assert own_site.desk.of("own").store.check()[1] == []
