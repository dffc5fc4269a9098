"""Is the server well, what does it measure, and that its logs say nothing of any patient."""

import io
import json
import logging
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from api_program import facts, program
from desk_site import START, Site, token_of
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient
from test_web_access import routes
from test_web_serving import SOURCE, free_port

from oxyclaim.case.canonical import case_of
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.running.health import Pulse
from oxyclaim.store import SqlPlaces
from oxyclaim.web.app import make_app
from oxyclaim.web.metrics import Metrics
from oxyclaim.web.watching import JsonLines

TOKEN = "made-up-token-of-metrics"


def watched(site: Site) -> Site:
    """The desk, with metrics."""
    pulse = Pulse()
    metrics = Metrics(pulse, lambda: {**site.desk.programs.waiting(), "lines": {"ready": 3}})
    office = replace(site.office, pulse=pulse, metrics=metrics, metrics_token=TOKEN)
    return replace(site, office=office, app=make_app(office))


def test_it_lives_and_is_ready(own_site: Site) -> None:
    site = watched(own_site)
    assert site.guest().get("/health/live").json() == {"status": "ok"}
    told = site.guest().get("/health/ready")
    assert (told.status_code, told.json()["parts"]) == (200, {"store": "ok", "rule_book": "ok", "folders": "ok"})
    site.office.pulse.beat(site.clock())
    assert site.guest().get("/health/ready").json()["parts"]["background"] == "ok"
    site.clock.on(minutes=11)
    stuck = site.guest().get("/health/ready")
    assert (stuck.status_code, stuck.json()["parts"]["background"]) == (503, "has ended no turn for a while")


def test_a_part_that_is_not_well_is_named_without_its_message(own_site: Site, tmp_path: Path) -> None:
    def no_rules() -> None:
        raise RuntimeError("BIRCHMERE")

    class Busy:
        def accounts(self, supplier_id: str) -> None:
            raise BadInput([Problem("store_busy", "BIRCHMERE")])

    class Closed:
        def is_open(self) -> bool:
            return False

    office = replace(own_site.office, desk=Busy(), rule_book=no_rules, room=Closed())
    told = TestClient(make_app(office), base_url="http://127.0.0.1").get("/health/ready")
    assert (told.status_code, told.json()["parts"]) == (
        503, {"store": "store_busy", "rule_book": "RuntimeError", "folders": "cannot be written to: papers"},
    )  # fmt: skip


def test_metrics_are_shown_to_who_has_their_token(own_site: Site) -> None:
    site = watched(own_site)
    browser = site.signed_in("manager")
    browser.get(f"/patients/{site.handle('DEMO-001')}")
    browser.get("/patients/nobody")
    browser.get("/no/such/page")
    program(replace(own_site, app=site.app)).get("/patients")
    for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer guessed"}):
        assert browser.get("/metrics", headers=headers).status_code == 404
    site.office.pulse.beat(site.clock())
    told = browser.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    found = {
        (each.name, *sorted(each.labels.items())): each.value
        for family in text_string_to_metric_families(told.text) for each in family.samples
    }  # fmt: skip

    def requests(route: str, status: int) -> float:
        labels = sorted({"method": "GET", "route": route, "status": str(status)}.items())
        return found.get(("oxyclaim_requests_total", *labels), 0)

    assert (requests("/patients/{handle}", 200), requests("/patients/{handle}", 404)) == (1, 1)
    assert requests("/api/v1/patients", 200) == 1
    assert requests("(none)", 404) == 1
    assert found["oxyclaim_lines", ("state", "ready")] == 3
    assert found["oxyclaim_background_turns_total", ("outcome", "done")] == 1
    assert site.handle("DEMO-001") not in told.text
    assert own_site.guest().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 404


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged, by anybody, as lines of JSON."""
    kept, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(kept)
    handler.setFormatter(JsonLines())
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(handler)
    root.setLevel(before)


def private(site: Site) -> set[str]:
    """What of the demo's patients no log may hold."""
    found: set[str] = set()
    for version in site.desk.of("own").store.latest():
        case = case_of(version.text)
        who = case.patient
        texts = [case.case_id, case.coverage.member_id, site.handle(case.case_id)]
        texts += [who.last_name, str(who.birth_date), who.account_number] if who else []
        found |= {each.casefold() for each in texts if each and len(each) > 4}
    return found


