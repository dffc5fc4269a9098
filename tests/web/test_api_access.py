"""Which program may do what; nothing of another supplier; every call is written down."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from api_program import AT, problems, program
from desk_site import Site
from fastapi.routing import APIRoute
from starlette.routing import Mount

from oxyclaim.services.programs.tokens import SCOPES, list_tokens, replace_token, revoke_token
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.kept import Change
from oxyclaim.web.api.calls import scopes_of

BODIES = {
    "/check": {"cases": [{}]}, "/checklist": {"cases": [{}]}, "/calendar": {"cases": [{}]}, "/due": {"cases": [{}]},
    "/patients": {"case": {}}, "/patients/search": {"begins": "x"}, "/claims": {"patients": ["x"]},
    "/claims/again": {"claim": "x"}, "/denials/appeal": {"claim": "x"},
    "/denials/records": {"claim": "x", "requested": "2026-02-03"}, "/denials/appealed": {"claim": "x", "level": "plan"},
    "/denials/request": {"claim": "x", "requested": "2026-02-03"}, "/denials/reopening": {"claim": "x", "what": "x"},
    "/ledger/entries": {"claim": "x", "kind": "receipt", "amount_cents": 1},
    "/webhooks": {"url": "", "kinds": []},
    "/payments/{payment}/undo": {"reason": "x"}, "/replies/work/{answer}/match": {"claim": "x"},
}  # fmt: skip

SLOW = ("/due", "/patients/{patient}/calendar")
"""Calls that judge much; that they are allowed is seen elsewhere."""


def calls(site: Site) -> list[APIRoute]:
    def every(some) -> Iterator[APIRoute]:
        for each in some:
            if isinstance(each, APIRoute):
                yield each
            elif hasattr(each, "original_router"):
                yield from every(each.original_router.routes)

    (mount,) = [each for each in site.app.routes if isinstance(each, Mount) and each.path == AT]
    return list(every(mount.app.routes))


def address(site: Site, path: str, supplier: str = "own") -> str:
    handle = site.handle("DEMO-001", supplier)
    return re.sub(r"\{(\w+)\}", lambda found: handle if found[1] == "patient" else "1", path)


def test_every_call_names_one_scope_and_every_scope_has_a_call(site: Site) -> None:
    found = [scopes_of(each) for each in calls(site)]
    assert len(found) > 30
    assert all(len(each) == 1 for each in found)
    assert {each for (each,) in found} == set(SCOPES)


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_does_what_its_scope_lets_and_nothing_else(own_site: Site, scope: str) -> None:
    ask = program(own_site, scope)
    for route in calls(own_site):
        (method,) = route.methods
        if (scope,) == scopes_of(route) and method == "GET" and route.path in SLOW:
            continue
        body = BODIES.get(route.path, {"case": {}} if method == "PUT" else None)
        answer = ask.request(method, address(own_site, route.path), json=body)
        if (scope,) == scopes_of(route):
            assert answer.status_code not in (401, 403), (method, route.path)
        else:
            assert problems(answer, 403)["type"].endswith("no_scope"), (method, route.path)


def test_without_a_token_in_force_nothing_is_answered(own_site: Site) -> None:
    guest = own_site.guest()
    for given in ({}, {"Authorization": "Bearer oxy_guessed"}, {"Authorization": "Basic abc"}, {"Authorization": ""}):
        for route in calls(own_site):
            (method,) = route.methods
            answer = guest.request(method, AT + address(own_site, route.path), headers=given)
            assert problems(answer, 401)["type"].endswith("no_token")
            assert answer.headers["www-authenticate"] == "Bearer"
    browser = own_site.signed_in("manager")
    assert browser.get(f"{AT}/patients").status_code == 401, "a browser's cookie is no token"


def test_a_token_ends_when_it_is_revoked_and_after_its_last_day(own_site: Site) -> None:
    ask = program(own_site, until=own_site.office.today() + timedelta(days=2))
    assert ask.get("/patients").status_code == 200
    tokens = list_tokens(own_site.desk, "own", rule_book(), own_site.office.today()).tokens
    mine = tokens[0]
    assert mine.used_at is not None
    own_site.clock.on(days=3)
    problems(ask.get("/patients"), 401)
    other = program(own_site)
    change = Change("Maud", own_site.clock(), "lost")
    latest = own_site.desk.programs.tokens("own")[0]
    anew = replace_token(own_site.desk, "own", latest.token_id, change, rule_book(), own_site.office.today())
    assert anew.token.scopes == latest.scopes
    assert other.get("/patients").status_code == 200
    revoke_token(own_site.desk, "own", latest.token_id, change, rule_book(), own_site.office.today())
    problems(other.get("/patients"), 401)
    other.headers["Authorization"] = f"Bearer {anew.secret}"
    assert other.get("/patients").status_code == 200
    looks = own_site.desk.of("own").looks(most=10)
    assert any("not in force" in each.what for each in looks)


def test_the_secret_of_a_token_is_not_in_the_store(own_site: Site) -> None:
    ask = program(own_site)
    secret = ask.headers["Authorization"].removeprefix("Bearer ")
    with own_site.desk._engine.connect() as connection:
        dump = "\n".join(connection.connection.iterdump())
    assert "api_token" in dump
    assert secret not in dump


def test_the_ids_of_another_supplier_are_not_found(own_site: Site) -> None:
    own, stranger = program(own_site), program(own_site, supplier="other")
    assert len(stranger.get("/patients").json()["patients"]) == 2
    tried = 0
    for route in calls(own_site):
        if "{patient}" not in route.path:
            continue
        (method,) = route.methods
        body = {"case": {"case_id": "DEMO-001"}} if method == "PUT" else None
        answer = own.request(method, address(own_site, route.path, "other"), json=body, headers={"If-Match": '"1"'})
        problems(answer, 404)
        tried += 1
    assert tried > 7
    theirs = own_site.handle("DEMO-001", "other")
    problems(own.post("/claims", json={"patients": [theirs]}), 422)
    job = own.post("/scrubs", files={"files": ("c.x12", b"ISA")})
    problems(stranger.get(f"/scrubs/{job.json()['id']}"), 404)
    assert stranger.get("/scrubs").json() == []
    hook = own.post("/webhooks", json={"url": "https://a.example/x", "kinds": ["task.due"]}).json()["id"]
    problems(stranger.delete(f"/webhooks/{hook}"), 404)
    assert stranger.get("/webhooks").json() == []
    assert own.delete(f"/webhooks/{hook}").status_code == 204
    ready = own.get("/lines", params={"state": "ready"}).json()[0]["patient"]
    number = own.post("/claims", json={"patients": [ready]}).json()["files"][0]["claim_file_id"]
    for method, path in (("GET", ""), ("GET", "/file"), ("POST", "/sent")):
        problems(stranger.request(method, f"/claims/{number}{path}"), 404)
    assert stranger.get("/claims").json() == []


def test_every_call_is_written_down_before_it_is_answered(own_site: Site) -> None:
    ask = program(own_site, "patients:read")
    handle = own_site.handle("DEMO-003")
    for path, status in (
        (f"/patients/{handle}", 200), ("/patients?limit=1", 200), ("/claims", 403), ("/patients/none", 404),
        ("/patients?limit=x", 422), ("/nonsense", 404),
    ):  # fmt: skip
        before = len(own_site.desk.of("own").looks(most=100_000))
        assert ask.get(path).status_code == status
        looks = own_site.desk.of("own").looks(most=100_000)
        assert len(looks) == before + 1, path
        assert looks[0].author.startswith("program program")
        assert handle not in looks[0].what
    assert own_site.desk.of("own").looks("DEMO-003")[0].what == "API: GET /patients/{patient}"
    assert own_site.desk.of("own").store.check()[1] == []
