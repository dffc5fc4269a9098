"""What made-up payers answer comes back to the line, the task, the rental and the money, through the pages."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from desk_site import Site, copied, token_of
from starlette.testclient import TestClient
from typer.testing import CliRunner

from oxyclaim.case.canonical import case_of
from oxyclaim.cli.main import app


@pytest.fixture(scope="module")
def billed(template: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A desk from which everything that was ready has gone out."""
    made = copied(template, tmp_path_factory.mktemp("billed"))
    browser = made.signed_in("biller")
    handles = re.findall(r'name="case" value="([\w-]+)"', browser.get("/billing").text)
    browser.post("/billing/write", data={"token": token_of(browser), "case": handles})
    yield made
    made.desk.close()


@pytest.fixture
def site(billed: Site, tmp_path: Path) -> Iterator[Site]:
    made = copied(billed, tmp_path)
    made.clock.at = billed.clock.at
    made.last.update(billed.last)
    yield made
    made.desk.close()


def answered(site: Site, folder: Path, scenario: str = "usual", **options: str) -> tuple[list[Path], dict[str, object]]:
    """The payers' files for every claim that went out, and the truth."""
    own = site.desk.of("own")
    for number, file in enumerate(own.claim_files()):
        (folder / f"claims{number}.x12").write_bytes(own.claim_file(file.claim_file_id)[1])
    arguments = [str(path) for path in sorted(folder.glob("claims*.x12"))]
    day = site.office.today() + timedelta(days=1)
    more = [part for name, value in options.items() for part in (f"--{name}", value)]
    run = CliRunner().invoke(app, [
        "simulate", "answer", *arguments, "-o", str(folder / "out"), "--from", day.isoformat(), "--scenario", scenario,
        *more,
    ])  # fmt: skip
    assert run.exit_code == 0, run.output
    files = sorted(path for path in (folder / "out").rglob("*") if path.is_file() and path.suffix != ".csv")
    return files, json.loads((folder / "out.truth.json").read_text())


def post_files(browser: TestClient, files: list[Path], do: str = "post"):
    some = [("answers", (path.name, path.read_bytes(), "application/edi-x12")) for path in files]
    return browser.post("/replies", data={"token": token_of(browser), "do": do}, files=some)


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
    text = remittance.read_bytes().replace(b"CLP*" + ids[0] + b"*", b"CLP*STRANGE1*")
    text = re.sub(rb"REF\*6R\*" + ids[0] + rb"[^~]*~\n?", b"", text)
    changed = tmp_path / "strange.x12"
    changed.write_bytes(text)
    page = post_files(browser, [changed]).text
    if "To match" not in page:
        pytest.skip("the line's own number gave it a place")
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
