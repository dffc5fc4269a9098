"""Where there is more than a page shows, it says how many more; what acts on all of something meets all of it."""

import re
from pathlib import Path

import pytest
from api_program import program
from desk_site import Site, copied
from made_up_payers import bill_all

from oxyclaim.services.desk.compliance import compliance
from oxyclaim.services.desk.states import READY, TO_DECIDE


@pytest.fixture
def site(template: Site, tmp_path: Path):
    made = copied(template, tmp_path)
    yield made
    made.desk.close()


def test_billing_says_how_many_lines_are_ready_behind_those_of_a_run(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, own = site.signed_in("biller"), site.desk.of("own")
    ready = sum(each.lines for each in own.state_counts() if each.state == READY)
    assert "more lines are ready" not in browser.get("/billing").text
    monkeypatch.setattr("oxyclaim.services.desk.billing.MOST", 3)
    assert f"{ready - 3} more lines are ready" in browser.get("/billing").text


def test_compliance_says_how_many_reviews_are_not_shown(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, own = site.signed_in("compliance"), site.desk.of("own")
    reviews = sum(each.lines for each in own.state_counts() if each.state == TO_DECIDE)
    assert reviews > 1
    monkeypatch.setattr("oxyclaim.services.desk.compliance.SHOWN", 1)
    page = browser.get("/compliance").text
    assert re.search(rf"Reviews <small>1 line, and {reviews - 1} more<", page), page[page.index("Reviews") :][:80]


def test_a_sample_is_drawn_from_every_line_that_went_out(site: Site) -> None:
    bill_all(site)
    own, office = site.desk.of("own"), site.office
    went = set(own.lines_in(["written", "sent"]))
    assert len(went) > 10
    seen = set()
    for seed in range(60):
        found = compliance(own, office.rule_book(), office.today(), None, seed).sample
        assert len(found) == 10
        seen |= {(each.state.case_id, each.state.line_number) for each in found}
    assert seen == went


def test_every_file_that_waits_to_be_sent_is_listed_however_many_came_later(site: Site) -> None:
    own, ask = site.desk.of("own"), program(site)
    for line in ask.get("/lines", params={"state": READY}).json()[:4]:
        ask.post("/claims", json={"patients": [line["patient"]]})
    files = own.claim_files(most=None)
    assert len(files) > 1
    first = files[-1]
    assert own.claim_files(most=1) == files[:1]
    assert own.claim_files(to_send=True, most=None) == files
    assert ask.get("/claims", params={"to_send": True, "limit": 1}).json()[-1]["claim_file_id"] == first.claim_file_id
    assert len(ask.get("/claims", params={"limit": 1}).json()) == 1
    ask.post(f"/claims/{first.claim_file_id}/sent")
    assert first not in own.claim_files(to_send=True, most=None)
    assert len(ask.get("/tasks", params={"limit": 3, "behind": 2}).json()) == 3
    assert ask.get("/tasks", params={"limit": 3, "behind": 2}).json() == ask.get("/tasks").json()[2:5]
