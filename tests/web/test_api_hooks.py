"""Programs are told: signed, tried again, none lost where the program is killed, and no patient's data in it."""

import json
from datetime import date, timedelta

import pytest
from api_program import facts, problems, program
from desk_site import Site
from starlette.testclient import TestClient

from oxyclaim.cli.hook_sender import Sender
from oxyclaim.services.programs.background import Background
from oxyclaim.services.programs.hooks import SIGNATURE, WAITS, is_safe, signed, tell_all, tell_of_due_tasks
from oxyclaim.services.programs.keys import rotate_keys
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.store.kept import Change
from oxyclaim.store.store import SqlStore

START = date(2026, 11, 10)


class Receiver:
    """Another program's door; ``answers``: its statuses, the last one for good."""

    def __init__(self, *answers: int | None):
        self.answers, self.taken = list(answers), []

    def __call__(self, url: str, headers: dict[str, str], body: bytes) -> int | None:
        self.taken.append((url, headers, body))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    @property
    def bodies(self) -> list[dict]:
        return [json.loads(body) for _, _, body in self.taken]


@pytest.fixture
def ask(own_site: Site) -> TestClient:
    for each in own_site.desk.programs.webhooks("own"):
        own_site.desk.programs.end_webhook("own", each.webhook_id, own_site.clock())
    return program(own_site)


def told(site: Site, *answers: int | None) -> Receiver:
    receiver = Receiver(*(answers or (204,)))
    tell_all(site.desk.programs, receiver, site.clock)
    return receiver


def hook(ask: TestClient, *kinds: str) -> dict:
    made = ask.post("/webhooks", json={"url": "https://billing.example/hook?a=1", "kinds": list(kinds)})
    assert made.status_code == 201, made.text
    return made.json()


def turned(case: dict) -> dict:
    """The case, whose verdict is another: nothing of the test is known."""
    return {**case, "tests": []}


def test_a_verdict_that_changed_is_told_with_ids_alone(own_site: Site, ask: TestClient) -> None:
    case = facts("TOLD", START)
    made = ask.post("/patients", json={"case": case}).json()
    secret = hook(ask, "verdict.changed")["secret"]
    ask.put(f"/patients/{made['id']}", json={"case": turned(case)}, headers={"If-Match": '"1"'})
    receiver = told(own_site)
    assert {(each["patient"], each["line"], each["version"]) for each in receiver.bodies} == {
        (made["id"], line, 2) for line in (1, 2)
    }
    assert set(receiver.bodies[0]) == {"event", "kind", "patient", "line", "version"}
    url, headers, body = receiver.taken[0]
    assert url == "https://billing.example/hook?a=1"
    at, signature = (each.split("=")[1] for each in headers[SIGNATURE].split(","))
    assert int(at) == int(own_site.clock().timestamp())
    assert signature == signed(body, secret, int(at))
    assert case["case_id"] not in body.decode()
    assert told(own_site).taken == [], "it is told once"
    ask.put(f"/patients/{made['id']}", json={"case": {**turned(case), "claim_note": "X"}}, headers={"If-Match": '"2"'})
    assert told(own_site).taken == [], "the verdicts are the same"


def test_the_guides_own_check_of_a_signature_agrees(own_site: Site, ask: TestClient) -> None:
    from pathlib import Path  # noqa: PLC0415

    guide = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    names: dict = {}
    exec(guide.split("```python\n")[1].split("```")[0], names)
    secret, made = (
        hook(ask, "verdict.changed")["secret"],
        ask.post("/patients", json={"case": facts("SIG", START)}).json(),
    )
    ask.put(f"/patients/{made['id']}", json={"case": turned(facts("SIG", START))}, headers={"If-Match": '"1"'})
    _, headers, body = told(own_site).taken[0]
    now = int(own_site.clock().timestamp())
    assert names["is_ours"](headers[SIGNATURE], body, secret, now)
    assert not names["is_ours"](headers[SIGNATURE], body + b" ", secret, now)
    assert not names["is_ours"](headers[SIGNATURE], body, "another", now)
    assert not names["is_ours"](headers[SIGNATURE], body, secret, now + 400)


