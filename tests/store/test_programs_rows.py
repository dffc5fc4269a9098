"""What is kept for other programs, on both engines: tokens, keys, webhooks, deliveries, scrub jobs, the outbox."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from filled_stores import BY_ANN, NOW, TODAY, examples

from oxyclaim.services.programs.kept import ScrubJob, Token, Webhook
from oxyclaim.store import SqlStore
from oxyclaim.store.desk import SqlDesk
from oxyclaim.store.programs import SqlPrograms

LATER = NOW + timedelta(hours=1)
PATIENCE = timedelta(minutes=10)
TOKEN = Token("t1", "own", "billing", ("judge", "scrub"), NOW.isoformat(), "ann", "2026-12-31")
HOOK = Webhook("w1", "own", "https://a.example/", ("verdict.changed", "task.due"), "secret", NOW.isoformat(), "ann")


@pytest.fixture
def desk(store: SqlStore) -> SqlDesk:
    made = SqlDesk(store)
    made.add_supplier("other", "Another", NOW)
    return made


@pytest.fixture
def programs(desk: SqlDesk) -> SqlPrograms:
    return desk.programs


def test_tokens(programs: SqlPrograms) -> None:
    programs.add_token(TOKEN, "hash")
    assert programs.token("hash") == TOKEN
    assert programs.token("another") is None
    assert (programs.tokens("own"), programs.tokens("other")) == ([TOKEN], [])
    programs.used("t1", LATER)
    assert programs.tokens("own")[0].used_at == LATER.isoformat()
    assert not programs.end_token("other", "t1", "eve", LATER)
    assert programs.end_token("own", "t1", "ann", LATER)
    assert not programs.end_token("own", "t1", "ann", LATER)
    assert programs.token("hash").ended_by == "ann"


def test_keys_of_calls(programs: SqlPrograms) -> None:
    programs.add_token(TOKEN, "hash")
    assert programs.begin_answer("t1", "k", "call", NOW, PATIENCE) is None
    waiting = programs.begin_answer("t1", "k", "call", NOW, PATIENCE)
    assert (waiting.status, waiting.request_sha256) == (None, "call")
    assert programs.begin_answer("t1", "k", "call", LATER, PATIENCE) is None, "it was cut off"
    assert programs.begin_answer("t1", "k", "another call", LATER + PATIENCE * 2, PATIENCE).request_sha256 == "call"
    programs.end_answer("t1", "k", 201, "{}", "é")
    kept = programs.begin_answer("t1", "k", "call", LATER, PATIENCE)
    assert (kept.status, kept.headers, kept.body) == (201, "{}", "é")
    programs.begin_answer("t1", "free", "call", NOW, PATIENCE)
    programs.drop_answer("t1", "free")
    assert programs.begin_answer("t1", "free", "call", NOW, PATIENCE) is None
    assert programs.forget_answers(NOW) == 0
    assert programs.forget_answers(LATER + PATIENCE) == 2


def test_what_is_to_be_told_is_taken_by_one_and_ended(programs: SqlPrograms) -> None:
    programs.add_webhook(HOOK)
    programs.add_webhook(replace(HOOK, webhook_id="w2", kinds=("reply.posted",)))
    assert {each.webhook_id for each in programs.webhooks("own")} == {"w1", "w2"}
    assert programs.webhooks("other") == []
    assert programs.tell("own", "task.due", [("a", {"patient": "p"}), ("b", {}), ("", {})]) == 3
    assert programs.tell("own", "task.due", [("a", {"patient": "p"})]) == 0
    assert programs.tell("other", "task.due", [("a", {})]) == 0
    assert programs.waiting()["deliveries"] == {"new": 3, "to be tried again": 0}
    taken = programs.take_deliveries(NOW, PATIENCE, 2)
    assert [(each.delivery_id, hook.webhook_id, each.tries) for each, hook in taken] == [(1, "w1", 0), (2, "w1", 0)]
    assert [each.delivery_id for each, _ in programs.take_deliveries(NOW, PATIENCE, 9)] == [3]
    assert programs.take_deliveries(NOW, PATIENCE, 9) == []
    programs.end_delivery(1, NOW, "HTTP 204")
    programs.put_off_delivery(2, LATER + PATIENCE, "HTTP 500")
    assert programs.waiting()["deliveries"] == {"new": 0, "to be tried again": 2}
    assert [each.delivery_id for each, _ in programs.take_deliveries(LATER, PATIENCE, 9)] == [3]
    assert [(each.delivery_id, each.tries, each.outcome) for each in programs.deliveries("own")] == [
        (3, 2, None), (2, 1, "HTTP 500"), (1, 1, "HTTP 204"),
    ]  # fmt: skip
    programs.put_secret("w1", "new", "secret", LATER)
    (hook,) = [each for each in programs.webhooks("own") if each.webhook_id == "w1"]
    assert (hook.secret, hook.secret_before, hook.before_until) == ("new", "secret", LATER.isoformat())
    assert not programs.end_webhook("other", "w1", NOW)
    assert programs.end_webhook("own", "w1", NOW)
    assert programs.take_deliveries(LATER + timedelta(days=9), PATIENCE, 9) == []
    assert programs.deliveries("own")[0].outcome == "ended"
    assert programs.deliveries("other") == []


def test_scrub_jobs_are_taken_by_one_and_again_after_their_time(programs: SqlPrograms) -> None:
    job = ScrubJob("j1", "own", "program x", NOW.isoformat(), TODAY, "claims.x12", "0" * 64, "waiting", 0)
    programs.add_scrub(job)
    assert (programs.scrub_job("own", "j1"), programs.scrub_job("other", "j1")) == (job, None)
    assert programs.take_scrub(NOW, PATIENCE, 2) == job
    assert programs.take_scrub(NOW, PATIENCE, 2) is None
    assert programs.waiting()["scrubs"] == {"waiting": 0, "running": 1}
    assert programs.take_scrub(NOW + PATIENCE * 2, PATIENCE, 2).job_id == "j1"
    assert programs.take_scrub(NOW + PATIENCE * 4, PATIENCE, 2) is None, "it was tried twice"
    assert programs.scrub_job("own", "j1").state == "failed"
    programs.add_scrub(replace(job, job_id="j2"))
    programs.end_scrub("j2", LATER, "done", "{}", "1" * 64)
    assert {(each.job_id, each.state) for each in programs.scrub_jobs("own")} == {("j1", "failed"), ("j2", "done")}
    assert programs.scrub_jobs("other") == []


def test_what_goes_out_is_numbered_and_each_suppliers_own(desk: SqlDesk) -> None:
    own, case = desk.of("own"), examples()[0]
    own.store.take_in([case], BY_ANN)
    first = own.add_outgoing(case.case_id, "letter", "practitioner", ".pdf", "0" * 64, 9, BY_ANN)
    second = own.add_outgoing(None, "packet", "payer", ".tiff", "1" * 64, 9, BY_ANN)
    assert (first.name, second.name) == ("000001-letter-practitioner.pdf", "000002-packet-payer.tiff")
    assert own.outgoing() == [second, first]
    assert own.outgoing(case.case_id) == [first]
    assert own.outgoing(most=1) == [second]
    assert desk.of("other").outgoing() == []
    assert own.store.check()[1] == []


def test_all_browsers_of_a_supplier_are_signed_out(desk: SqlDesk) -> None:
    from oxyclaim.services.desk.kept import Account, Credential, Session  # noqa: PLC0415

    for supplier in ("own", "other"):
        account = Account(f"a-{supplier}", supplier, "Ann", "biller")
        desk.add_account(account, Credential(f"ann-{supplier}", "hash", "secret"), NOW)
        desk.begin_session(Session(f"s-{supplier}", account, "token", NOW, NOW))
        desk.put_welcome(f"l-{supplier}", account.account_id, LATER)
    assert desk.end_all_sessions("own", NOW) == 1
    assert desk.end_all_sessions("own", NOW) == 0
    assert desk.session("s-own") is None
    assert desk.session("s-other") is not None
    assert desk.take_welcome("l-own", NOW) is None
    assert desk.take_welcome("l-other", NOW) is not None


def test_patients_page_by_page(desk: SqlDesk) -> None:
    own, cases = desk.of("own"), examples()[:5]
    own.store.take_in(cases, BY_ANN)
    ids = sorted(case.case_id for case in cases)
    assert [each.case_id for each in own.patients_after("", 2)] == ids[:2]
    assert [each.case_id for each in own.patients_after(ids[1], 9)] == ids[2:]
    assert desk.of("other").patients_after("", 9) == []
    assert datetime.fromisoformat(own.patients_after("", 1)[0].changed_at).tzinfo == UTC
