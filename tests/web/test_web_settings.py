"""Settings that a desk needs, and people."""

import re

import pytest
from desk_site import Site, sign_in, token_of
from starlette.testclient import TestClient

from oxyclaim.services.desk.settings import profile_kept
from oxyclaim.services.desk.signing_in import NewAccount


def shown(browser: TestClient) -> dict[str, str]:
    """What the form holds."""
    page = browser.get("/settings").text
    fields = re.findall(r'<input id="s-[^"]+" name="([^"]+)" value="([^"]*)"', page)
    return dict(fields) | {"usage": "production"}


def post(browser: TestClient, address: str, **data: str):
    return browser.post(address, data={"token": token_of(browser), **data})


def test_what_is_saved_is_what_is_shown_and_a_charge_more_is_kept(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("manager")
    before = profile_kept(site.desk.of("own"))
    entered = shown(browser)
    assert post(browser, "/settings", **entered).status_code == 303
    assert profile_kept(site.desk.of("own")) == before
    entered |= {"charges.2.code": "E0431", "charges.2.charge": "62.00", "locations.0.phone": "518-555-0199"}
    assert post(browser, "/settings", **entered).status_code == 303
    after = profile_kept(site.desk.of("own"))
    assert [str(each.charge) for each in after.charges] == ["240.00", "395.00", "62.00"]
    assert after.locations[0].phone == "518-555-0199"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("charges.0.charge", "lots", "must be an amount in dollars"),
        ("payers.0.payer", "medicart", "no such payer"),
        ("locations.0.npi", "2033100572", "check digit"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_saved(own_site: Site, field: str, typed: str, said: str) -> None:
    site, browser = own_site, own_site.signed_in("manager")
    before = site.desk.of("own").details()
    answer = post(browser, "/settings", **shown(browser) | {field: typed})
    assert answer.status_code == 422
    assert re.search(rf'<p class="wrong" id="w-{field.replace(".", "-")}">[^<]*{said}', answer.text)
    assert f'value="{typed}"' in answer.text
    assert site.desk.of("own").details() == before


def test_a_new_person_is_shown_the_way_in_once_and_it_works(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("manager")
    made = post(browser, "/settings/people", name="Nora New", sign_in="nora", role="biller").text
    name, password, factor = re.findall(r'<span class="code">([^<]+)</span>', made)[-3:]
    site.clock.on(seconds=31)
    account = NewAccount(site.accounts["biller"].account, name, password, factor, "")
    assert sign_in(site.guest(), account, site.clock()).status_code == 303
    assert password not in browser.get("/settings").text
    assert "is taken already" in post(browser, "/settings/people", name="N", sign_in="Nora", role="biller").text
