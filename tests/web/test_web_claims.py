"""What a payer denied is acted on from its claim: appealed, sent again, reopened, records sent."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from desk_site import Site, copied, token_of
from made_up_payers import answered, post_files

from oxyclaim.case.canonical import case_of
from oxyclaim.services.desk.claims import key_of
from oxyclaim.store.desk import OutboxFolder
from oxyclaim.web.app import make_app


@pytest.fixture
def site(billed: Site, tmp_path: Path) -> Iterator[Site]:
    """Its copy, with an outbox."""
    made = copied(billed, tmp_path)
    office = replace(made.office, outbox=OutboxFolder(tmp_path / "outbox"))
    made = replace(made, office=office, app=make_app(office))
    made.clock.at = billed.clock.at
    made.last.update(billed.last)
    yield made
    made.desk.close()


def after(site: Site, folder: Path, scenario: str, days: int = 40):
    """A browser in which a biller sees what was answered so, and the addresses of the claims with work."""
    files, _ = answered(site, folder, scenario)
    site.clock.on(days=days)
    browser = site.signed_in("biller")
    post_files(browser, files)
    found = re.findall(r'href="(/patients/[\w-]+/claims/\w+)#act"', browser.get("/denials").text)
    assert found
    return browser, list(dict.fromkeys(found))


def test_a_claim_says_what_was_sent_answered_and_what_it_waits_for(site: Site, tmp_path: Path):
    browser, claims = after(site, tmp_path, "denied-need")
    told = browser.get(claims[0])
    assert told.status_code == 200, told.text
    for words in ("What was written", "claim file", "What was answered", "denied", "CO-50", "What to do"):
        assert words in told.text
    looks = site.desk.of("own").looks(most=3)
    assert any(each.what == "looked at a claim" and each.case_id for each in looks)
    assert browser.get(claims[0][:-4] + "0000").status_code == 404
    stranger = site.signed_in("stranger")
    assert stranger.get(claims[0]).status_code == 404
    money = browser.get(claims[0].rpartition("/claims/")[0] + "/money").text
    assert claims[0] in money
    assert f'href="{claims[0]}"' in browser.get("/replies").text, "a payment leads to the claims that it answers"


def test_a_denial_is_appealed_with_letter_and_papers_and_waits_for_the_decision(site: Site, tmp_path: Path):
    browser, claims = after(site, tmp_path, "denied-need")
    token = token_of(browser)
    for claim in claims:
        seen = browser.post(f"{claim}/appeal", data={"token": token, "level": "redetermination", "insist": "1"})
        if seen.status_code == 200:
            break
    assert seen.status_code == 200, seen.text
    assert "Put letter and papers into the outbox" in seen.text
    form = {"token": token, "level": "redetermination", "insist": "1", "do": "put"}
    done = browser.post(f"{claim}/appeal", data=form)
    assert done.headers["location"].endswith("?done=packet"), done.text
    own = site.desk.of("own")
    (packet,) = own.outgoing()
    assert (packet.kind, packet.to_kind) == ("packet", "payer")
    assert (tmp_path / "outbox" / packet.name).read_bytes().startswith(b"%PDF")

    early = browser.post(f"{claim}/appealed", data={"token": token, "level": "redetermination", "on": "2020-01-01"})
    assert (early.status_code, "before the denial" in early.text) == (422, True)
    done = browser.post(f"{claim}/appealed", data={"token": token, "level": "redetermination", "do": "sent"})
    assert done.headers["location"].endswith("?done=appealed"), done.text
    assert "Wait for the decision" in browser.get(claim).text
    assert "· appealed</small>" in browser.get("/denials?state=appealed").text
    versions = own.store.versions(packet.case_id)
    assert versions[-1].reason == "an appeal", "the case's history says that its month is appealed"
    lost = browser.post(f"{claim}/appealed", data={"token": token, "level": "redetermination", "do": "lost"})
    assert lost.headers["location"].endswith("?done=lost")
    assert "was decided against us" in browser.get(claim).text


def test_a_request_for_records_has_its_clock_and_its_answer(site: Site, tmp_path: Path):
    browser, claims = after(site, tmp_path, "denied-need")
    token, claim = token_of(browser), claims[0]
    none = browser.post(f"{claim}/request", data={"token": token})
    assert (none.status_code, "give the day" in none.text) == (422, True)
    day = site.office.today() - timedelta(days=3)
    done = browser.post(f"{claim}/request", data={"token": token, "requested": day.isoformat(), "by": "CGS"})
    assert done.headers["location"].endswith("?done=request")
    again = browser.post(f"{claim}/request", data={"token": token, "requested": day.isoformat(), "by": "CGS"})
    assert (again.status_code, "entered already" in again.text) == (422, True)
    own = site.desk.of("own")
    (task,) = [each for each in own.tasks() if each.question.startswith("Answer the request for records")]
    assert task.due
    assert day < task.due <= day + timedelta(days=45)
    assert f"{task.due:%m/%d/%Y}" in browser.get("/denials").text
    form = {"token": token, "requested": day.isoformat(), "do": "put"}
    put = browser.post(f"{claim}/appeal", data=form)
    assert put.headers["location"].endswith("?done=answer"), put.text
    (packet,) = own.outgoing()
    assert (packet.kind, packet.to_kind) == ("packet", "reviewer")
    assert packet.name in browser.get("/denials").text


def test_what_was_rejected_is_sent_again_as_a_new_claim(site: Site, tmp_path: Path):
    browser, claims = after(site, tmp_path, "front-end-member")
    token, claim, own = token_of(browser), claims[0], site.desk.of("own")
    tried = browser.post(f"{claim}/again", data={"token": token, "kind": "replacement", "do": "try"})
    assert tried.status_code == 200
    assert "1 claim, " in tried.text
    files, case_id = len(own.claim_files()), own.case_of(claim.split("/")[2])
    before = own.head(case_id)
    went = {(item.code, item.service_date) for item in case_of(before.text).items}
    assert not went & {(each.code, each.service_date) for each in case_of(before.text).history}, "nothing was billed"
    unexplained = browser.post(f"{claim}/again", data={"token": token, "kind": "replacement", "do": "write"})
    assert (unexplained.status_code, "say what was wrong" in unexplained.text) == (422, True)
    form = {"token": token, "kind": "replacement", "reason": "the member id was mistyped", "do": "write"}
    done = browser.post(f"{claim}/again", data=form)
    assert done.headers["location"].endswith("?done=again"), done.text
    assert len(own.claim_files()) == files + 1
    head = own.head(case_id)
    case, was = case_of(head.text), case_of(before.text)
    assert case.model_copy(update={"history": was.history}) == was, "back to the month that is open"
    out = [month for month in case.history if month not in was.history]
    assert {(each.code, each.service_date, each.outcome) for each in out} == {
        (item.code, item.service_date, "pending") for item in was.items
    }, "its month is out again"
    assert head.version == before.version + 3
    assert "the member id was mistyped" in own.store.versions(case_id)[-3].reason
    page = browser.get(claim).text
    assert "sent again as" in page
    (new,) = {each.claim_id for each in own.store.sent_lines([case_id]) if each.corrects}
    assert key_of(new) in page
    twice = browser.post(f"{claim}/again", data=form)
    assert (twice.status_code, "a claim is corrected once" in twice.text) == (422, True)


def test_medicare_takes_no_claim_in_the_place_of_one_that_it_denied(site: Site, tmp_path: Path):
    browser, claims = after(site, tmp_path, "denied-need")
    form = {"token": token_of(browser), "kind": "replacement", "reason": "x", "do": "write"}
    told = browser.post(f"{claims[0]}/again", data=form)
    assert told.status_code == 422
    assert "no claim in the place of another" in told.text


def test_a_reopening_is_entered_and_waits(site: Site, tmp_path: Path):
    browser, claims = after(site, tmp_path, "denied-need")
    token, claim = token_of(browser), claims[0]
    none = browser.post(f"{claim}/reopening", data={"token": token, "on": "2099-01-01"})
    assert none.status_code == 422
    assert "say what is to be changed" in none.text
    assert "must not lie ahead" in none.text
    done = browser.post(f"{claim}/reopening", data={"token": token, "what": "modifier KH for KI"})
    assert done.headers["location"].endswith("?done=reopening")
    assert "modifier KH for KI" in browser.get("/denials").text
    assert "modifier KH for KI" in browser.get(claim.rpartition("/claims/")[0]).text
