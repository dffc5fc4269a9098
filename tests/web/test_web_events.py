"""Events of a patient and the equipment: each is a version with its reason, and the verdict follows."""

import json

import pytest
from desk_site import Site, token_of
from starlette.testclient import TestClient

from oxyclaim.services.desk.events import EVENTS


def happens(browser: TestClient, site: Site, case_id: str, event: str, **data: str):
    address = f"/patients/{site.handle(case_id)}/events/{event}"
    return browser.post(address, data={"token": token_of(browser), **data})


def facts(site: Site, case_id: str) -> dict:
    return json.loads(site.desk.of("own").head(case_id).text)


def verdicts(site: Site, case_id: str) -> list[str]:
    states = sorted(site.desk.of("own").states([case_id]), key=lambda each: each.line_number)
    return [each.verdict for each in states]


def test_what_was_picked_up_before_the_month_is_not_billed(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    assert verdicts(site, "DEMO-003") == ["billable", "billable"]
    answer = happens(browser, site, "DEMO-003", "picked_up", date="2026-11-02", line="2", ticket="T-17")
    assert answer.status_code == 303
    assert verdicts(site, "DEMO-003")[0] == "billable"
    assert verdicts(site, "DEMO-003")[1] != "billable"
    assert site.desk.of("own").head("DEMO-003").reason == "picked up, on 2026-11-02, line 2, ticket T-17"
    assert "ticket T-17" in browser.get(f"/patients/{site.handle('DEMO-003')}/events").text


def test_after_a_death_before_the_month_nothing_is_billed(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("biller")
    happens(browser, site, "DEMO-004", "died", date="2026-10-30")
    assert "billable" not in verdicts(site, "DEMO-004")


def test_a_stay_begins_lasts_and_ends(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    assert "no absence lasts" in happens(browser, site, "DEMO-005", "home", date="2026-11-20").text
    happens(browser, site, "DEMO-005", "admitted", date="2026-11-12")
    assert verdicts(site, "DEMO-005") == ["not payable", "not payable"]
    happens(browser, site, "DEMO-005", "home", date="2026-11-13")
    assert facts(site, "DEMO-005")["absences"] == [
        {"first_day": "2026-11-12", "last_day": "2026-11-13", "reason": "inpatient"}
    ]
    assert verdicts(site, "DEMO-005") == ["billable", "billable"]


@pytest.mark.parametrize(
    "event",
    [EVENTS[1], *(pytest.param(each, marks=pytest.mark.slow) for each in EVENTS if each is not EVENTS[1])],
    ids=lambda event: event.id,
)
def test_each_event_wants_what_it_needs_and_then_is_a_version(own_site: Site, event) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    before = site.desk.of("own").head("DEMO-006").version
    nothing = happens(browser, site, "DEMO-006", event.id)
    assert nothing.status_code == 422
    assert "is wanted" in nothing.text
    if event.id == "home":
        happens(browser, site, "DEMO-006", "admitted", date="2026-11-01")
        before += 1
    typed = {
        "date": "2026-11-15", "serial": "Z-NEW", "member_id": "1EG4TE5MK75", "line_1": "1 New Street", "city": "Troy",
        "state": "NY", "zip": "12180",
    }  # fmt: skip
    given = {field.name: typed[field.name] for field in event.asked if not field.optional}
    answer = happens(browser, site, "DEMO-006", event.id, **given)
    assert answer.status_code == 303, answer.text
    assert site.desk.of("own").head("DEMO-006").version == before + 1


def test_what_cannot_be_read_stands_beside_its_field(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    answer = happens(browser, site, "DEMO-007", "member", member_id="1SL4TE5MK73")
    assert answer.status_code == 422
    assert 'id="member-member_id-wrong">is not a Medicare number' in answer.text
