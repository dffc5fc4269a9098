"""The pages of other programs and of the outbox."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from api_program import program
from desk_site import Site, token_of
from starlette.testclient import TestClient

from oxyclaim.case.canonical import case_of
from oxyclaim.services.outgoing import put_out
from oxyclaim.services.store.kept import Change
from oxyclaim.store.desk import OutboxFolder
from oxyclaim.web.app import make_app
from tests.pdf_text import pages_of

AT = "/settings/programs"


def test_a_token_is_made_shown_once_used_and_revoked(own_site: Site) -> None:
    browser = own_site.signed_in("manager")
    token = token_of(browser, AT)
    made = browser.post(AT, data={"token": token, "name": "Our program", "scope": ["judge", "patients:read"]})
    secret = re.search(r"oxy_[\w-]+", made.text)[0]
    page = browser.get(AT).text
    assert secret not in page
    assert "Our program" in page
    api = TestClient(own_site.app, base_url="http://127.0.0.1/api/v1", headers={"Authorization": f"Bearer {secret}"})
    assert api.get("/patients").status_code == 200
    assert ">never<" not in browser.get(AT).text.split("Our program")[1].split("</tr>")[0]
    revoke = re.search(rf"{AT}/[\w-]+/revoke", browser.get(AT).text)[0]
    assert browser.post(revoke, data={"token": token}).status_code == 200
    assert browser.post(revoke, data={"token": token}).status_code == 404
    assert api.get("/patients").status_code == 401
    wrong = browser.post(AT, data={"token": token, "name": "", "until": "soon"})
    assert (wrong.status_code, "write a day" in wrong.text) == (422, True)


def test_another_suppliers_tokens_are_neither_shown_nor_revoked(own_site: Site) -> None:
    program(own_site, supplier="other")
    (theirs,) = own_site.desk.programs.tokens("other")
    browser = own_site.signed_in("manager")
    assert theirs.token_id not in browser.get(AT).text
    assert browser.post(f"{AT}/{theirs.token_id}/revoke", data={"token": token_of(browser)}).status_code == 404


def test_what_was_put_into_the_outbox_is_listed_and_taken(own_site: Site, tmp_path: Path) -> None:
    outbox = OutboxFolder(tmp_path)
    change = Change("Iris", own_site.clock(), "x")
    put_out(own_site.desk.of("own"), outbox, b"%PDF-1", "letter", "practitioner", change, "DEMO-002")
    app = make_app(replace(own_site.office, outbox=outbox))
    browser = replace(own_site, app=app).signed_in("intake")
    page = browser.get("/outbox").text
    assert "000001-letter-practitioner.pdf" in page
    assert own_site.handle("DEMO-002") in page
    assert browser.get("/outbox/1").content == b"%PDF-1"
    assert own_site.desk.of("own").looks("DEMO-002")[0].what == "took a document out of the outbox"
    stranger = replace(own_site, app=app).signed_in("stranger")
    assert stranger.get("/outbox/1").status_code == 404
    assert "000001" not in stranger.get("/outbox").text
    (tmp_path / "000001-letter-practitioner.pdf").unlink()
    assert browser.get("/outbox/1").status_code == 404, "somebody has taken it"


@pytest.mark.parametrize(
    ("what", "case_id", "from_page"),
    [("letter", "DEMO-018", "papers"), ("statement", "DEMO-006", "money"), ("request", "DEMO-039", "authorization")],
)
def test_what_a_page_makes_is_put_into_the_outbox(
    own_site: Site, tmp_path: Path, what: str, case_id: str, from_page: str
) -> None:
    outbox = OutboxFolder(tmp_path)
    site = replace(own_site, app=make_app(replace(own_site.office, outbox=outbox)))
    browser, handle = site.signed_in("manager"), site.handle(case_id)
    page = browser.get(f"/patients/{handle}/{from_page}").text
    if what != "statement":  # its button is where there is a claim
        assert f'action="/patients/{handle}/outbox/{what}"' in page
    done = browser.post(f"/patients/{handle}/outbox/{what}", data={"token": token_of(browser)})
    assert (done.status_code, done.headers["location"]) == (303, "/outbox")
    row = site.desk.of("own").outgoing(case_id)[0]
    assert (row.kind, row.author) == (what, "Maud Manager")
    content = outbox.take(row.name)
    assert content is not None
    text = " ".join(pages_of(content))
    family = case_of(site.desk.of("own").head(case_id).text).patient.last_name
    assert family.casefold() in text.casefold()
    assert "own file" not in text.casefold()
