"""Tables of another system are left on the page, mapped, tried and taken in; rows in = rows out + rows set aside."""

import re
from pathlib import Path

import pytest
from desk_site import Site, token_of
from starlette.testclient import TestClient

from oxyclaim.services.desk.judging import catch_up
from tests.intake.exports import MAPPING, write_export

BALANCES = """claim_id,payer_id,code,service_date,charge,open,denied
OLD-1,16013,E1390,05/08/2026,395.00,100.00,295.00
OLD-2,16013,E0431,06/08/2026,60.00,60.00,
"""


def made_export(folder: Path):
    """The made-up export of the tests of intake: what was put into it, and its files."""
    told = write_export(folder, 12)
    return told, [path for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".xlsx")]


@pytest.fixture
def browser(own_site: Site) -> TestClient:
    return own_site.signed_in("manager")


def leave(browser: TestClient, tables: list[Path], mapping: str | None = None):
    files = [("tables", (path.name, path.read_bytes(), "text/csv")) for path in tables]
    if mapping is not None:
        files.append(("mapping", ("map.yaml", mapping.encode(), "text/yaml")))
    return browser.post("/imports", data={"token": token_of(browser)}, files=files)


def counts(page: str) -> tuple[int, ...]:
    found = re.search(r"<b>([\d,]+) rows = ([\d,]+) in cases \+ ([\d,]+) set aside \+ ([\d,]+) blank", page)
    assert found, page
    return tuple(int(each.replace(",", "")) for each in found.groups())


def test_an_export_is_mapped_tried_and_taken_in_with_every_row_told(
    own_site: Site, browser: TestClient, tmp_path: Path
):
    own, (told, tables) = own_site.desk.of("own"), made_export(tmp_path)
    assert leave(browser, tables).headers["location"] == "/imports"
    page = browser.get("/imports").text
    assert "The payer of all patients" in page or "All tables" in page
    assert "import_version" in browser.get("/imports/mapping.yaml").text
    browser.post("/imports/drop", data={"token": token_of(browser)})
    assert browser.get("/imports/mapping.yaml").status_code == 404

    leave(browser, tables, MAPPING)
    before = {each.case_id for each in own.store.latest()}
    form = {"token": token_of(browser), "text": MAPPING}
    tried = browser.post("/imports/go", data=form | {"do": "try"})
    assert tried.status_code == 200, tried.text
    read, placed, aside, blank = counts(tried.text)
    assert read == told.rows == placed + aside + blank
    assert aside > 0, "the export has dirt"
    assert "Because" in tried.text
    assert {each.case_id for each in own.store.latest()} == before, "a trial keeps nothing"
    assert "/tmp" not in tried.text
    sheet = browser.post("/imports/go", data=form | {"do": "worklist"})
    assert sheet.text.startswith("rank,money,due")

    taken = browser.post("/imports/go", data=form | {"do": "take"})
    assert counts(taken.text) == (read, placed, aside, blank)
    new = int(re.search(r"([\d,]+) new,", taken.text)[1])
    after = {each.case_id for each in own.store.latest()}
    assert len(after - before) == new > 0
    catch_up(own, own_site.office.rule_book(), own_site.office.today(), None)
    handle = own_site.handle(min(after - before))
    assert browser.get(f"/patients/{handle}").status_code == 200

    leave(browser, tables, MAPPING)
    again = browser.post("/imports/go", data=form | {"do": "take"})
    assert "0 new, 0 changed" in again.text
    stranger = own_site.signed_in("stranger")
    assert "Tables left here" not in stranger.get("/imports").text


def filled_in(page: str) -> dict[str, str]:
    """What the form that matches headings would send, as it stands."""
    form = page[page.index('action="/imports/choose"') : page.index("</form>", page.index('action="/imports/choose"'))]
    sent = dict(re.findall(r'<input type="hidden"[^>]* name="([^"]+)" value="([^"]*)"', form))
    sent |= dict(re.findall(r'<input id="[^"]+" name="([^"]+)" value="([^"]*)"', form))
    for name, options in re.findall(r'<select id="[^"]+" name="([^"]+)">(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', options)
        sent[name] = (chosen[1] if chosen[1] is not None else chosen[2]) if chosen else ""
    return sent


ANSWERS = {
    "constant-history.kind": "rental", "constant-history.payer": "medicare", "constant-history.supplier": "own",
    "complete": "yes", "constant-items.acquisition": "rental", "constant-items.units": "1", "emptied": "1",
}  # fmt: skip


