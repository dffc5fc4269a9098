"""A program works a denial: it sees how an appeal stands, takes the packet, enters what went out, and writes off."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from api_program import problems, program
from desk_site import Site, copied
from made_up_payers import answered
from starlette.testclient import TestClient

from oxyclaim.case.canonical import case_of
from oxyclaim.store.desk import OutboxFolder
from oxyclaim.web.app import make_app

LEVEL = "redetermination"


@pytest.fixture
def site(billed: Site, tmp_path: Path):
    made = copied(billed, tmp_path)
    made.clock.at = billed.clock.at
    office = replace(made.office, outbox=OutboxFolder(tmp_path / "outbox"))
    yield replace(made, office=office, app=make_app(office))
    made.desk.close()


@pytest.fixture
def ask(site: Site, tmp_path: Path) -> TestClient:
    """A program that has posted denials for want of need."""
    files, _ = answered(site, tmp_path, "denied-need")
    site.clock.on(days=40)
    asks = program(site)
    posted = asks.post("/replies", files=[("files", (path.name, path.read_bytes())) for path in files])
    assert posted.status_code == 200, posted.text
    return asks


def lines(ask: TestClient) -> list[dict]:
    return [line for task in ask.get("/denials").json()["tasks"] for line in task["lines"] if line["case_id"]]


def appealable(ask: TestClient) -> dict:
    """A line of a claim whose payer has redeterminations."""
    for line in lines(ask):
        body = {"claim": line["claim_id"], "level": LEVEL, "insist": True, "dry_run": True}
        if ask.post("/denials/appeal", json=body).status_code == 200:
            return line
    raise AssertionError("no claim can be appealed")


def test_an_appeal_is_tried_then_its_packet_is_taken(ask: TestClient, site: Site, tmp_path: Path) -> None:
    line = appealable(ask)
    body = {"claim": line["claim_id"], "level": LEVEL, "insist": True}
    tried = ask.post("/denials/appeal", json=body | {"dry_run": True})
    told = tried.json()
    assert (tried.status_code, told["document"], ask.get("/outbox").json()) == (200, None, [])
    assert (told["answer"]["answer"], told["answer"]["purpose"], told["answer"]["level"]) == ("appeal", "appeal", LEVEL)
    assert told["answer"]["deadline"]["last_day"] > site.office.today().isoformat()
    assert not any("/" in name for each in told["answer"]["exhibits"] for name in each["files"]), "no folder of ours"

    key = {"Idempotency-Key": "appeal-1"}
    made = ask.post("/denials/appeal", json=body, headers=key)
    assert made.status_code == 201, made.text
    assert ask.post("/denials/appeal", json=body, headers=key).json() == made.json()
    (document,) = ask.get("/outbox").json()
    assert document == made.json()["document"]
    assert (document["kind"], document["to"], document["patient"]) == ("packet", "payer", site.handle(line["case_id"]))
    taken = ask.get(f"/outbox/{document['id']}/file")
    assert (taken.headers["content-type"], taken.content[:5]) == ("application/pdf", b"%PDF-")
    assert len(taken.content) == document["bytes"]
    (tmp_path / "outbox" / document["name"]).unlink()
    problems(ask.get(f"/outbox/{document['id']}/file"), 404)


def test_an_appeal_that_went_out_waits_for_its_decision(ask: TestClient, site: Site) -> None:
    line, own = appealable(ask), site.desk.of("own")
    body = {"claim": line["claim_id"], "level": LEVEL}
    early = problems(ask.post("/denials/appealed", json=body | {"on": "2020-01-01"}), 422)
    assert [(each["code"], each["path"]) for each in early["problems"]] == [("dates_out_of_order", "on")]
    unsent = problems(ask.post("/denials/appealed", json=body | {"lost": True}), 422)
    assert [each["code"] for each in unsent["problems"]] == ["not_appealed"]
    done = ask.post("/denials/appealed", json=body)
    assert (done.status_code, done.json()["kind"], done.json()["entries"]) == (200, "appeal", 1)
    states = {each["state"] for each in lines(ask) if each["claim_id"] == line["claim_id"]}
    assert states == {"appealed"}
    months = case_of(own.head(line["case_id"]).text).history or ()
    assert any(month.appealed for month in months), "the history says so"
    lost = ask.post("/denials/appealed", json=body | {"lost": True})
    assert lost.json()["kind"] == "appeal_lost"
    assert all(each["state"] != "appealed" for each in lines(ask) if each["claim_id"] == line["claim_id"])


def test_of_several_lines_all_are_entered_or_none(ask: TestClient) -> None:
    line = appealable(ask)
    body = {"claim": line["claim_id"], "level": LEVEL, "lines": [line["line_id"], "NONE"]}
    refused = problems(ask.post("/denials/appealed", json=body), 422)
    assert [(each["code"], each["path"], each["found"]) for each in refused["problems"]] == [
        ("unknown_line", "line", "NONE")
    ]
    assert all(each["state"] != "appealed" for each in lines(ask))
    done = ask.post("/denials/appealed", json=body | {"lines": [line["line_id"], line["line_id"]]})
    assert (done.status_code, done.json()["entries"]) == (200, 1)


def test_a_request_for_records_and_a_reopening_become_tasks(ask: TestClient, site: Site) -> None:
    claim, day = appealable(ask)["claim_id"], site.office.today() - timedelta(days=3)
    body = {"claim": claim, "requested": day.isoformat(), "by": "the contractor"}
    made = ask.post("/denials/request", json=body)
    assert made.status_code == 201, made.text
    assert made.json()["due"] <= (day + timedelta(days=45)).isoformat()
    assert made.json() in ask.get("/tasks").json()
    assert [each["code"] for each in problems(ask.post("/denials/request", json=body), 422)["problems"]] == [
        "there_already"
    ]
    ahead = ask.post("/denials/reopening", json={"claim": claim, "what": "the modifier", "on": "2090-01-01"})
    assert [each["code"] for each in problems(ahead, 422)["problems"]] == ["day_ahead"]
    asked = ask.post("/denials/reopening", json={"claim": claim, "what": "the modifier"})
    assert "the modifier" in asked.json()["question"]

    answer = {"claim": claim, "requested": day.isoformat(), "requester": "the contractor"}
    assert ask.post("/denials/records", json=answer | {"dry_run": True}).json()["answer"]["purpose"] == "records"
    put = ask.post("/denials/records", json=answer)
    assert (put.status_code, put.json()["document"]["to"]) == (201, "reviewer")


def test_denied_money_is_written_off_with_a_reason_and_never_more_than_there_is(ask: TestClient) -> None:
    line = next(each for each in lines(ask) if each["denied_cents"] > 0)
    body = {"claim": line["claim_id"], "kind": "write_off", "amount_cents": 1}
    assert [each["code"] for each in problems(ask.post("/ledger/entries", json=body), 422)["problems"]] == ["no_reason"]
    much = body | {"amount_cents": 10**8, "reason": "No note was ever written"}
    assert [each["code"] for each in problems(ask.post("/ledger/entries", json=much), 422)["problems"]] == ["too_much"]
    before = ask.get("/ledger/balances").json()
    done = ask.post("/ledger/entries", json=body | {"reason": "No note was ever written"})
    assert done.status_code == 200, done.text
    after = ask.get("/ledger/balances").json()
    rows = [{row["key"]: row["denied"] for row in each["rows"]} for each in (before, after)]
    assert {key: rows[0][key] - rows[1][key] for key in rows[0] if rows[0][key] != rows[1][key]} == {
        line["claim_id"]: 1
    }


def test_a_claim_of_another_supplier_is_not_there(ask: TestClient, site: Site) -> None:
    claim, stranger = appealable(ask)["claim_id"], program(site, supplier="other")
    for path, body in {
        "/denials/appeal": {"dry_run": True}, "/denials/appealed": {"level": LEVEL},
        "/denials/reopening": {"what": "x"}, "/denials/request": {"requested": "2026-02-03"},
        "/ledger/entries": {"kind": "receipt", "amount_cents": 1},
    }.items():  # fmt: skip
        told = problems(stranger.post(path, json={"claim": claim} | body), 422)
        assert told["problems"][0]["code"] == "no_claim", path


def test_what_is_wrong_is_told_in_the_words_of_the_call(ask: TestClient) -> None:
    """Neither a program nor somebody at the desk has the command's options."""
    claim = appealable(ask)["claim_id"]
    wrong = [
        ("/denials/appeal", {"level": "council"}),
        ("/denials/appeal", {"level": "reconsideration"}),
        ("/denials/appeal", {"level": LEVEL, "decided": "2090-01-01"}),
        ("/denials/records", {"requested": "2090-01-01"}),
        ("/denials/records", {"requested": "1999-01-01"}),
        ("/denials/appealed", {"level": "council", "on": "2090-01-01", "lines": ["X"]}),
    ]
    for path, body in wrong:
        told = problems(ask.post(path, json={"claim": claim} | body), 422)
        assert not any("--" in f"{each.get('path')} {each['message']}" for each in told["problems"]), told