def test_what_is_not_taken_is_tried_again_for_two_days_and_then_given_up(own_site: Site, ask: TestClient) -> None:
    made = ask.post("/patients", json={"case": facts("RETRIED", START)}).json()
    hook(ask, "verdict.changed")
    ask.put(f"/patients/{made['id']}", json={"case": turned(facts("RETRIED", START))}, headers={"If-Match": '"1"'})
    events = {each["event"] for each in told(own_site, 500).bodies}
    assert len(events) == 2
    for wait in WAITS:
        assert told(own_site).taken == [], "not before its time"
        own_site.clock.on(seconds=wait.total_seconds() + 1)
        assert {each["event"] for each in told(own_site, None).bodies} == events
    own_site.clock.on(days=9)
    assert told(own_site).taken == []
    rows = ask.get("/webhooks/deliveries").json()[:2]
    assert {(each["tries"], each["outcome"]) for each in rows} == {(len(WAITS) + 1, "given up: no answer")}
    assert sum(WAITS, timedelta()) < timedelta(days=2)


def test_a_kill_after_the_sending_sends_once_more_and_one_before_loses_nothing(own_site: Site, ask: TestClient) -> None:
    made = ask.post("/patients", json={"case": facts("KILLED", START)}).json()
    hook(ask, "verdict.changed")
    ask.put(f"/patients/{made['id']}", json={"case": turned(facts("KILLED", START))}, headers={"If-Match": '"1"'})
    taken = []

    def killed(url: str, headers: dict[str, str], body: bytes) -> int:
        taken.append(json.loads(body)["event"])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tell_all(own_site.desk.programs, killed, own_site.clock)
    assert told(own_site).taken == [], "another worker waits until the first has lost it"
    own_site.clock.on(minutes=3)
    events = [each["event"] for each in told(own_site).bodies]
    assert (len(events), len(taken), taken[0] in events) == (2, 1, True)


def test_nothing_is_told_of_a_change_that_was_not_kept(own_site: Site, ask: TestClient) -> None:
    hook(ask, "reply.posted")
    with own_site.desk.of("own").store.ledger(Change("a", own_site.clock(), "x"), keep=False) as ledger:
        ledger.keep_reply(b"a reply")
    assert told(own_site).taken == []
    store: SqlStore = own_site.desk.of("own").store
    with store.ledger(Change("a", own_site.clock(), "x")) as ledger:
        hash = ledger.keep_reply(b"a reply")
        ledger.keep_reply(b"a reply")
    assert [each["reply"] for each in told(own_site).bodies] == [hash]


def test_a_task_that_is_due_is_told_once(own_site: Site, ask: TestClient) -> None:
    hook(ask, "task.due")
    desk, programs = own_site.desk.of("own"), own_site.desk.programs
    tasks = {each["id"]: each for each in ask.get("/tasks").json() if each["due"]}
    day = sorted(date.fromisoformat(each["due"]) for each in tasks.values())[2]
    wanted = {id for id, each in tasks.items() if each["due"] <= day.isoformat()}
    assert tell_of_due_tasks(desk, programs, "own", day) == len(wanted) > 2
    assert tell_of_due_tasks(desk, programs, "own", day) == 0
    assert {(each["task"], each["patient"]) for each in told(own_site).bodies} == {
        (id, tasks[id]["patient"]) for id in wanted
    }


def test_another_supplier_is_told_nothing(own_site: Site, ask: TestClient) -> None:
    stranger = program(own_site, supplier="other")
    hook(stranger, "verdict.changed", "reply.posted", "task.due")
    made = ask.post("/patients", json={"case": facts("OURS", START)}).json()
    ask.put(f"/patients/{made['id']}", json={"case": turned(facts("OURS", START))}, headers={"If-Match": '"1"'})
    assert told(own_site).taken == []


