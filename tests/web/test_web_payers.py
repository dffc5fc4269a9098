"""The rule book and the payers in the pages; a changed payer file is tried on made-up patients before it is saved."""

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from desk_site import Site, copied, token_of

from oxyclaim.services.rule_book import rule_book
from oxyclaim.web.app import make_app


@pytest.fixture
def with_folder(template: Site, tmp_path: Path) -> Site:
    """A desk that was started with a folder for payer files."""
    site = copied(template, tmp_path)
    folder = tmp_path / "payers"
    folder.mkdir()
    office = replace(site.office, payers=folder, rule_book=lambda: rule_book(folder))
    return replace(site, app=make_app(office), office=office)


@pytest.mark.parametrize("address", ["/rules", "/authorities", "/codes", "/payers"])
def test_every_entry_of_a_list_has_its_page(site: Site, address: str):
    browser = site.signed_in("intake")
    found = re.findall(rf'<a href="({address}/[^"]+)">', browser.get(address).text)
    assert len(found) > 10
    for each in (found[0], found[len(found) // 2], found[-1]):
        assert browser.get(each).status_code == 200, each
    assert browser.get(f"{address}/nothing-such").status_code == 404


def test_a_list_is_narrowed_by_words(site: Site):
    browser = site.signed_in("biller")
    page = browser.get("/codes?find=E1392").text
    assert re.findall(r'<a href="/codes/([^"]+)">', page) == ["E1392"]
    assert "Nothing has these words" in browser.get("/rules?find=%3Cscript%3E").text


def test_payers_are_compared(site: Site):
    browser = site.signed_in("manager")
    page = browser.get("/payers/compare?of=medicare&of=tricare")
    assert page.status_code == 200
    assert "tricare" in page.text
    assert browser.get("/payers/compare?of=medicare").status_code == 422
    assert browser.get("/payers/compare?of=medicare&of=nobody").status_code == 422


def test_a_change_is_tried_on_the_patients_it_concerns_and_then_saved(with_folder: Site):
    site, browser = with_folder, with_folder.signed_in("manager")
    own = site.desk.of("own")
    payer = next(
        each.payer for each in own.states(most=5000) if each.payer not in ("medicare",) and "/" not in each.payer
    )
    address = f"/payers/file/{payer}"
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", browser.get(address).text, re.DOTALL)[1]
    text = html.unescape(text)
    token = token_of(browser)
    same = browser.post(address, data={"token": token, "do": "try", "text": text})
    assert same.status_code == 200
    assert "No verdict would move" in same.text
    wrong = browser.post(address, data={"token": token, "do": "try", "text": text + "\nnonsense: 1\n"})
    assert wrong.status_code == 422
    assert "nonsense" in wrong.text
    changed = text + "\n# read once more\n"
    saved = browser.post(address, data={"token": token, "do": "save", "text": changed})
    assert saved.headers["location"] == f"/payers/{payer}?done=1"
    assert (site.office.payers / f"{payer}.yaml").read_text() == changed
    biller = site.signed_in("biller")
    assert biller.get(address).status_code == 403


def test_without_a_folder_nothing_is_saved_and_it_says_why(site: Site):
    browser = site.signed_in("manager")
    page = browser.post(
        "/payers/file/tricare", data={"token": token_of(browser), "do": "save", "text": "payer: tricare"}
    )
    assert page.status_code == 422
    assert "--payer-files" in page.text


def test_values_of_a_payer_are_confirmed_with_name_and_day(with_folder: Site):
    site, browser = with_folder, with_folder.signed_in("manager")
    address, folder = "/payers/review/tricare", site.office.payers
    page = browser.get(address).text
    keys = re.findall(r'name="confirmed" value="([^"]+)"', page)
    assert keys
    assert list(folder.iterdir()) == [], "to look writes nothing"
    token = token_of(browser)
    wrong = browser.post(address, data={"token": token, "dated": "soon"})
    assert wrong.status_code == 422
    for words in ("tick at least one value", "say which contract", "must be a date"):
        assert words in wrong.text
    form = {"token": token, "confirmed": keys[:2], "contract": "Provider agreement", "dated": "2099-01-01"}
    ahead = browser.post(address, data=form)
    assert (ahead.status_code, "lies ahead of today" in ahead.text) == (422, True)
    assert list(folder.iterdir()) == [], "what is refused leaves no file"
    done = browser.post(address, data=form | {"dated": "2026-10-01"})
    assert done.headers["location"] == "/payers/tricare?done=2", done.text
    text = (folder / "tricare.yaml").read_text()
    assert "Provider agreement" in text
    assert "Maud Manager" in text
    assert site.office.today().isoformat() in text
    assert "CONTRACT-" in browser.get(address).text, "the value now rests on the contract"
    assert site.signed_in("biller").get(address).status_code == 403
    assert browser.get("/payers/review/nobody").status_code == 404
