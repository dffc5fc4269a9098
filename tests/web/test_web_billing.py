"""From the months that are ready to a claim file that went out."""

import re
from pathlib import Path

from desk_site import Site, copied, token_of
from made_up_payers import bill_all
from starlette.testclient import TestClient

from oxyclaim.claims import validate_837p
from oxyclaim.services.desk.judging import judge


def picked(page: str) -> list[str]:
    return re.findall(r'name="case" value="([\w-]+)"', page)


def post(browser: TestClient, address: str, **data: str | list[str]):
    return browser.post(address, data={"token": token_of(browser), **data})


def test_what_is_ready_is_picked_checked_written_and_marked_sent(own_site: Site, tmp_path: Path) -> None:
    site, browser = own_site, own_site.signed_in("biller")
    own = site.desk.of("own")
    before = {each.state: each.lines for each in own.state_counts()}
    page = browser.get("/billing").text
    handles = picked(page)
    assert len(handles) == len({each.case_id for each in own.states(state="ready")})
    for state in ("waiting for papers", "waiting for look-ups", "to decide"):
        assert re.search(rf"{state}</a></td><td class=\"number\">{before[state]}<", page)

    checked = post(browser, "/billing/check", case=handles)
    assert checked.status_code == 200
    claims = int(re.search(r"Write 837P: (\d+) claims", checked.text)[1])
    assert "pyx12) finds nothing wrong" in checked.text
    assert "0 claims would be rejected" in checked.text
    names = {each.name for each in own.patients([each.case_id for each in own.states(state="ready")]).values()}
    assert all(name.title() in checked.text for name in names), "who goes is named"
    assert " checked" not in browser.get("/billing?picked=none").text
    assert own.claim_files() == [], "a check keeps nothing"

    written = post(browser, "/billing/write", case=handles)
    assert (written.status_code, written.headers["location"]) == (303, f"/billing?written={claims}")
    (file,) = own.claim_files()
    assert file.claims == claims
    assert file.charge_cents == sum(each.charge_cents for each in own.states(state="written"))
    assert len(own.states(state="written")) == before["ready"]

    taken = browser.get(f"/billing/files/{file.claim_file_id}")
    assert taken.headers["content-disposition"] == f'attachment; filename="claims-{file.control_number:09d}.x12"'
    (tmp_path / "taken.x12").write_bytes(taken.content)
    assert validate_837p(tmp_path / "taken.x12") == []
    assert f"*{file.control_number:09d}*0*P*" in taken.text

    rental = browser.get(f"/patients/{handles[0]}/rental").text
    assert "(to bill)" not in rental, "what went out is not to be billed"
    assert "billed, and not answered yet" in rental
    assert "written, not marked sent" in browser.get(f"/patients/{handles[0]}").text
    marked = post(browser, f"/billing/files/{file.claim_file_id}/sent")
    assert "is marked sent" in browser.get(marked.headers["location"]).text
    assert "sent 11/20/2026, not answered yet" in browser.get(f"/patients/{handles[0]}").text
    assert post(browser, f"/billing/files/{file.claim_file_id}/sent").status_code == 303
    assert own.claim_files()[0].sent_by == "Basil Biller"
    again = post(browser, "/billing/write", case=handles)
    assert again.headers["location"] == "/billing?written=0", "a month goes out once"
    assert len(own.claim_files()) == 1
    history = browser.get(f"/patients/{handles[0]}/history").text
    assert "RR N1" in history
    assert own.store.check()[1] == []


def test_a_run_of_nothing_and_of_what_may_not_go_says_so(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("biller")
    nothing = post(browser, "/billing/check")
    assert (nothing.status_code, "choose at least one patient" in nothing.text) == (422, True)
    held = post(browser, "/billing/check", case=[site.handle("DEMO-030")])
    assert "Does not go" in held.text
    assert "not covered" in held.text
    assert "Write 837P" not in held.text


def test_another_suppliers_files_and_patients_are_not_found(own_site: Site) -> None:
    site, stranger = own_site, own_site.signed_in("stranger")
    for address in ("/billing/files/1", "/billing/files/99"):
        assert stranger.get(address).status_code == 404
        assert post(stranger, f"{address}/sent").status_code == 404
    assert post(stranger, "/billing/write", case=[site.handle("DEMO-001")]).status_code == 404


def test_the_claim_files_of_intake_are_nobodys_business(own_site: Site) -> None:
    browser = own_site.signed_in("intake")
    assert browser.get("/billing").status_code == 403
    assert "/billing" not in re.findall(r'href="([^"]+)"', browser.get("/").text)


def test_a_line_is_written_until_its_file_is_marked_sent_and_is_sent_on_every_page_from_then(
    template: Site, tmp_path: Path
) -> None:
    site = copied(template, tmp_path)
    bill_all(site)
    own, browser = site.desk.of("own"), site.signed_in("manager")
    written = {(each.case_id, each.line_number) for each in own.states(state="written", most=500)}
    assert written
    for file in own.claim_files():
        browser.post(f"/billing/files/{file.claim_file_id}/sent", data={"token": token_of(browser)})
    assert not own.states(state="written")
    sent = own.states(state="sent", most=500)
    assert {(each.case_id, each.line_number) for each in sent} == written
    case_id = sent[0].case_id
    judge(own, [case_id], site.office.rule_book(), site.office.today(), None)
    assert {each.state for each in own.states(state="sent", most=500) if each.case_id == case_id} == {"sent"}
    assert "not answered yet" in browser.get(f"/patients/{site.handle(case_id)}").text
    assert set(re.findall(r">(sent|written)</td>", browser.get("/patients?state=sent").text)) == {"sent"}
