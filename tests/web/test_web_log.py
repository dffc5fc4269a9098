"""The log is searched and its chain checked; emergency access lasts an hour, and the manager is told."""

import re

from desk_site import Site, token_of
from sqlalchemy import text
from starlette.testclient import TestClient

from oxyclaim.store.append_only import drop_triggers, make_triggers
from oxyclaim.store.engines import engine_of, writing


def post(browser: TestClient, address: str, **data: str):
    return browser.post(address, data={"token": token_of(browser), **data})


def rows(page: str) -> list[str]:
    return re.findall(r"<tr[^>]*><td>\d\d/.*?</tr>", page.partition("Emergency access</h2>")[0], re.S)


def test_the_log_is_searched_by_patient_person_and_day(own_site: Site) -> None:
    site = own_site
    site.signed_in("intake").get(f"/patients/{site.handle('DEMO-004')}/file")
    browser = site.signed_in("compliance")
    for patient in ("DEMO-004", site.handle("DEMO-004")):
        page = post(browser, "/audit", patient=patient).text
        assert "Iris Intake" in page
        assert all(f"/patients/{site.handle('DEMO-004')}/history" in row for row in rows(page)), patient
    assert "There is no patient with this id" in post(browser, "/audit", patient="DEMO-999").text
    assert "There is no patient with this id" in post(browser, "/audit", patient=site.handle("DEMO-001", "other")).text
    assert {"Iris Intake"} == {re.findall(r"<td>(.*?)</td>", row)[1] for row in
                              rows(post(browser, "/audit", person="Iris Intake").text)}  # fmt: skip
    assert rows(post(browser, "/audit", first="2026-11-19", last="2026-11-20").text)
    assert rows(post(browser, "/audit", first="2030-01-01").text) == []
    assert post(browser, "/audit", first="9999-12-31", last="9999-12-31").status_code in (200, 422)
    assert post(browser, "/audit", first="soon").status_code == 422


def test_a_changed_row_of_the_log_is_told(own_site: Site) -> None:
    browser = own_site.signed_in("manager")
    assert "each is as it was written" in post(browser, "/audit/check").text
    engine = engine_of(own_site.address)
    with writing(engine) as connection:
        drop_triggers(connection)
        first = "(SELECT min(audit_id) FROM audit)"
        before = connection.execute(text(f"SELECT author FROM audit WHERE audit_id = {first}")).scalar_one()
        connection.execute(text(f"UPDATE audit SET author = 'Nobody' WHERE audit_id = {first}"))
    assert "the log was changed" in post(browser, "/audit/check").text
    with writing(engine) as connection:
        connection.execute(text(f"UPDATE audit SET author = :who WHERE audit_id = {first}"), {"who": before})
        make_triggers(connection)
    engine.dispose()
    assert "each is as it was written" in post(browser, "/audit/check").text


def test_in_an_emergency_other_roles_pages_are_open_for_an_hour_and_the_manager_is_told(own_site: Site) -> None:
    site = own_site
    browser = site.signed_in("compliance")
    events = f"/patients/{site.handle('DEMO-005')}/events"
    refused = browser.get(events)
    assert (refused.status_code, 'href="/emergency"' in refused.text) == (403, True)
    assert post(browser, "/emergency", reason="x").status_code == 422
    assert post(browser, "/emergency", reason="flood, the biller is away").status_code == 303
    opened = browser.get(events)
    assert opened.status_code == 200
    assert "Emergency access until" in opened.text
    assert browser.get("/settings").status_code == 403, "what is the manager's stays so"
    assert any(each.what.startswith("in an emergency: looked at the equipment") for each in
               site.desk.of("own").looks("DEMO-005"))  # fmt: skip
    manager = site.signed_in("manager")
    told = manager.get("/").text
    assert "took emergency access" in told
    assert "flood, the biller is away" in told
    (address,) = re.findall(r'action="(/emergency/[\w-]+/read)"', told)
    assert post(manager, address).status_code == 303
    assert "flood" not in manager.get("/").text
    assert "flood" in manager.get("/audit").text
    assert post(site.signed_in("stranger"), address).status_code == 404
    for _ in range(5):
        site.clock.on(minutes=13)
        last = browser.get("/")
    assert "Emergency access until" not in last.text
    assert browser.get(events).status_code == 403