def test_no_page_and_no_error_puts_a_patient_into_the_log(
    own_site: Site, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = watched(own_site)
    browser = site.signed_in("manager")
    names = private(site)
    assert len(names) > 100
    token = token_of(browser)
    name = sorted(each for each in names if each.isalpha())[0]
    for method, path, _ in routes(site):
        if path != "/logout":
            browser.request(
                method,
                path,
                params={"begins": name},
                data={"token": token, "begins": name} if method == "POST" else None,
            )
    api = program(site, quiet=True)
    case = facts("LOGGED-CASE", site.office.today())
    api.post("/patients", json={"case": case})
    api.post("/patients/search", json={"begins": name})
    api.post("/check", json={"cases": [{**case, "nonsense": name}]})

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"the case of {name}")

    monkeypatch.setattr("oxyclaim.web.pages.patients.routes.list_patients", broken)
    assert browser.post("/patients", data={"token": token, "begins": name}).status_code == 500
    try:
        broken()
    except RuntimeError:
        for logger in ("oxyclaim.web", "uvicorn.error", "sqlalchemy.engine"):
            logging.getLogger(logger).exception("%s was looked at", "somebody")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    asked = [each for each in lines if each["logger"] == "oxyclaim.requests"]
    assert len(asked) > 45
    assert all(set(each) == {"at", "level", "logger", "event", "method", "route", "status", "ms"} for each in asked)
    assert {each.get("error") for each in lines} == {None, "RuntimeError"}
    text = log.getvalue().casefold()
    assert [each for each in names | {"logged-case", "begins", name} if each in text] == []
    assert case["patient"]["last_name"].casefold() not in text
    assert "somebody was looked at" in text, "the program's own words are there"
    assert text.count("somebody") == 1, "and the values in others' are not"


def test_the_welcome_link_is_not_in_the_log(own_site: Site, log: io.StringIO) -> None:
    own_site.guest().get("/welcome/a-secret-link?x=1")
    assert "a-secret-link" not in log.getvalue()
    assert "/welcome/{link}" in log.getvalue()


@pytest.mark.slow
def test_a_server_for_an_office_starts_and_says_nothing_secret(tmp_path: Path) -> None:
    store, port = tmp_path / "desk.db", free_port()
    SqlPlaces().make(str(store), START)
    for name in ("papers", "outbox"):
        (tmp_path / name).mkdir(mode=0o700)
    environ = {
        **os.environ, **SOURCE, "HOME": str(tmp_path), "OXYCLAIM_MODE": "production", "OXYCLAIM_STORE": str(store),
        "OXYCLAIM_URL": "https://desk.example", "OXYCLAIM_TLS": "proxy", "OXYCLAIM_SECURE_COOKIES": "yes",
        "OXYCLAIM_DISK_ENCRYPTED": "yes", "OXYCLAIM_FILES": str(tmp_path / "papers"), "OXYCLAIM_LOG": "json",
        "OXYCLAIM_OUTBOX": str(tmp_path / "outbox"), "OXYCLAIM_PORT": str(port), "OXYCLAIM_METRICS_TOKEN": TOKEN,
    }  # fmt: skip
    run = [sys.executable, "-c", "from oxyclaim.cli.main import run; run()"]
    refused = subprocess.run([*run, "serve"], capture_output=True, text=True, env=environ, check=False)
    assert (refused.returncode, "nobody may sign in yet" in refused.stderr) == (2, True)
    added = subprocess.run(
        [*run, "store", "person", "add", "ann", "--role", "manager"],
        capture_output=True,
        text=True,
        env=environ,
        check=True,
    )
    password = re.search(r"password +(\S+)", added.stdout)[1]
    linked = subprocess.run(
        [*run, "store", "person", "link", "ann"], capture_output=True, text=True, env=environ, check=True
    )
    link = re.search(r"https://desk.example(/welcome/\S+)", linked.stdout)[1]
    server = subprocess.Popen([*run, "serve"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environ)
    try:
        at = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{at}/health/ready", timeout=5)
                break
            except OSError:
                time.sleep(0.2)
        asked = urllib.request.Request(f"{at}{link}", headers={"Host": "desk.example"})
        opener = urllib.request.build_opener(
            type("Stay", (urllib.request.HTTPRedirectHandler,), {"redirect_request": lambda *_: None})
        )
        with pytest.raises(urllib.error.HTTPError) as moved:
            opener.open(asked)
        assert (moved.value.code, "Secure" in moved.value.headers["set-cookie"]) == (303, True)
        assert "max-age" in moved.value.headers["strict-transport-security"]
        with pytest.raises(urllib.error.HTTPError) as strange:
            urllib.request.urlopen(urllib.request.Request(f"{at}/login", headers={"Host": "evil.example"}))
        assert strange.value.code == 400
        told = (
            urllib.request.urlopen(
                urllib.request.Request(f"{at}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
            )
            .read()
            .decode()
        )
        assert "oxyclaim_requests_total" in told
    finally:
        server.terminate()
        said, _ = server.communicate(timeout=60)
    assert password not in said
    assert link.rpartition("/")[2] not in said
    assert all(json.loads(line)["at"] for line in said.splitlines())
