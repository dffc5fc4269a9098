"""A program sends a claim again: it tries what would go out, writes it once, and is told why one does not go."""

from pathlib import Path

import pytest
from api_program import problems, program
from desk_site import Site, copied
from made_up_payers import answered
from starlette.testclient import TestClient

from oxyclaim.case.canonical import case_of


@pytest.fixture
def site(billed: Site, tmp_path: Path):
    made = copied(billed, tmp_path)
    made.clock.at = billed.clock.at
    yield made
    made.desk.close()


def after(site: Site, folder: Path, scenario: str) -> tuple[TestClient, list[dict]]:
    """A program that has posted what was answered so, and the lines that are work."""
    files, _ = answered(site, folder, scenario)
    site.clock.on(days=40)
    ask = program(site)
    posted = ask.post("/replies", files=[("files", (path.name, path.read_bytes())) for path in files])
    assert posted.status_code == 200, posted.text
    lines = [line for task in ask.get("/denials").json()["tasks"] for line in task["lines"] if line["case_id"]]
    assert lines
    return ask, lines


def test_what_was_rejected_goes_out_once_more_as_a_new_claim(site: Site, tmp_path: Path) -> None:
    ask, lines = after(site, tmp_path, "front-end-member")
    claim, case_id, own = lines[0]["claim_id"], lines[0]["case_id"], site.desk.of("own")
    before, files = own.head(case_id), len(own.claim_files())
    tried = ask.post("/claims/again", json={"claim": claim, "dry_run": True})
    assert tried.status_code == 200, tried.text
    told = tried.json()
    assert (told["goes"], told["why_not"], told["files"]) == (True, [], [])
    assert (told["course"]["way"], told["course"]["frequency"]) == ("new_claim", "1")
    assert (own.head(case_id), len(own.claim_files())) == (before, files), "nothing is kept of a trial"
    unexplained = problems(ask.post("/claims/again", json={"claim": claim}), 422)
    assert [each["code"] for each in unexplained["problems"]] == ["no_reason"]

    body, key = {"claim": claim, "reason": "The member id was mistyped"}, {"Idempotency-Key": "again-1"}
    done = ask.post("/claims/again", json=body, headers=key)
    assert done.status_code == 201, done.text
    (file,) = done.json()["files"]
    assert (file["claims"], file["sent_at"]) == (1, None)
    assert ask.post(f"/claims/{file['claim_file_id']}/sent").json()["sent_at"]
    assert claim.encode() not in ask.get(f"/claims/{file['claim_file_id']}/file").content, "it has an id of its own"
    same = ask.post("/claims/again", json=body, headers=key)
    assert (same.json(), same.headers["idempotent-replayed"]) == (done.json(), "true")
    assert len(own.claim_files()) == files + 1
    assert "The member id was mistyped" in own.store.versions(case_id)[-3].reason
    assert case_of(own.head(case_id).text).items == case_of(before.text).items, "back to the month that is open"
    twice = problems(ask.post("/claims/again", json=body), 422)
    assert "a claim is corrected once" in twice["problems"][0]["message"]


def test_a_claim_that_was_sent_anew_is_owed_once_and_waits_no_more(site: Site, tmp_path: Path) -> None:
    ask, lines = after(site, tmp_path, "front-end-member")
    claim, case_id = lines[0]["claim_id"], lines[0]["case_id"]

    def owed() -> dict[str, int]:
        rows = ask.get("/ledger/balances", params={"by": "claim", "limit": 10_000}).json()["rows"]
        return {row["key"]: row["open"] for row in rows}

    before = owed()
    assert before[claim] > 0
    ask.post("/claims/again", json={"claim": claim, "reason": "mistyped"})
    after_it = owed()
    (new,) = after_it.keys() - before.keys()
    assert (after_it[claim], after_it[new]) == (0, before[claim])
    assert sum(after_it.values()) == sum(before.values())
    waits = {line["claim_id"] for task in ask.get("/denials").json()["tasks"] for line in task["lines"]}
    assert claim not in waits
    assert waits, "the others wait"
    tasks = ask.get("/denials", params={"kind": "rejected"}).json()["tasks"]
    assert {line["claim_id"] for task in tasks for line in task["lines"]} == waits
    assert ask.get("/denials", params={"kind": "underpaid"}).json()["tasks"] == []
    lines_now = ask.get("/lines", params={"limit": 5000}).json()
    states = {line["state"] for line in lines_now if line["patient"] == site.handle(case_id)}
    assert states
    assert "rejected" not in states


def test_why_a_claim_does_not_go_again_is_told(site: Site, tmp_path: Path) -> None:
    ask, lines = after(site, tmp_path, "denied-need")
    medicare = lines[0]["claim_id"]
    tried = ask.post("/claims/again", json={"claim": medicare, "dry_run": True})
    assert (tried.status_code, tried.json()["goes"]) == (200, False)
    assert "no claim in the place of another" in tried.json()["course"]["says"]
    refused = problems(ask.post("/claims/again", json={"claim": medicare, "reason": "x"}), 422)
    assert "no claim in the place of another" in refused["problems"][0]["message"]
    assert problems(ask.post("/claims/again", json={"claim": "NOBODYS"}), 422)["problems"][0]["code"] == "no_claim"
    stranger = program(site, supplier="other")
    told = problems(stranger.post("/claims/again", json={"claim": medicare, "dry_run": True}), 422)
    assert told["problems"][0]["code"] == "no_claim", "a claim of another supplier is not there"


def test_deposits_of_the_bank_are_taken_beside_the_remittances(site: Site, tmp_path: Path) -> None:
    files, _ = answered(site, tmp_path)
    site.clock.on(days=40)
    sent = [("files", (path.name, path.read_bytes())) for path in files]
    bank = ("bank", ("bank.csv", b"effective_date,amount,trace\n2026-12-01,10.00,NONE-OF-OURS\n"))
    posted = program(site).post("/replies", files=[*sent, bank])
    assert posted.status_code == 200, posted.text
    assert (posted.json()["deposits_new"], posted.json()["deposits_tied"]) == (1, 0)


def test_payments_are_listed_as_many_as_are_asked_for(site: Site, tmp_path: Path) -> None:
    files, _ = answered(site, tmp_path, "two-sets")
    site.clock.on(days=40)
    ask = program(site)
    ask.post("/replies", files=[("files", (path.name, path.read_bytes())) for path in files])
    every = ask.get("/payments", params={"limit": 10_000}).json()
    assert len(every) > 1
    assert ask.get("/payments", params={"limit": 1}).json() == every[:1]
