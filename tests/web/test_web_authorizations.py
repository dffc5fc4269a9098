"""Prior authorizations of all patients: to ask for, asked for, ending, given; and the request as a paper."""

import io

from desk_site import Site, token_of
from pypdf import PdfReader
from starlette.testclient import TestClient

PLAN = "DEMO-039"
"""A made-up patient of a plan whose file does not say whether it wants an authorization."""


def enter(browser: TestClient, site: Site, **fields: str) -> None:
    typed = {"token": token_of(browser), "how": "document"} | {f"authorizations.AUTH.{k}": v for k, v in fields.items()}
    typed |= {"authorizations.AUTH.codes": "E1390"}
    answer = browser.post(f"/patients/{site.handle(PLAN)}/intake/authorization", data=typed)
    assert answer.status_code == 303, answer.text


def listed(browser: TestClient, site: Site, group: str, case_id: str = PLAN) -> bool:
    return f'href="/patients/{site.handle(case_id)}/authorization"' in browser.get(f"/authorizations?show={group}").text


def test_lines_stand_where_their_authorization_stands(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("biller")
    assert listed(browser, site, "to ask for")
    assert not listed(browser, site, "to ask for", "DEMO-001"), "Medicare wants none"
    enter(browser, site, status="requested", requested_on="2026-11-18", kind="initial")
    assert listed(browser, site, "asked for")
    enter(browser, site, status="approved", number="A1", decided_on="2026-11-19", first_day="2026-01-01",
          last_day="2027-10-31")  # fmt: skip
    assert listed(browser, site, "given")
    enter(browser, site, last_day="2026-12-31")
    assert listed(browser, site, "ending")
    assert "12/31/2026" in browser.get("/authorizations?show=ending").text
    assert not listed(browser, site, "asked for")


def test_a_request_is_a_paper_that_names_the_member_and_the_codes(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    page = browser.get(f"/patients/{site.handle('DEMO-040')}/authorization").text
    assert f"/patients/{site.handle('DEMO-040')}/authorization/request" in page
    answer = browser.get(f"/patients/{site.handle('DEMO-040')}/authorization/request")
    assert answer.headers["content-type"] == "application/pdf"
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Prior-authorization request: E1390, E1392" in text
    assert browser.get(f"/patients/{site.handle('DEMO-001')}/authorization/request").status_code == 404
    assert any(each.what == "made an authorization request" for each in site.desk.of("own").looks("DEMO-040"))
