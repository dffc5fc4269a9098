"""Whatever a program sends, the API meets no error of its own, and every failure is a problem document."""

import re
from datetime import date

import pytest
from api_program import facts, program
from desk_site import Site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from test_api_access import BODIES, calls

START = date(2026, 11, 10)
HOSTILE = (
    "", " ", "\0", "\ud800", "0", "-1", "9" * 30, "2026-02-30", "9999-12-31", "0001-01-01", "NaN", "é" * 300,
    "../../etc/passwd", "' OR 1=1 --", "[]", "x" * 5000, "https://a.example/", "http://10.0.0.1/", "http://[::1",
    "claim", "medicare", "DEMO-001", None, True, 0, -1, 1.5, 10**30, [], {}, [[]], {"a": {}},
)  # fmt: skip
values = st.recursive(
    st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20), st.integers(), st.floats(), st.dates().map(str)),
    lambda some: st.one_of(st.lists(some, max_size=3), st.dictionaries(st.text(max_size=10), some, max_size=3)),
    max_leaves=6,
)
QUERY = ("as_of", "ahead", "limit", "after", "state", "verdict", "until", "by", "payer", "due_by", "dry_run")
HEADERS = ("If-Match", "If-None-Match", "Idempotency-Key", "Content-Type")
plain = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)


@pytest.fixture(scope="module")
def ask(own_site: Site) -> TestClient:
    return program(own_site, quiet=True)


def damaged(data: st.DataObject, body: object) -> object:
    """A body in which something is another."""
    if isinstance(body, dict) and body and data.draw(st.booleans()):
        name = data.draw(st.sampled_from(sorted(body)))
        return {**body, name: damaged(data, body[name])}
    if isinstance(body, list) and body and data.draw(st.booleans()):
        return [damaged(data, body[0]), *body[1:]]
    return data.draw(values)


def sends(site: Site, ask: TestClient, data: st.DataObject) -> None:
    route = data.draw(st.sampled_from(calls(site)))
    (method,) = route.methods
    handle = site.handle("DEMO-002")

    def value(found: "re.Match[str]") -> str:
        good = handle if found[1] == "patient" else "1"
        drawn = str(data.draw(st.sampled_from([good, good, *HOSTILE])))
        return re.sub(r"[^\w.-]", lambda each: f"%{ord(each[0]) % 256:02X}", drawn, flags=re.ASCII) or "-"

    path = re.sub(r"\{(\w+)\}", value, route.path)
    texts = st.text(st.characters(codec="utf-8"), max_size=20)
    query = data.draw(
        st.dictionaries(st.sampled_from(QUERY), st.one_of(texts, st.sampled_from(["1", "day"])), max_size=3)
    )
    headers = data.draw(st.dictionaries(st.sampled_from(HEADERS), plain, max_size=2))
    body: dict = {}
    if method in ("POST", "PUT"):
        case = facts("DEMO-002", START)
        good = {"/check": {"cases": [case]}, "/patients": {"case": case}}.get(route.path) or BODIES.get(
            route.path, {"case": case}
        )
        how = data.draw(st.sampled_from(("json", "json", "files", "content")))
        if how == "json":
            headers.pop("Content-Type", None)
            body = {"json": damaged(data, good)}
            try:
                TestClient(site.app).build_request("POST", "http://x", json=body["json"])
            except (ValueError, UnicodeError):  # what no client can send
                body = {"content": b'{"cases": [NaN]}', "headers": {"Content-Type": "application/json"}}
        elif how == "files":
            headers.pop("Content-Type", None)
            content = data.draw(st.one_of(st.binary(max_size=300), st.sampled_from([b"ISA*00*", b""])))
            name = data.draw(st.sampled_from(["a.835", "claims.csv", "../x.x12", "\x01", "..", "a" * 300 + ".x12"]))
            body = {"files": {"files": (name, content)}}
        else:
            body = {"content": data.draw(st.binary(max_size=200))}
    headers = {**headers, **body.pop("headers", {})}
    answer = ask.request(method, path, params=query, headers=headers, **body)
    assert answer.status_code < 500, (method, path, query, headers, body, answer.text)
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", (method, path)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_call_leads_to_an_error_of_the_programs_own(own_site: Site, ask: TestClient, data: st.DataObject) -> None:
    sends(own_site, ask, data)


@pytest.mark.slow
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_call_leads_to_an_error_of_the_programs_own_many_times(
    own_site: Site, ask: TestClient, data: st.DataObject
) -> None:
    sends(own_site, ask, data)


def test_an_error_of_the_programs_own_says_nothing_of_a_patient(
    own_site: Site, ask: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("BIRCHMERE, BARNABY")

    monkeypatch.setattr("oxyclaim.web.api.routes.patients.read_patient", broken)
    answer = ask.get(f"/patients/{own_site.handle('DEMO-001')}")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "BIRCHMERE" not in answer.text + caplog.text
    assert "RuntimeError" in caplog.text
