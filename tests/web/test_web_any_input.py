"""Whatever is sent, no route meets an error of its own."""

import re
from collections.abc import Iterator

import pytest
from desk_site import Site, token_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Route
from starlette.testclient import TestClient

HOSTILE = (
    "", " ", "\0", "0", "-1", "99999999999999999999999", "2026-02-30", "9999-12-31", "0001-01-01", "NaN", "yes",
    "é" * 300, "<script>", "../../etc/passwd", "%00", "' OR 1=1 --", "{{7*7}}", "[]", "{}", "\r\nX: y",
    "add", "close", "reopen", "drop", "put off", "assign", "ORDER-1", "medicare", "E1392",
)  # fmt: skip
FIELDS = (
    "begins", "case", "kind", "dated", "version", "how", "document_id", "page", "orders.ORDER.order_date",
    "orders.ORDER.items", "orders..signed", "tests.TEST.spo2_percent", "items.1.charge", "items.9.device.serial",
    "clinical.mobile_in_home.value", "patient.address.zip", "diagnoses.1.icd10", "diagnoses.x.icd10", "choose:orders",
    "date", "line", "serial", "until", "member_id", "day", "asked", "all", "question", "who", "do", "text", "reason",
    "last_name", "payer", "starts", "codes", "sure", "sign_in", "name", "role", "usage", "locations.0.npi",
    "locations.7.npi", "what", "whom", "owner", "due", "why", "source", "result", "asked", "service_date", "first",
    "last", "patient", "person", "published_on", "npi", "file", "then",
    "payers.0.payer", "charges.0.charge", "files", "password", "code", "beside_document",
    "beside_page",
)  # fmt: skip
QUERY = (
    "show",
    "owner",
    "npi",
    "state",
    "verdict",
    "deliver",
    "paper",
    "add",
    "saved",
    "document",
    "page",
    "written",
    "taken",
)
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30))
forms = st.dictionaries(st.sampled_from(FIELDS), st.one_of(texts, st.lists(texts, max_size=3)), max_size=8)


@pytest.fixture(scope="module")
def browser(own_site: Site) -> TestClient:
    """A manager's browser that does not raise what the application raises."""
    signed = own_site.signed_in("manager")
    quiet = TestClient(
        own_site.app, base_url="http://127.0.0.1", follow_redirects=False, raise_server_exceptions=False,
        headers={"sec-fetch-site": "same-origin"}, cookies=dict(signed.cookies),
    )  # fmt: skip
    return quiet


def routes(site: Site) -> list[tuple[str, str]]:
    def every(some) -> Iterator[Route]:
        for each in some:
            if isinstance(each, Route):
                yield each
            elif hasattr(each, "original_router"):
                yield from every(each.original_router.routes)

    found = [each for each in every(site.app.routes) if each.path != "/logout"]
    return [(method, each.path) for each in found for method in sorted((each.methods or set()) - {"HEAD"})]


def sends(site: Site, browser: TestClient, data: st.DataObject) -> None:
    method, path = data.draw(st.sampled_from(routes(site)))
    handle = site.handle("DEMO-002")

    def value(found: "re.Match[str]") -> str:
        name = found[1].partition(":")[0]
        good = {"handle": [handle], "paper": ["order", "note", "equipment"], "event": ["moved", "died", "swapped"]}
        drawn = data.draw(st.sampled_from([*good.get(name, ["1"]), *HOSTILE, "x" * 50]))
        return re.sub(r"[^\w.%-]", lambda each: f"%{ord(each[0]) % 256:02X}", drawn) or "-"

    address = re.sub(r"\{([^}]+)\}", value, path)
    query = data.draw(st.dictionaries(st.sampled_from(QUERY), texts, max_size=3))
    fields = data.draw(forms) | {"token": token_of(browser)} if method == "POST" else None
    answer = browser.request(method, address, params=query, data=fields)
    assert answer.status_code < 500, (method, address, query, fields)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_input_leads_to_an_error_of_the_programs_own(
    own_site: Site, browser: TestClient, data: st.DataObject
) -> None:
    sends(own_site, browser, data)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nor_does_much_more_of_it(own_site: Site, browser: TestClient, data: st.DataObject) -> None:
    sends(own_site, browser, data)


@pytest.mark.parametrize("number", ["99999999999999999999", "-1", "x", "1.5"])
def test_a_number_that_is_none_is_not_found(own_site: Site, browser: TestClient, number: str) -> None:
    for path in (f"/billing/files/{number}", f"/documents/abc/{number}", f"/documents/abc/{number}/picture"):
        answer = browser.get(path)
        assert answer.status_code in (404, 422), path
        assert answer.headers["content-type"].startswith("text/html")