def test_headings_are_matched_in_the_browser_table_by_table_and_the_mapping_is_used_again(
    own_site: Site, browser: TestClient, tmp_path: Path
):
    told, tables = made_export(tmp_path)
    leave(browser, tables)
    page = browser.get("/imports").text
    numbers = sorted(set(map(int, re.findall(r'/imports\?table=(\d+)"', page))))
    assert len(numbers) == len(tables)
    first = browser.post("/imports/choose", data=filled_in(page) | {"dates": "month/day/year"})
    assert first.headers["location"] == f"/imports?table={numbers[0]}"
    assert browser.post("/imports/go", data={"token": token_of(browser), "do": "try"}).status_code == 422
    for number in numbers:
        there = browser.get(f"/imports?table={number}").text
        assert "optgroup" in there
        sent = filled_in(there) | {name: value for name, value in ANSWERS.items() if f'name="{name}"' in there}
        one, other = [name for name, value in sent.items() if name.startswith("key-") and value][:2]
        doubled = browser.post("/imports/choose", data=sent | {one: "patient.sex", other: "patient.sex"})
        assert (doubled.status_code, "means the same as" in doubled.text) == (422, True)
        assert browser.post("/imports/choose", data=sent | {"do": "stay"}).status_code == 303
    page = browser.get("/imports").text
    assert "are open in the tables" not in page
    tried = browser.post("/imports/go", data={"token": token_of(browser), "do": "try"})
    assert tried.status_code == 200, tried.text
    read, _, aside, _ = counts(tried.text)
    assert read == told.rows
    assert "Cells that cannot be used" in tried.text
    mapping = browser.get("/imports/mapping.yaml").text
    browser.post("/imports/drop", data={"token": token_of(browser)})
    leave(browser, tables, mapping)
    assert browser.get("/imports/mapping.yaml").text == mapping
    again = browser.post("/imports/go", data={"token": token_of(browser), "do": "try"})
    assert counts(again.text)[2] == aside
    browser.post("/imports/drop", data={"token": token_of(browser)})


def test_what_is_wrong_with_a_mapping_is_told_with_its_line_and_what_was_typed_stays(
    own_site: Site, browser: TestClient, tmp_path: Path
):
    _, tables = made_export(tmp_path)
    leave(browser, tables, MAPPING)
    wrong = MAPPING.replace("month/day/year", "day by day")
    form = {"token": token_of(browser), "text": wrong, "do": "try"}
    told = browser.post("/imports/go", data=form)
    assert told.status_code == 422
    assert "mapping.yaml" in told.text
    assert "day by day" in told.text.partition("<textarea")[2]
    none = browser.post("/imports", data={"token": token_of(browser)})
    assert (none.status_code, "choose at least one table" in none.text) == (422, True)
    strange = tmp_path / "letter.docx"
    strange.write_bytes(b"PK")
    assert "is no table" in leave(browser, [strange]).text
    browser.post("/imports/drop", data={"token": token_of(browser)})
    gone = browser.post("/imports/go", data=form)
    assert (gone.status_code, "leave the tables here first" in gone.text) == (422, True)


def test_opening_balances_are_tried_taken_in_once_and_told_line_by_line(own_site: Site, browser: TestClient):
    own, token = own_site.desk.of("own"), token_of(browser)

    def send(do: str, content: str):
        files = {"balances": ("balances.csv", content.encode(), "text/csv")}
        return browser.post("/imports/opening", data={"token": token, "do": do}, files=files)

    tried = send("try", BALANCES)
    assert "2 lines, $160.00 not answered: so it would be; nothing was kept" in tried.text
    with own.store.ledger_as_it_is() as ledger:
        assert "OLD-1" not in ledger.all_claims()["claim_id"].to_list()
    wrong = send("take", BALANCES.replace("395.00", "many"))
    assert (wrong.status_code, "must be an amount in dollars" in wrong.text) == (422, True)
    assert "/tmp" not in wrong.text
    taken = send("take", BALANCES)
    assert "taken in" in taken.text
    assert "OLD-2" in taken.text
    assert re.search(r"All</th>.*\$455\.00.*\$160\.00", taken.text)
    twice = send("take", BALANCES)
    assert (twice.status_code, "in the ledger already" in twice.text) == (422, True)
    assert own.store.check()[1] == []
    biller = own_site.signed_in("biller")
    assert biller.post("/imports/opening", data={"token": token_of(biller)}).status_code == 403
    own_site.clock.on(days=1)
    denials = own_site.signed_in("manager").get("/denials")
    assert denials.status_code == 200
