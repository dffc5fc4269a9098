"""A claim file is left on the page, scrubbed in the background, and what it would lose and a corrected file are had."""

import re
from pathlib import Path

import pytest
from desk_site import Site, token_of
from starlette.testclient import TestClient

from oxyclaim.services.programs.scrubbing import scrub_next

CLAIMS = Path(__file__).parents[2] / "examples" / "claims.csv"


@pytest.fixture
def browser(own_site: Site) -> TestClient:
    return own_site.signed_in("biller")


def leave(browser: TestClient, name: str, content: bytes):
    token = token_of(browser)
    return browser.post("/scrub", data={"token": token}, files={"file": (name, content, "text/plain")})


def work(site: Site) -> None:
    office = site.office
    while scrub_next(site.desk.programs, office.room, office.rule_book, None, site.clock()):
        pass


def test_a_claim_table_is_scrubbed_and_told_with_what_it_costs(own_site: Site, browser: TestClient):
    left = leave(browser, "Mrs. Patient.csv", CLAIMS.read_bytes())
    assert left.status_code == 303, left.text
    at = left.headers["location"]
    assert "It waits for its turn." in browser.get(at).text
    part = browser.get(f"{at}/state", headers={"hx-request": "true"})
    assert "<html" not in part.text
    assert browser.get(f"{at}/report.html").status_code == 404
    work(own_site)
    part = browser.get(f"{at}/state", headers={"hx-request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (204, at)

    page = browser.get(at).text
    assert "at risk" in page
    assert "What to fix first" in page
    assert "Patient" not in browser.get("/scrub").text.replace("Patients", "").replace("Find a patient", "")
    at_risk = re.search(r"<b>\$([\d,.]+)</b><span>at risk", page)[1]
    assert at_risk != "0.00"
    report = browser.get(f"{at}/report.html")
    assert f"${at_risk}" in report.text
    assert "attachment" in report.headers["content-disposition"]
    assert browser.get(f"{at}/report.xlsx").content.startswith(b"PK")
    assert browser.get(f"{at}/findings.csv").text.count("\n") > 1
    refused = browser.post(f"{at}/fix", data={"token": token_of(browser)})
    assert (refused.status_code, "corrected where it was made" in refused.text) == (422, True)
    stranger = own_site.signed_in("stranger")
    for path in (at, f"{at}/report.html", f"{at}/findings.csv", f"{at}/state", f"{at}/corrected"):
        assert stranger.get(path).status_code == 404, path


def test_a_claim_file_is_corrected_where_only_one_way_is_right(own_site: Site, browser: TestClient):
    token = token_of(browser)
    handles = re.findall(r'name="case" value="([\w-]+)"', browser.get("/billing").text)
    browser.post("/billing/write", data={"token": token, "case": handles[:3]})
    _, content = own_site.desk.of("own").claim_file(own_site.desk.of("own").claim_files()[0].claim_file_id)
    broken = re.sub(rb"SE\*\d+\*", b"SE*7*", content)
    assert broken != content
    at = leave(browser, "claims.x12", broken).headers["location"]
    work(own_site)
    assert "Correct it" in browser.get(at).text
    for _ in range(2):  # once more begins no second job
        assert browser.post(f"{at}/fix", data={"token": token}).status_code == 303
    jobs = own_site.desk.programs.scrub_jobs("own")
    assert [each.work for each in jobs].count("fix") == 1
    work(own_site)
    page = browser.get(at).text
    assert "1 correction" in page
    assert browser.get(f"{at}/corrected").content == content
    (job,) = [each for each in own_site.desk.programs.scrub_jobs("own") if each.work == "fix"]
    assert browser.get(f"/scrub/{job.job_id}").status_code == 404


def test_what_is_no_claim_file_is_told(own_site: Site, browser: TestClient):
    none = browser.post("/scrub", data={"token": token_of(browser)})
    assert (none.status_code, "choose a claim file" in none.text) == (422, True)
    wrong = leave(browser, "letter.docx", b"PK")
    assert (wrong.status_code, "must end as that of a claim file" in wrong.text) == (422, True)
    at = leave(browser, "strange.x12", b"hello").headers["location"]
    work(own_site)
    page = browser.get(at).text
    assert "could not be read" in page
    assert "/tmp" not in page
    assert own_site.signed_in("intake").get("/scrub").status_code == 403
