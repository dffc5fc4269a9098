"""Look-ups are kept with who, when and where; what the rules read of them is in the case; practitioners are checked."""

import io
import json

import pytest
from desk_site import Site, token_of
from starlette.testclient import TestClient

from oxyclaim.case.canonical import case_of
from oxyclaim.services.desk import orderers
from oxyclaim.services.store.kept import Change

HEADER = "NPI,LAST_NAME,FIRST_NAME,PARTB,DME,HHA,PMD,HOSPICE"


def post(browser: TestClient, site: Site, case_id: str, way: str = "", **data):
    sent = {"token": token_of(browser), **data}
    return browser.post(f"/patients/{site.handle(case_id)}/look-ups{way}", data=sent)


def facts(site: Site, case_id: str):
    return json.loads(site.desk.of("own").head(case_id).text)


def test_all_looked_up_and_nothing_found_is_one_key_and_stays_as_evidence(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("biller")
    page = browser.get(f"/patients/{site.handle('DEMO-011')}/look-ups").text
    assert 'name="all" value="yes" autofocus' in page
    assert post(browser, site, "DEMO-011", all="yes").headers["location"].endswith("look-ups?saved=yes")
    (kept,) = site.desk.of("own").look_ups("DEMO-011")
    assert (kept.author, kept.found, kept.looked_on.isoformat()) == ("Basil Biller", False, "2026-11-20")
    assert {each for check in facts(site, "DEMO-011")["checks"] for each in check["asked"]} == set(kept.asked.split())
    assert [line.state for line in site.desk.of("own").states(["DEMO-011"])] == ["ready", "ready"]
    assert "Basil Biller" in browser.get(f"/patients/{site.handle('DEMO-011')}/look-ups").text


def test_what_was_found_is_no_question_that_found_nothing(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("biller")
    before = facts(site, "DEMO-012").get("checks")
    sent = {"day": "2026-11-19", "source": "portal", "result": "hospice since 11/01"}
    assert post(browser, site, "DEMO-012", **sent).status_code == 303
    assert facts(site, "DEMO-012").get("checks") == before
    (kept,) = site.desk.of("own").look_ups("DEMO-012")
    assert (kept.found, kept.result, kept.source) == (True, "hospice since 11/01", "portal")


@pytest.mark.parametrize(
    ("way", "data", "said"),
    [
        ("", {"day": "2026-11-21", "asked": "part_b"}, "A look-up cannot lie in the future"),
        ("", {"day": "2026-11-19"}, "Say what was looked up"),
        ("", {"day": "x", "asked": "part_b"}, "Give the day of the look-up"),
        ("", {"asked": "part_b", "document_id": "another"}, "This patient has no such paper"),
        ("/similar", {"source": ""}, "Say where it was looked up"),
        ("/similar", {"source": "portal", "code": "E1390"}, "Give the day of the month that was found"),
        ("/similar", {"source": "portal", "code": "nonsense", "service_date": "2026-01-01"}, "nonsense"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(own_site: Site, way: str, data: dict, said: str) -> None:
    site, browser = own_site, own_site.signed_in("biller")
    answer = post(browser, site, "DEMO-013", way, **data)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert site.desk.of("own").look_ups("DEMO-013") == []


def test_equipment_of_another_supplier_goes_into_the_billed_months(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("biller")
    assert post(browser, site, "DEMO-002", "/similar", source="portal").status_code == 303
    found = {"source": "portal", "code": "e1390", "service_date": "2026-10-01", "kind": "rental", "result": "Acme"}
    assert post(browser, site, "DEMO-002", "/similar", **found).status_code == 303
    month = case_of(site.desk.of("own").head("DEMO-002").text).history[-1]
    assert (month.code, month.supplier, month.outcome, month.kind) == ("E1390", "other", "paid", "rental")
    kept = site.desk.of("own").look_ups("DEMO-002")
    assert [(each.kind, each.found) for each in kept] == [("same or similar", True), ("same or similar", False)]
    assert site.desk.of("own").store.check()[1] == []


def load(browser: TestClient, text: str, day: str = "2026-11-03"):
    data = {"token": token_of(browser), "published_on": day}
    return browser.post("/settings/practitioners", data=data, files={"file": ("OrderReferring.csv", text, "text/csv")})


def test_practitioners_are_looked_for_on_the_list_of_those_who_may_order(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("manager")
    who = case_of(site.desk.of("own").head("DEMO-001").text).practitioner
    address = f"/patients/{site.handle('DEMO-001')}"
    assert "No file of those who may order is loaded" in browser.get(f"{address}/look-ups").text
    rows = {
        "On the list, and may order": f"{who.npi},{who.last_name.upper()},{who.first_name.upper()},Y,Y,Y,N,N",
        "On the list, but not for medical equipment": f"{who.npi},{who.last_name},{who.first_name},Y,N,Y,N,N",
        "the claim must carry that name": f'{who.npi},"Else, Jr.",Somebody,Y,Y,Y,N,N',
        "Not on the list": "1003000126,DOE,ANN,Y,Y,Y,N,N",
    }
    for said, row in rows.items():
        answer = load(browser, f"\ufeff{HEADER}\n{row}\n{row}\nx,NO,NUMBER,Y,Y,Y,Y,Y\n")
        assert "3 rows: 1 practitioners, 1 that stand there twice, 1 set aside" in answer.text
        for way in ("", "/look-ups"):
            page = browser.get(address + way).text
            assert said in page
            assert "11/03/2026" in page
    page = browser.post("/billing/check", data={"token": token_of(browser), "case": site.handle("DEMO-001")}).text
    assert "The practitioner is to be looked at" in page
    assert f'href="/patients/{site.handle("DEMO-001")}/look-ups"' in page
    site.clock.on(days=40)
    assert "which is old" in site.signed_in("manager").get(f"{address}/look-ups").text
    site.clock.on(days=-40)


@pytest.mark.parametrize(
    ("text", "day", "said"),
    [
        ("NPI,NAME\n1,2\n", "2026-11-03", "it has no column LAST_NAME, FIRST_NAME, DME"),
        (HEADER, "2026-11-03", "Holds no practitioner"),
        (HEADER, "", "Give the day on which CMS published"),
        (HEADER, "2027-12-03", "The day lies in the future"),
        ("\0", "2026-11-03", "it has no column"),
    ],
)
def test_another_file_is_refused_and_the_list_before_still_counts(
    own_site: Site, text: str, day: str, said: str
) -> None:
    browser = own_site.signed_in("manager")
    load(browser, f"{HEADER}\n1234567893,DOE,ANN,Y,Y,Y,N,N\n")
    answer = load(browser, text, day)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert "may order medical equipment" in browser.get("/settings/practitioners?npi=1234567893").text
    assert browser.get("/settings/practitioners?npi=12").status_code == 422


def test_a_list_that_breaks_off_leaves_the_one_before(own_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    own = own_site.desk.of("own")
    load(own_site.signed_in("manager"), f"{HEADER}\n1234567893,DOE,ANN,Y,Y,Y,N,N\n")
    before = own.orderer_list()

    def broken(row):
        raise RuntimeError

    monkeypatch.setattr(orderers, "_orderer", broken)
    change = Change("test", own_site.clock(), "list")
    content = io.BytesIO(f"{HEADER}\n1003000126,DOE,ANN,Y,Y,Y,N,N\n".encode())
    with pytest.raises(RuntimeError):
        orderers.take_in_list(own, content, "2026-11-04", own_site.office.today(), change)
    assert own.orderer_list() == before
