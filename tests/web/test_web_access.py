"""Who gets in, what each role sees, and that nothing of another supplier is ever found."""

import re
from collections.abc import Iterator

import pytest
from desk_site import Site, sign_in, token_of
from starlette.routing import Route

from oxyclaim.services.desk.kept import ROLES
from oxyclaim.services.desk.signing_in import welcome_link
from oxyclaim.store import SqlPlaces
from oxyclaim.web.access import ANYONE, roles_of

SOME_CASE = "DEMO-001"


def routes(site: Site) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every route: method, path with a real id in it, roles."""
    for route in _all(site.app.routes):
        for method in sorted((route.methods or set()) - {"HEAD"}):
            yield method, _filled(site, route.path), roles_of(route)


def _all(some) -> Iterator[Route]:
    for each in some:
        if isinstance(each, Route):
            yield each
        elif hasattr(each, "original_router"):
            yield from _all(each.original_router.routes)


def _filled(site: Site, path: str, supplier: str = "own") -> str:
    values = {"handle": site.handle(SOME_CASE, supplier), "link": "none"}
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: values.get(found[1], "1"), path)


def test_every_route_names_its_roles(site: Site) -> None:
    found = list(routes(site))
    assert len(found) >= 5
    assert [(method, path) for method, path, roles in found if not roles] == []


@pytest.mark.parametrize("role", ROLES)
def test_what_is_for_other_roles_is_refused(site: Site, role: str) -> None:
    browser = site.signed_in(role)
    token = token_of(browser)
    for method, path, roles in routes(site):
        if role not in roles and ANYONE not in roles:
            data = {"token": token} if method == "POST" else None
            assert browser.request(method, path, data=data).status_code == 403, path


@pytest.mark.parametrize("role", ["manager", *(pytest.param(role, marks=pytest.mark.slow) for role in ROLES[:-1])])
def test_each_role_sees_its_pages(site: Site, role: str) -> None:
    browser = site.signed_in(role)
    for method, path, roles in routes(site):
        if method == "GET" and role in roles:
            assert browser.get(path).status_code in (200, 404, 422), path


def test_without_a_sign_in_every_page_leads_to_the_form(site: Site) -> None:
    browser = site.guest()
    for method, path, roles in routes(site):
        if ANYONE not in roles:
            answer = browser.request(method, path)
            assert (answer.status_code, answer.headers["location"]) == (303, "/login"), path


def test_the_ids_of_another_supplier_are_not_found(site: Site) -> None:
    browser = site.signed_in("manager")
    tried = 0
    for route in _all(site.app.routes):
        if "{handle}" in route.path:
            theirs = _filled(site, route.path, "other")
            for method in route.methods - {"HEAD"}:
                data = {"token": token_of(browser)} if method == "POST" else None
                assert browser.request(method, theirs, data=data).status_code == 404, theirs
                tried += 1
    assert tried
    stranger = site.signed_in("stranger")
    assert stranger.get(f"/patients/{site.handle(SOME_CASE, 'other')}").status_code == 200
    assert stranger.get(f"/patients/{site.handle(SOME_CASE)}").status_code == 404
    assert len(re.findall(r'href="/patients/(?!new)', stranger.get("/patients").text)) == 2


def test_a_post_needs_the_token_of_its_own_session(site: Site) -> None:
    browser, other = site.signed_in("manager"), site.signed_in("biller")
    for token in ("", "guessed", token_of(other)):
        assert browser.post("/patients", data={"token": token, "begins": "x"}).status_code == 403
    assert browser.post("/patients", data={"token": token_of(browser), "begins": "x"}).status_code == 200
    assert site.guest().post("/login", data={"name": "manager"}).status_code == 403
    headers = {"sec-fetch-site": "cross-site"}
    assert browser.post("/patients", data={"token": token_of(browser)}, headers=headers).status_code == 403


def test_a_session_ends_when_nobody_is_there_and_after_twelve_hours(site: Site) -> None:
    browser = site.signed_in("manager")
    for _ in range(3):
        site.clock.on(minutes=14)
        assert browser.get("/").status_code == 200
    site.clock.on(minutes=16)
    assert browser.get("/").status_code == 303
    browser = site.signed_in("manager")
    for _ in range(51):
        site.clock.on(minutes=14)
        assert browser.get("/patients?state=to+decide").status_code == 200
    site.clock.on(minutes=14)
    assert browser.get("/").status_code == 303


def test_after_the_sign_out_the_cookie_is_worth_nothing(site: Site) -> None:
    browser = site.signed_in("intake")
    kept = dict(browser.cookies)
    browser.post("/logout", data={"token": token_of(browser)})
    browser.cookies.update(kept)
    assert browser.get("/").status_code == 303


def test_a_sign_in_needs_name_password_and_a_code_that_was_not_used(site: Site) -> None:
    site.clock.on(minutes=2)
    right = site.accounts["compliance"]
    for wrong in ({"password": "x"}, {"code": "000000"}, {"name": "nobody"}):
        answer = sign_in(site.guest(), right, site.clock(), **wrong)
        assert answer.status_code == 401
        assert "do not go together" in answer.text
    assert sign_in(site.guest(), right, site.clock()).status_code == 303
    assert sign_in(site.guest(), right, site.clock()).status_code == 401, "a code is taken once"


def test_after_five_wrong_tries_even_the_right_ones_wait(site: Site) -> None:
    site.clock.on(minutes=2)
    right = site.accounts["intake"]
    for _ in range(5):
        sign_in(site.guest(), right, site.clock(), password="guessed")
    refused = sign_in(site.guest(), right, site.clock())
    assert (refused.status_code, "Too many tries" in refused.text) == (401, True)
    site.clock.on(minutes=2)
    assert sign_in(site.guest(), right, site.clock()).status_code == 303


def test_the_servers_own_link_signs_in_once_and_for_a_quarter_of_an_hour(site: Site) -> None:
    account = site.accounts["manager"].account.account_id
    link = welcome_link(site.desk, account, site.clock())
    assert site.guest().get(f"/welcome/{link}").status_code == 303
    assert site.guest().get(f"/welcome/{link}").status_code == 401
    late = welcome_link(site.desk, account, site.clock())
    site.clock.on(minutes=16)
    assert site.guest().get(f"/welcome/{late}").status_code == 401


def test_every_view_of_a_patient_is_written_down_and_the_chain_holds(site: Site) -> None:
    browser = site.signed_in("biller")
    own = site.desk.of("own")
    before = len(own.looks(SOME_CASE))
    browser.get(f"/patients/{site.handle(SOME_CASE)}")
    looks = own.looks(SOME_CASE)
    assert len(looks) == before + 1
    assert (looks[0].author, looks[0].what) == ("Basil Biller", "looked at this month")
    assert {"signed in", "sign-in failed"} <= {each.what for each in own.looks(most=1000)}
    store = SqlPlaces().open(site.address)
    assert store.check()[1] == []
    store.close()
