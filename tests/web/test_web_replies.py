"""What made-up payers answer comes back to the line, the task, the rental and the money, through the pages."""

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from desk_site import Site, copied, token_of
from made_up_payers import answered, post_files

from oxyclaim.case.canonical import case_of
from oxyclaim.case.models import Correction
from oxyclaim.services.desk.judging import catch_up
from oxyclaim.services.desk.money import account_of
from oxyclaim.services.desk.tasks import ASKED_BY_ANSWER, NO_ANSWER
from oxyclaim.services.ledger.asking import standing_of, work
from oxyclaim.services.store.kept import Change


@pytest.fixture
def site(billed: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Its copy, in which no next month is opened, so that each line stands where the answer has left it."""
    monkeypatch.setattr("oxyclaim.services.desk.judging.open_next_months", lambda *_: [])
    made = copied(billed, tmp_path)
    made.clock.at = billed.clock.at
    made.last.update(billed.last)
    yield made
    made.desk.close()


def states(site: Site) -> dict[str, int]:
    return {each.state: each.lines for each in site.desk.of("own").state_counts()}


def test_what_is_answered_comes_back_to_the_line_and_the_rental(site: Site, tmp_path: Path):
    browser, own = site.signed_in("biller"), site.desk.of("own")
    went = own.states(state="written")
    files, truth = answered(site, tmp_path)
    site.clock.on(days=75)
    tried = post_files(browser := site.signed_in("biller"), files, "try")
    assert tried.status_code == 200
    assert "This was a trial: nothing was kept." in tried.text
    assert states(site)["written"] == len(went)

    done = post_files(browser, files)
    assert done.status_code == 200, done.text
    after = {(each.case_id, each.line_number): each.state for each in own.states(most=5000)}
    said = {after[each.case_id, each.line_number] for each in went}
    assert said <= {"paid", "paid short", "denied", "accepted", "rejected"}
    assert "paid" in said or "paid short" in said
    with own.store.ledger_as_it_is() as ledger:
        open_cents = int(ledger.all_entries()["open"].sum())
        remitted = int(ledger.all_entries()["remitted"].sum() + ledger.all_entries()["bank"].sum())
    assert open_cents == truth["totals"]["open"]
    assert remitted == truth["totals"]["remitted" if "remitted" in truth["totals"] else "deposited"]
    paid = next(each for each in went if after[each.case_id, each.line_number].startswith("paid"))
    case = case_of(own.head(paid.case_id).text)
    months = [month for month in case.history or () if month.source == "remittance"]
    assert [month.outcome for month in months if month.service_date == paid.service_date]

    before = states(site)
    again = post_files(browser, files)
    assert "there already" in again.text
    assert states(site) == before
    assert own.store.check()[1] == []


def test_a_posting_is_taken_back_by_a_manager_with_a_reason(site: Site, tmp_path: Path):
    files, _ = answered(site, tmp_path)
    site.clock.on(days=75)
    browser = site.signed_in("manager")
    post_files(browser, files)
    own = site.desk.of("own")
    with own.store.ledger_as_it_is() as ledger:
        number = ledger.payments()["payment_id"].max()
    token = token_of(browser)
    none = browser.post(f"/replies/undo/{number}", data={"token": token, "reason": " "})
    assert (none.status_code, "say why" in none.text) == (422, True)
    done = browser.post(f"/replies/undo/{number}", data={"token": token, "reason": "posted to the wrong month"})
    assert done.headers["location"] == "/replies?done=undone"
    with own.store.ledger_as_it_is() as ledger:
        assert "undone" in ledger.payments()["state"].to_list()
    biller = site.signed_in("biller")
    assert biller.post(f"/replies/undo/{number}", data={"token": token_of(biller), "reason": "x"}).status_code == 403


def test_an_answer_that_fits_no_claim_waits_and_a_person_says_whose_it_is(site: Site, tmp_path: Path):
    files, _ = answered(site, tmp_path)
    site.clock.on(days=75)
    browser, own = site.signed_in("biller"), site.desk.of("own")
    remittance = next(path for path in files if b"ST*835*" in path.read_bytes())
    ids = re.findall(rb"CLP\*([^*]+)\*", remittance.read_bytes())
    head, first, rest = re.split(rb"(?=CLP\*)", remittance.read_bytes(), maxsplit=2)
    first = re.sub(rb"REF\*6R\*[^~]*", b"REF*6R*OTHER", first.replace(ids[0], b"STRANGE1", 1))
    changed = tmp_path / "strange.x12"
    changed.write_bytes(head + first + rest)
    page = post_files(browser, [changed]).text
    assert "To match" in page
    number = re.search(r'action="/replies/match/(\d+)"', page)[1]
    token = token_of(browser)
    wrong = browser.post(f"/replies/match/{number}", data={"token": token, "claim": "NOBODY"})
    assert (wrong.status_code, "no such claim in the ledger" in wrong.text) == (422, True)
    right = browser.post(f"/replies/match/{number}", data={"token": token, "claim": ids[0].decode()})
    assert right.headers["location"] == "/replies?done=matched"
    with own.store.ledger_as_it_is() as ledger:
        assert ledger.all_entries()["suspense"].sum() == 0


def test_what_is_no_reply_is_told_by_its_own_name(site: Site, tmp_path: Path):
    browser = site.signed_in("biller")
    none = browser.post("/replies", data={"token": token_of(browser), "do": "post"})
    assert (none.status_code, "choose at least one file" in none.text) == (422, True)
    strange = tmp_path / "letter of a friend.txt"
    strange.write_text("hello")
    told = post_files(browser, [strange])
    assert "letter of a friend.txt" in told.text
    assert "/tmp/" not in told.text


@pytest.mark.parametrize(
    ("scenario", "state"),
    [("denied-need", "denied"), ("front-end-member", "rejected"), ("silent", "written"), ("reversed", "denied")],
)
def test_each_answer_leaves_the_lines_in_its_state(site: Site, tmp_path: Path, scenario: str, state: str):
    own = site.desk.of("own")
    went = {(each.case_id, each.line_number) for each in own.states(state="written")}
    files, _ = answered(site, tmp_path, scenario)
    site.clock.on(days=75)
    browser = site.signed_in("biller")
    if files:
        post_files(browser, files)
    after = {(each.case_id, each.line_number): each.state for each in own.states(most=5000)}
    assert {after[line] for line in went} == {state}
    asked = {task.case_id for task in own.tasks() if task.question == ASKED_BY_ANSWER.get(state)}
    assert asked == ({case_id for case_id, _ in went} if state in ASKED_BY_ANSWER else set())


def test_denials_money_and_reports_say_what_the_ledger_says(site: Site, tmp_path: Path):
    files, truth = answered(site, tmp_path, "denied-need")
    site.clock.on(days=75)
    browser = site.signed_in("manager")
    post_files(browser, files)
    own = site.desk.of("own")
    page = browser.get("/denials").text
    with own.store.ledger_as_it_is() as ledger:
        denied = int(ledger.all_entries()["denied"].sum())
    assert denied == truth["totals"]["denied"]
    assert "at stake" in page
    table = browser.get("/denials.csv").text
    went = own.states(state="denied", most=5000)
    assert len(table.splitlines()) - 1 == len(went)
    one = went[0].case_id
    money = browser.get(f"/patients/{site.handle(one)}/money").text
    charge = sum(each.charge_cents or 0 for each in went if each.case_id == one)
    assert f"denied ${charge / 100:,.2f}" in money
    assert browser.get(f"/patients/{site.handle(one)}/statement.pdf").content.startswith(b"%PDF")
    reports = browser.get("/reports").text
    assert "Initial denial" in reports
    assert "100.00 %" in reports
    assert browser.get("/reports/picture.svg").content.lstrip().startswith(b"<?xml")
    assert browser.get("/reports/measures.csv").text.count("\n") > 5
    wrong = browser.get("/reports?first=2026-12-31&last=2026-01-01")
    assert wrong.status_code == 422


def test_what_the_patient_pays_is_entered_and_what_cannot_be_is_told_with_what_was_typed(site: Site, tmp_path: Path):
    files, _ = answered(site, tmp_path)
    site.clock.on(days=75)
    browser, own = site.signed_in("biller"), site.desk.of("own")
    post_files(browser, files)
    case_id, owes = next(
        (state.case_id, owed)
        for state in own.states(most=5000)
        if state.state.startswith("paid") and (owed := owed_by(site, state.case_id))
    )
    handle = site.handle(case_id)
    address = f"/patients/{handle}/money"
    claim = re.search(r'<option value="([^"]+)">[^<]+owes \$(?!0\.00)', browser.get(address).text)[1]
    token = token_of(browser)
    wrong = browser.post(address, data={"token": token, "kind": "hardship", "claim": claim, "amount": "many"})
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.text
    unexplained = browser.post(address, data={"token": token, "kind": "hardship", "claim": claim, "amount": "1"})
    assert unexplained.status_code == 422
    other = browser.post(address, data={"token": token, "kind": "receipt", "claim": "OTHER", "amount": "1"})
    assert "choose a claim of this patient" in other.text
    done = browser.post(address, data={"token": token, "kind": "receipt", "claim": claim, "amount": "1.00"})
    assert done.status_code == 303
    assert owed_by(site, case_id) == owes - 100
    assert own.store.check()[1] == []


def owed_by(site: Site, case_id: str) -> int:
    return account_of(site.desk.of("own"), case_id).owes


def test_a_month_that_went_out_is_followed_by_the_next_one(billed: Site, tmp_path: Path):
    site = copied(billed, tmp_path)
    site.clock.at = billed.clock.at
    site.last.update(billed.last)
    own = site.desk.of("own")
    went = {(each.case_id, each.line_number): each for each in own.states(state="written", most=500)}
    files, _ = answered(site, tmp_path, "denied-need")
    site.clock.on(days=75)
    post_files(site.signed_in("biller"), files)
    after = {(each.case_id, each.line_number): each for each in own.states(most=5000)}
    moved = {line for line in went if after[line].service_date > went[line].service_date}
    assert moved, "most rentals go on"
    for line in moved:
        case = case_of(own.head(line[0]).text)
        item = next(each for each in case.items if each.line_number == line[1])
        assert item.service_date == after[line].service_date
        assert after[line].state not in ("written", "denied")
        months = {(each.code, each.service_date): each.outcome for each in case.history or ()}
        assert months[item.code, went[line].service_date] == "denied"
    decided = {task.case_id for task in own.tasks() if task.question == ASKED_BY_ANSWER["denied"]}
    assert decided == {case_id for case_id, _ in went}, "the denied month is still a task"
    before = own.states(most=5000)
    post_files(site.signed_in("biller"), files)
    assert own.states(most=5000) == before, "a month is opened once"


def test_the_month_after_a_correction_corrects_nothing(billed: Site, tmp_path: Path):
    site = copied(billed, tmp_path)
    own, book = site.desk.of("own"), site.office.rule_book()
    line = own.states(state="written", most=1)[0]
    head = own.head(line.case_id)
    corrected = case_of(head.text).model_copy(update={"correction": Correction(kind="replacement", reason="a slip")})
    own.store.save(corrected, head.version, Change("test", site.clock(), "left by a run that was cut off", "person"))
    site.clock.on(days=45)
    catch_up(own, book, site.office.today(), None)
    case = case_of(own.head(line.case_id).text)
    assert next(each for each in case.items if each.line_number == line.line_number).service_date > line.service_date
    assert case.correction is None


def test_a_file_that_was_only_received_accepts_no_claim(site: Site, tmp_path: Path):
    files, _ = answered(site, tmp_path)
    site.clock.on(days=3)
    browser, own = site.signed_in("biller"), site.desk.of("own")
    went = len(own.states(state="written"))
    post_files(browser, [path for path in files if b"ST*999*" in path.read_bytes()])
    assert states(site).get("written") == went
    post_files(browser, [path for path in files if b"ST*277*" in path.read_bytes()])
    assert states(site).get("accepted") == went


@pytest.mark.parametrize("months_follow", [False, True])
def test_a_claim_that_was_accepted_and_never_answered_is_asked_for(
    billed: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, months_follow: bool
):
    """Nothing that went out is without a task for good, also where months have followed it."""
    if not months_follow:
        monkeypatch.setattr("oxyclaim.services.desk.judging.open_next_months", lambda *_: [])
    site = copied(billed, tmp_path)
    site.clock.at = billed.clock.at
    files, _ = answered(site, tmp_path)
    site.clock.on(days=3)
    browser, own, book = site.signed_in("biller"), site.desk.of("own"), site.office.rule_book()
    post_files(browser, [path for path in files if b"ST*277*" in path.read_bytes()])
    with own.store.ledger_as_it_is() as ledger:
        stood = standing_of(ledger).filter(pl.col("case_id").is_not_null() & (pl.col("state") != "rejected"))
    waiting = set(stood["case_id"])

    def asked_for() -> set[str]:
        catch_up(own, book, site.office.today(), None)
        return {each.case_id for each in own.tasks() if each.question == NO_ANSWER}

    def told_by_ledger() -> int:
        return len(work(own.store, "", book, site.office.today()).unanswered)

    assert (asked_for(), told_by_ledger()) == (set(), 0)
    site.clock.on(days=31)
    assert asked_for() == waiting
    assert told_by_ledger() >= len(waiting)
    post_files(site.signed_in("biller"), [path for path in files if b"ST*835*" in path.read_bytes()])
    assert (asked_for(), told_by_ledger()) == (set(), 0)
    site.desk.close()