def test_keys_are_changed_with_a_day_to_change_over(own_site: Site, ask: TestClient) -> None:
    browser = own_site.signed_in("manager")
    old = hook(ask, "verdict.changed")["secret"]
    changed = rotate_keys(own_site.desk, "own", Change("ann", own_site.clock(), "k"), rule_book(), START)
    assert changed.signed_out >= 1
    assert browser.get("/").status_code == 303
    (new,) = [each.secret for each in changed.webhooks]
    for days, count in ((0, 2), (2, 1)):
        own_site.clock.on(days=days)
        case = facts(f"KEYS-{days}", START)
        made = ask.post("/patients", json={"case": case}).json()
        ask.put(f"/patients/{made['id']}", json={"case": turned(case)}, headers={"If-Match": '"1"'})
        _, headers, body = told(own_site).taken[0]
        at, *signatures = [each.split("=")[1] for each in headers[SIGNATURE].split(",")]
        assert signatures == [signed(body, secret, int(at)) for secret in (new, old)][:count]


def test_addresses_that_are_not_safe_are_refused(own_site: Site, ask: TestClient) -> None:
    for url in ("http://a.example/", "ftp://a.example/", "https://", "https://u:p@a.example/", "https://a b/", "x",
                "https://a.example:99999/", "https://[::1"):  # fmt: skip
        told = problems(ask.post("/webhooks", json={"url": url, "kinds": ["nothing"]}), 422)
        assert {each["path"] for each in told["problems"]} == {"url", "kinds"}, url
    assert is_safe("https://a.example/hook")
    send = Sender()
    for inside in ("https://127.0.0.1/", "http://127.0.0.1:9/", "https://10.0.0.1/", "https://169.254.169.254/latest"):
        assert send(inside, {}, b"") is None


def test_a_real_receiver_is_reached_and_redirects_are_not_followed() -> None:
    from http.server import BaseHTTPRequestHandler, HTTPServer  # noqa: PLC0415
    from threading import Thread  # noqa: PLC0415

    taken = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append((self.path, self.headers["X-Test"], self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(302 if self.path == "/moved" else 204)
            self.send_header("Location", "/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Door)
    Thread(target=server.serve_forever, daemon=True).start()
    at = f"http://127.0.0.1:{server.server_port}"
    assert Sender(inside=True)(f"{at}/hook?a=1", {"X-Test": "y"}, b"{}") == 204
    assert Sender(inside=True)(f"{at}/moved", {"X-Test": "y"}, b"{}") == 302
    server.shutdown()
    server.server_close()
    assert taken == [("/hook?a=1", "y", b"{}"), ("/moved", "y", b"{}")]
    assert Sender(inside=True)(f"{at}/hook", {}, b"{}") is None


def test_a_file_is_scrubbed_in_the_background_once_and_after_a_kill_again(own_site: Site, ask: TestClient) -> None:
    from pathlib import Path  # noqa: PLC0415

    claims = (Path(__file__).parents[2] / "examples" / "claims.csv").read_bytes()
    job = ask.post("/scrubs", files={"files": ("our claims.csv", claims)})
    assert (job.status_code, job.json()["state"]) == (202, "waiting")
    at = f"/scrubs/{job.json()['id']}"
    problems(ask.get(f"{at}/findings"), 409)
    site, sent = own_site, Receiver(204)
    assert site.desk.programs.take_scrub(site.clock(), timedelta(minutes=30), 3) is not None  # and it is killed

    def turn() -> int:
        work = Background(site.desk, site.office.room, rule_book, None, site.clock, site.office.today, sent)
        return work.turn("own")

    assert turn() == 0
    site.clock.on(minutes=31)
    while turn():
        pass
    done = ask.get(at).json()
    assert (done["state"], done["answer"]["answer"], done["answer"]["claims"]["found"] > 0) == ("done", "scrub", True)
    assert "/tmp" not in json.dumps(done)
    assert ask.get(f"{at}/findings").text.count("\n") > 1
    broken = ask.post("/scrubs", files={"files": ("x.csv", b"no,claims\n1,2\n")}).json()["id"]
    while turn():
        pass
    refused = ask.get(f"/scrubs/{broken}").json()
    assert (refused["state"], list(refused["answer"]["unreadable"])) == ("done", ["claims.csv"])
    problems(ask.post("/scrubs", files={"files": ("x.exe", b"MZ")}), 422)
    problems(ask.post("/scrubs", json={}), 415)
