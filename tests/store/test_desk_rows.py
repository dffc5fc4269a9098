"""What the desk keeps, on both engines: the same calls, the same answers, and nothing of another supplier."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from filled_stores import BY_ANN, NOW, claim_file_of, examples, verdict_of

from oxyclaim.services.desk.kept import Account, Credential, Document, Draft, LineState, PageRow, Session, Task
from oxyclaim.services.desk.shelves import Emergency, LookUp, Orderer, SavedView
from oxyclaim.store import SqlStore
from oxyclaim.store.desk import SqlDesk

DAY = date(2026, 1, 5)


def line(case_id: str, number: int, state: str, claim_by: date | None, version: int = 1) -> LineState:
    return LineState(
        case_id, number, "E1390", DAY, "medicare", "hold", 4, state, "intake", "RR", "why", claim_by, 24000, None,
        version, DAY, "book",
    )  # fmt: skip


@pytest.fixture
def desk(store: SqlStore) -> SqlDesk:
    """A desk with two suppliers; the first has two cases."""
    made = SqlDesk(store)
    made.add_supplier("other", "Another", NOW)
    store.take_in(examples()[:2], BY_ANN)
    return made


def test_accounts_and_sessions(desk: SqlDesk) -> None:
    ann = Account("a1", "own", "Ann", "biller")
    desk.add_account(ann, Credential("ann", "hash", "secret"), NOW)
    with pytest.raises(ValueError, match="taken"):
        desk.add_account(Account("a2", "other", "Ann", "biller"), Credential("ann", "hash", "secret"), NOW)
    assert desk.accounts("other") == []
    assert desk.credential("ann") == (ann, Credential("ann", "hash", "secret"))
    changed = Credential("ann", "hash", "secret", 7, 2, NOW.isoformat())
    desk.put_credential("a1", changed, NOW)
    assert desk.credential("ann") == (ann, changed)
    session = Session("s", ann, "token", NOW, NOW)
    desk.begin_session(session)
    assert desk.session("s") == session
    later = NOW + timedelta(minutes=1)
    desk.seen("s", later)
    assert desk.session("s") == Session("s", ann, "token", NOW, later)
    desk.end_session("s", later)
    assert desk.session("s") is None
    desk.put_welcome("link", "a1", later)
    assert desk.take_welcome("link", NOW) == ann
    assert desk.take_welcome("link", NOW) is None
    desk.put_welcome("late", "a1", NOW)
    assert desk.take_welcome("late", later) is None


def test_lines_counts_and_what_is_behind(desk: SqlDesk) -> None:
    own, (one, two) = desk.of("own"), [case.case_id for case in examples()[:2]]
    handles = own.handles([one, two])
    assert own.handles([two, one]) == handles
    assert own.case_of(handles[one]) == one
    assert desk.of("other").case_of(handles[one]) is None
    assert own.behind(DAY, "book", 9) == sorted([one, two])
    soon, late = line(one, 1, "ready", date(2026, 3, 1)), line(two, 1, "ready", date(2026, 2, 1))
    never = line(two, 2, "to decide", None)
    own.put_states([one, two], [soon, late, never])
    assert own.states() == [late, soon, never]
    assert own.states(state="ready", until=date(2026, 2, 15)) == [late]
    assert own.states([two], most=1) == [late]
    doubtful, many = own.doubtful(["ready"], "billable", 1)
    assert (doubtful, many) == (own.states(state="ready", most=1), 2)
    assert own.doubtful(["ready"], "hold", 9) == own.doubtful(["sent"], "billable", 9) == ([], 0)
    assert own.lines_in(["ready"]) == sorted((each.case_id, each.line_number) for each in own.states(state="ready"))
    assert {(each.state, each.lines, each.charge_cents) for each in own.state_counts()} == {
        ("ready", 2, 48000), ("to decide", 1, 24000),
    }  # fmt: skip
    assert own.behind(DAY, "book", 9) == []
    assert own.behind(DAY + timedelta(days=1), "book", 1) == sorted([one, two])[:1]
    assert own.behind(DAY, "another book", 9) == sorted([one, two])
    own.put_states([two], [line(two, 1, "ready", None, version=0)])
    assert own.behind(DAY, "book", 9) == [two]
    assert desk.of("other").states() == []
    assert own.patients([one])[one].case_id == one
    assert desk.of("other").patients([one]) == {}


def test_tasks_keep_what_people_said_as_long_as_they_are_there(desk: SqlDesk) -> None:
    own, case_id = desk.of("own"), examples()[0].case_id
    first = Task(case_id, "order", "practitioner", "open", None, DAY, '{"owner":"intake"}')
    other = Task(case_id, "test", "tester", "open", None, None, None)
    own.lay_down_tasks([case_id], [first, other], NOW)
    assert own.tasks() == [replace(each, touched_at=NOW.isoformat()) for each in (first, other)]
    own.put_task(Task(case_id, "order", "practitioner", "put off", "Ann", DAY, '{"until":"2026-02-01"}'), NOW)
    own.lay_down_tasks([case_id], [first], NOW)
    (kept,) = own.tasks(case_id)
    assert (kept.state, kept.assigned) == ("put off", "Ann")
    assert '"until"' in (kept.detail or "")
    added = Task(case_id, "call again", "the patient", "open", None, DAY, None, added_by="Ann")
    own.add_task(added, NOW)
    with pytest.raises(ValueError, match="already"):
        own.add_task(added, NOW)
    own.lay_down_tasks([case_id], [first, replace(added, added_by=None)], NOW + timedelta(days=3))
    assert {(each.question, each.added_by, each.touched_at) for each in own.tasks()} == {
        ("order", None, NOW.isoformat()), ("call again", "Ann", NOW.isoformat()),
    }  # fmt: skip
    own.put_task(replace(added, state="done"), NOW)
    own.lay_down_tasks([case_id], [], NOW)
    assert [each.question for each in own.tasks()] == ["call again"]


def test_documents_drafts_and_looks(desk: SqlDesk) -> None:
    own, case_id = desk.of("own"), examples()[0].case_id
    paper = Document("d1", None, None, None, None, "0" * 64, "image/png", NOW.isoformat())
    own.add_document(paper, [PageRow(1, 0, "1" * 64), PageRow(2, 0, "2" * 64)])
    assert own.documents(None) == [(paper, 2)]
    own.turn_page("d1", 2, 90)
    own.turn_page("d1", 2, 270)
    own.turn_page("d1", 1, 90)
    assert own.document("d1") == (paper, [PageRow(1, 90, "1" * 64), PageRow(2, 0, "2" * 64)])
    own.give_document("d1", case_id, "ORDER-1", "standard_written_order", DAY)
    assert own.documents(None) == []
    assert own.documents(case_id)[0][0].label == "ORDER-1"
    with pytest.raises(KeyError):
        desk.of("other").document("d1")
    desk.add_account(Account("a1", "own", "Ann", "biller"), Credential("ann", "hash", "secret"), NOW)
    for entered in ("{}", '{"a":1}'):
        own.put_draft("a1", Draft("form", 1, entered), NOW)
    assert own.draft("a1", "form") == Draft("form", 1, '{"a":1}')
    own.drop_draft("a1", "form")
    assert own.draft("a1", "form") is None
    own.look("Ann", NOW, "looked", case_id)
    own.look("Ann", NOW, "searched")
    assert [each.what for each in own.looks()] == ["searched", "looked"]
    assert [each.what for each in own.looks(case_id)] == ["looked"]
    assert desk.of("other").looks() == []
    assert own.store.check()[1] == []


def test_claim_files_and_settings(desk: SqlDesk) -> None:
    own, case = desk.of("own"), examples()[0]
    own.store.keep_claims(claim_file_of(case, 7), [verdict_of(case)], BY_ANN)
    (told,) = own.claim_files()
    assert (told.control_number, told.claims, told.charge_cents) == (7, 1, 39500 * len(case.items))
    assert own.claim_file(told.claim_file_id) == (told, b"ISA")
    own.mark_sent(told.claim_file_id, BY_ANN)
    own.mark_sent(told.claim_file_id, BY_ANN)
    assert own.claim_files()[0].sent_by == "ann"
    for ask in (desk.of("other").claim_file, lambda number: desk.of("other").mark_sent(number, BY_ANN)):
        with pytest.raises(KeyError):
            ask(told.claim_file_id)
    own.put_details("Name", "2033100571", '{"a":1}', BY_ANN)
    assert own.details() == '{"a":1}'
    assert desk.of("other").details() is None
    assert own.store.check()[1] == []


def test_look_ups_views_and_emergencies(desk: SqlDesk) -> None:
    own, other, case_id = desk.of("own"), desk.of("other"), examples()[0].case_id
    one = LookUp(case_id, "eligibility", DAY, "portal", "part_b hospice", False, "", None, "Ann", NOW.isoformat())
    two = replace(one, kind="same or similar", looked_on=DAY + timedelta(days=1), found=True, result="E1390 of another")
    own.add_look_up(one, BY_ANN)
    own.add_look_up(two, BY_ANN)
    assert own.look_ups(case_id) == [two, one]
    assert other.look_ups(case_id) == []
    desk.add_account(Account("a1", "own", "Ann", "biller"), Credential("ann", "hash", "secret"), NOW)
    for filters in ("state=ready", "state=hold"):
        own.put_saved_view("a1", SavedView("Mine", filters), NOW)
    assert own.saved_views("a1") == [SavedView("Mine", "state=hold")]
    assert own.saved_views("a2") == other.saved_views("a1") == []
    own.drop_saved_view("a1", "Mine")
    assert own.saved_views("a1") == []
    until = NOW + timedelta(hours=1)
    own.begin_emergency(Emergency("e1", "a1", "Ann", "flood", NOW.isoformat(), until.isoformat(), None))
    assert own.emergency_of("a1", NOW).reason == "flood"
    assert own.emergency_of("a1", until) is None
    assert [each.name for each in own.emergencies(unseen=True)] == ["Ann"]
    with pytest.raises(KeyError):
        other.see_emergency("e1", "Max", NOW)
    own.see_emergency("e1", "Max", NOW)
    assert own.emergencies(unseen=True) == other.emergencies() == []
    assert own.emergencies()[0].seen_by == "Max"
    assert own.store.check()[1] == []


def test_a_list_of_those_who_may_order_counts_once_it_is_whole(desk: SqlDesk) -> None:
    own = desk.of("own")
    first, second = Orderer("1234567893", "DOE", "ANN", True), Orderer("1003000126", "ROE", "JO", False)
    number = own.begin_orderers(DAY, "0" * 64, BY_ANN)
    own.add_orderers(number, [first, second])
    assert own.orderer_list() is None
    assert own.orderers(["1234567893"]) == {}
    own.finish_orderers(number, 2, BY_ANN)
    assert (own.orderer_list().published_on, own.orderer_list().rows) == (DAY, 2)
    assert own.orderers(["1234567893", "9"]) == {"1234567893": first}
    later = own.begin_orderers(DAY + timedelta(days=30), "1" * 64, BY_ANN)
    own.add_orderers(later, [second])
    own.finish_orderers(later, 1, BY_ANN)
    assert own.orderers(["1234567893", "1003000126"]) == {"1003000126": second}
    assert desk.of("other").orderer_list() is None
    given_up = own.begin_orderers(DAY, "2" * 64, BY_ANN)
    own.add_orderers(given_up, [first])
    own.drop_orderers(given_up)
    assert own.orderer_list().rows == 1


def test_a_judging_job_is_of_what_is_behind_and_goes_on_after_a_worker_is_gone(desk: SqlDesk) -> None:
    own, cases = desk.of("own"), sorted(examples()[:2], key=lambda case: case.case_id)
    ids, payers = [case.case_id for case in cases], {case.coverage.payer for case in cases}
    assert own.begin_judging(DAY, "book", [], 1, BY_ANN) is None
    number = own.begin_judging(DAY, "book", payers, 1, BY_ANN)
    lease = timedelta(minutes=1)
    piece = own.take_piece_to_judge(number, "one", NOW, lease)
    assert own.behind_in(piece, DAY, "book") == [ids[0]]
    assert own.take_piece_to_judge(number, "two", NOW, lease).first == ids[1]
    assert own.take_piece_to_judge(number, "two", NOW, lease) is None
    assert own.begin_judging(DAY, "book", payers, 1, BY_ANN) == number
    later = NOW + timedelta(minutes=2)
    again = own.take_piece_to_judge(number, "two", later, lease)
    assert again.first == ids[0]
    assert own.end_piece_judged(piece, "one", later) is False
    own.put_states(ids, [line(each, 1, "ready", None, version=1) for each in ids])
    assert own.behind_in(again, DAY, "book") == []
    assert own.end_piece_judged(again, "two", later) is True
    assert (own.last_judging().done, own.last_judging().ended) == (1, None)
    own.fail_piece_judged(own.take_piece_to_judge(number, "two", later, lease), later, "broken")
    told = own.last_judging()
    assert (told.cases, told.done, told.failed, told.ended) == (2, 1, 1, later.isoformat())
    assert own.begin_judging(DAY, "book", payers, 1, BY_ANN) is None
