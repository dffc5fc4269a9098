"""What pages hold: the verdicts of ``check``, nothing that names a patient where it may be kept, nothing foreign."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from desk_site import Site, token_of

from oxyclaim.case.canonical import case_of
from oxyclaim.case.runs import in_one_run
from oxyclaim.services.check import CheckRequest, check

VOID = {"input", "meta", "link", "br", "img", "hr", "circle", "path", "rect", "use", "line"}


class Parts(HTMLParser):
    """The elements of a page, and whether each is closed."""

    def __init__(self, text: str):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        optional = ("li", "p", "td", "th", "tr", "dt", "dd")
        while self.open and self.open[-1] != tag and self.open[-1] in optional:
            self.open.pop()
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


ALIKE = 2
"""So many pages are opened of those whose addresses differ in an id or a value alone."""


def kind_of(address: str) -> tuple[str, ...]:
    """What an address leads to, whichever thing it is of: every other part of its path, and the names of its query."""
    path, _, query = address.partition("?")
    steps = path.split("/")[1:]
    return (str(len(steps)), *steps[::2], *(each.partition("=")[0] for each in query.split("&amp;")))


@pytest.fixture(scope="module")
def pages(filled_site: Site) -> dict[str, str]:
    """Every kind of page that a manager can open, of some patients, by its address."""
    site, kinds = filled_site, Counter[tuple[str, ...]]()
    browser = site.signed_in("manager")
    found = {"/login": site.guest().get("/login").text}
    waiting = ["/", "/patients"]
    while waiting:
        address = waiting.pop()
        if address in found or kinds[kind_of(address)] >= ALIKE:
            continue
        kinds[kind_of(address)] += 1
        answer = browser.get(address)
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert answer.status_code == 200, address
            found[address] = answer.text
            links = re.findall(r'href="(/[^"#]*)"', answer.text)
            mine = f"/patients/{site.handle('DEMO-020')}"
            others = [each for each in links if not each.startswith(("/patients/", "/static", "/patients?"))]
            of_patient = [each for each in links if each == mine or each.startswith((f"{mine}/", "/patients/new"))]
            waiting += [each for each in of_patient if "?" not in each] + others
    return found


@pytest.mark.parametrize("every", [9, pytest.param(1, marks=pytest.mark.slow)])
def test_every_verdict_on_a_page_is_that_of_check_for_the_exported_case(site: Site, every: int) -> None:
    browser, store = site.signed_in("biller"), site.desk.of("own").store
    cases = in_one_run([case_of(each.text) for each in store.latest()])
    answer = check(CheckRequest(cases, site.office.today()), site.office.rule_book())
    lists = browser.get("/patients").text
    for case in answer.cases[::every]:
        address = f"/patients/{site.handle(case.case_id)}"
        page = browser.get(address).text
        cards = re.findall(r'<article class="card ([\w-]+)".*?</article>', page, re.S)
        assert cards == [line.verdict.replace(" ", "-") for line in case.lines], case.case_id
        coded = re.findall(r'Bill as <b class="code">([^<]+)</b>', page)
        assert coded == [" ".join((line.code, *line.modifiers)) for line in case.lines if line.modifiers]
        order = ("excluded", "not payable", "not covered", "review", "hold", "billable")
        worst = min((line.verdict for line in case.lines), key=order.index)
        row = lists[lists.index(f'href="{address}"') :]
        assert re.search(r'<span class="chip ([\w-]+)">', row)[1] == worst.replace(" ", "-")


def test_nothing_that_names_a_patient_stands_in_an_address_or_a_title(site: Site, pages: dict[str, str]) -> None:
    store = site.desk.of("own").store
    known: set[str] = set()
    for each in store.latest():
        case = case_of(each.text)
        who = case.patient
        known |= {case.case_id, who.last_name, who.account_number, case.coverage.member_id, who.birth_date.isoformat()}
    for address, text in pages.items():
        titles = re.findall(r"<title>(.*?)</title>", text)
        addresses = [value for _, attributes in Parts(text).elements for name, value in attributes.items()
                     if name in ("href", "action", "src") or name.startswith("hx-")]  # fmt: skip
        for kept in [address, *titles, *addresses]:
            assert not any(word in kept for word in known), kept


def test_no_page_has_a_script_or_a_style_in_it_or_anything_from_outside(pages: dict[str, str]) -> None:
    for address, text in pages.items():
        parts = Parts(text)
        assert parts.wrong == [], address
        for tag, attributes in parts.elements:
            assert tag != "style", address
            assert tag != "script" or attributes.get("src", "").startswith("/static/"), address
            for name, value in attributes.items():
                assert not name.startswith("on"), (address, name)
                assert name not in ("style", "hx-on", "hx-vals"), (address, name)
                assert not (name in ("src", "href", "action") and re.match(r"(\w+:)?//|javascript:", value)), value


def test_answers_carry_the_headers_that_keep_others_out_and_are_not_kept(site: Site) -> None:
    browser = site.signed_in("manager")
    for path in ("/", "/patients", "/login", "/no-such-page"):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
    assert "HttpOnly" in site.guest().get("/login").headers["set-cookie"]


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}"])
def test_what_is_typed_is_shown_as_it_was_typed(site: Site, typed: str) -> None:
    browser = site.signed_in("manager")
    page = browser.post("/patients", data={"token": token_of(browser), "begins": typed}).text
    values = [attributes.get("value") for tag, attributes in Parts(page).elements if tag == "input"]
    assert typed in values
    assert typed not in page or "{{" in typed


def test_a_patient_is_found_by_the_beginning_of_the_name_and_numbers(site: Site) -> None:
    browser = site.signed_in("intake")
    case = case_of(site.desk.of("own").head("DEMO-005").text)
    for typed in (case.patient.last_name, case.patient.last_name.upper(), case.patient.account_number,
                  case.coverage.member_id):  # fmt: skip
        answer = browser.post("/patients", data={"token": token_of(browser), "begins": typed})
        assert f"/patients/{site.handle('DEMO-005')}" in answer.text, typed
    assert "No patient is found" in browser.post("/patients", data={"token": token_of(browser), "begins": "Zz"}).text


def test_a_swap_is_only_the_rows(site: Site) -> None:
    browser = site.signed_in("intake")
    data = {"token": token_of(browser), "begins": "l"}
    assert "<html" not in browser.post("/patients", data=data, headers={"HX-Request": "true"}).text


def test_today_shows_what_waits_for_ones_own_role(site: Site) -> None:
    pages = {role: site.signed_in(role).get("/").text for role in ("intake", "biller", "compliance")}
    assert "Obtain the complete, signed standard written order" in pages["intake"]
    assert "look-ups before billing are not complete" in pages["biller"]
    assert '<span class="chip review">' in pages["compliance"]
    assert "look-ups before billing are not complete" not in pages["intake"]


def test_an_error_of_the_programs_own_shows_and_logs_nothing_of_a_patient(
    site: Site, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise ValueError("Dolores Haverstock, 1EG4TE5MK21")

    browser = site.signed_in("manager")
    office = site.app.state.office
    site.app.state.office = replace(office, rule_book=broken)
    try:
        answer = browser.get(f"/patients/{site.handle('DEMO-001')}")
    finally:
        site.app.state.office = office
    assert answer.status_code == 500
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "ValueError in test_web_pages.py" in caplog.text
    for told in (answer.text, caplog.text, *capfd.readouterr()):
        assert "Haverstock" not in told
