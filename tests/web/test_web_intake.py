"""Guided intake: only what the verdict still needs is asked, errors stand beside the field, nothing typed is lost."""

import json
import re

import pytest
from desk_site import START, Site, token_of
from starlette.testclient import TestClient

from oxyclaim.case.models import Case
from oxyclaim.services.desk.intake.asking import asked, still_wanted
from oxyclaim.services.desk.intake.form import form_of
from oxyclaim.services.desk.intake.kinds import kinds_of
from oxyclaim.services.desk.intake.layout import look_ups, paper_of, papers
from oxyclaim.services.desk.intake.places import get, put
from oxyclaim.services.desk.intake.ranking import ranked
from oxyclaim.services.desk.intake.starting import payers_of
from oxyclaim.services.desk.judging import check_one


def facts_of(site: Site, case_id: str) -> dict:
    return json.loads(site.desk.of("own").head(case_id).text)


def post(browser: TestClient, address: str, **entered: str | list[str]):
    return browser.post(address, data={"token": token_of(browser), **entered})


def test_every_key_of_the_layout_is_one_of_the_case() -> None:
    for paper in papers():
        for part in paper.parts:
            kinds = kinds_of(part.path)
            unknown = {*part.first, *part.never, *part.only, *part.labels, *part.hints} - kinds.keys()
            assert not unknown, (paper.id, part.path, unknown)
            assert set(part.always) <= set(part.first), (paper.id, part.path)
            assert all(kinds[key].input != "none" for key in part.first)
    known = set(kinds_of("checks")["asked"].words)
    assert {question for each in look_ups() for question in each.asked} == known
    assert {each.source for each in look_ups()} <= set(kinds_of("checks")["source"].words)


def open_names(site: Site, case_id: str) -> dict[str, frozenset[str]]:
    desk, book, today = site.desk.of("own"), site.office.rule_book(), site.office.today()
    facts = facts_of(site, case_id)
    case = Case.model_validate_json(json.dumps(facts))
    found = asked(case, facts, check_one(desk, case, book, today), book, today)
    return {ask.paper.id: ask.names for ask in found.asks}


@pytest.mark.parametrize(
    ("case_id", "wanted"),
    [
        ("DEMO-001", {}),
        ("DEMO-011", {"look_ups": {"checks"}}),
        ("DEMO-017", {"order": {"orders.SWO-1.signed"}}),
        ("DEMO-028", {"note": {"tests.TEST-1.evaluated_by_practitioner", "tests.TEST-1.evaluation_shown_by"}}),
        ("DEMO-026", {"note": set()}),
        ("DEMO-037", {"equipment": {"items.1.charge", "items.2.charge"}}),
    ],
)
def test_what_is_asked_is_what_open_rules_read(site: Site, case_id: str, wanted: dict[str, set[str]]) -> None:
    assert open_names(site, case_id) == wanted


@pytest.mark.parametrize("case_id", ["DEMO-001", "DEMO-011", "DEMO-020", "DEMO-029"])
def test_what_the_page_papers_still_wants_is_asked_and_not_hidden(site: Site, case_id: str) -> None:
    desk, book, today = site.desk.of("own"), site.office.rule_book(), site.office.today()
    facts = facts_of(site, case_id)
    case = Case.model_validate_json(json.dumps(facts))
    wanted = set(still_wanted(case, facts, book, today))
    assert wanted
    found = asked(case, facts, check_one(desk, case, book, today), book, today, wanted)
    forms = [form_of(paper, facts, found.names, payers=payers_of(book)) for paper in papers()]
    now = {field.name for form in forms for record in form.records for field in record.fields}
    hidden = {name for name in wanted if not any(each == name or each.startswith(f"{name}.") for each in now)}
    assert not hidden
    assert {ask.paper.id for ask in found.asks} >= {ask.paper.id for ask in found.only_filed}
    assert found.next is None or not found.next.only_filed


def test_the_serial_number_is_asked_with_the_slip_on_which_it_stands_and_the_payer_is_chosen(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    address = f"/patients/{site.handle('DEMO-020')}/intake"
    slip = form_of(paper_of("delivery"), facts_of(site, "DEMO-020"), set())
    assert "items.1.device.serial" in {field.name for record in slip.records for field in record.fields}
    assert "It stands on the delivery slip." in browser.get(f"{address}?paper=equipment").text
    entered = {"how": "reported", "deliveries.DELIVERY.date": "2026-11-19", "items.1.device.serial": "SN-1"}
    assert post(browser, f"{address}/delivery", **entered).status_code == 303
    assert facts_of(site, "DEMO-020")["items"][0]["device"]["serial"] == "SN-1"
    patient = browser.get(f"{address}?paper=patient").text
    assert re.search(r'<select id="f-coverage-payer" name="coverage.payer">', patient)
    assert re.search(r'<option value="medicare" selected>', patient)


def test_nothing_of_a_new_paper_is_filled_in(site: Site) -> None:
    facts = facts_of(site, "DEMO-020")
    for paper in papers():
        if paper.document:
            form = form_of(paper, facts, set())
            new = [field for record in form.records if record.is_new for field in (*record.fields, *record.more)]
            assert all(not field.value and not field.values for field in new), paper.id
    assert form_of(paper_of("order"), facts, set()).how == ""


def test_an_unreadable_answer_stands_beside_its_field_and_nothing_is_saved(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    address = f"/patients/{site.handle('DEMO-020')}/intake/order"
    before = site.desk.of("own").head("DEMO-020").version
    entered = {
        "how": "document", "orders.ORDER.order_date": "2026-13-40", "orders.ORDER.flow_lpm": "two",
        "practitioner.npi": "1234567890",
    }  # fmt: skip
    answer = post(browser, address, **entered)
    assert answer.status_code == 422
    for said in ("is not a date", "must be a plain number", "its check digit is wrong"):
        assert re.search(rf'<p class="wrong" id="[^"]+">[^<]*{said}', answer.text), said
    for typed in entered.values():
        assert f'value="{typed}"' in answer.text
    assert site.desk.of("own").head("DEMO-020").version == before


def test_a_paper_needs_a_word_on_how_it_is_known(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    address = f"/patients/{site.handle('DEMO-020')}/intake/order"
    answer = post(browser, address, **{"orders.ORDER.order_date": "2026-11-18"})
    assert "say whether you hold this paper" in answer.text


def test_what_is_on_paper_points_to_it_and_what_was_told_does_not(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    address = f"/patients/{site.handle('DEMO-021')}/intake/order"
    told = {"how": "reported", "orders.ORDER.order_date": "2026-11-18", "orders.ORDER.items": ["", "E1390", "E1392"]}
    assert post(browser, address, **told).status_code == 303
    (order,) = facts_of(site, "DEMO-021")["orders"]
    assert order == {"id": "ORDER", "basis": "reported", "order_date": "2026-11-18", "items": ["E1390", "E1392"]}
    assert post(browser, address, how="document", page="2", **{"orders.ORDER.signed": "yes"}).status_code == 303
    facts = facts_of(site, "DEMO-021")
    (order,) = facts["orders"]
    assert (order["document"], order["page"], order["signed"], "basis" in order) == ("ORDER-1", 2, True, False)
    assert {"id": "ORDER-1", "kind": "standard_written_order", "on_file": True} in facts["documents"]
    assert (
        post(browser, address, how="document", document_id="ORDER-1", **{"orders.ORDER.signed": ""}).status_code == 303
    )
    assert "signed" not in facts_of(site, "DEMO-021")["orders"][0], "not known takes the key out"


def test_the_live_verdict_is_that_of_what_is_typed_and_saves_only_a_draft(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    address = f"/patients/{site.handle('DEMO-017')}/intake/order"
    before = site.desk.of("own").head("DEMO-017").version
    typed = {"how": "document", "document_id": "SWO", "page": "1", "orders.SWO-1.signed": "yes"}
    bar = post(browser, f"{address}/verdict", **typed)
    assert re.findall(r'<span class="chip ([\w-]+)">', bar.text) == ["billable", "billable"]
    assert site.desk.of("own").head("DEMO-017").version == before
    page = browser.get(f"/patients/{site.handle('DEMO-017')}/intake").text
    assert "what you typed before and did not save" in page
    assert re.search(r'name="orders.SWO-1.signed" value="yes" checked', page)
    assert post(browser, address, **typed).status_code == 303
    assert "Nothing more is asked" in browser.get(f"/patients/{site.handle('DEMO-017')}/intake").text
    assert site.desk.of("own").states(["DEMO-017"])[0].state == "ready", "it was judged again"


def test_all_look_ups_of_a_month_are_one_click(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("biller")
    handle = site.handle("DEMO-011")
    assert post(browser, f"/patients/{handle}/look-ups", day="2026-11-20").status_code == 422, "nothing ticked"
    assert post(browser, f"/patients/{handle}/look-ups", day="2026-11-20", all="yes").status_code == 303
    assert {each.verdict for each in site.desk.of("own").states(["DEMO-011"])} == {"billable"}
    checks = facts_of(site, "DEMO-011")["checks"]
    assert {(each["date"], each["source"]) for each in checks} == {
        ("2026-11-20", "payer_system"), ("2026-11-20", "patient"),
    }  # fmt: skip


def test_changes_of_two_people_go_together_and_what_both_changed_is_shown_to_the_second(own_site: Site) -> None:
    site, one, two = own_site, own_site.signed_in("intake"), own_site.signed_in("biller")
    address = f"/patients/{site.handle('DEMO-002')}/intake/patient"
    version = str(site.desk.of("own").head("DEMO-002").version)
    assert post(one, address, version=version, **{"patient.address.city": "Ilium"}).status_code == 303
    assert post(two, address, version=version, **{"patient.address.zip": "12182"}).status_code == 303
    assert (
        facts_of(site, "DEMO-002")["patient"]["address"] | {"city": "Ilium", "zip": "12182"}
        == (facts_of(site, "DEMO-002")["patient"]["address"])
    )
    mine = {"version": version, "patient.address.city": "Gotham", "patient.account_number": "NEW-1"}
    seen = post(two, address, **mine)
    assert seen.status_code == 409
    for word in ("Ilium", "Gotham", "Somebody else has saved"):
        assert word in seen.text
    assert facts_of(site, "DEMO-002")["patient"]["address"]["city"] == "Ilium"
    assert post(two, address, **mine, **{"choose:patient.address.city": "mine"}).status_code == 303
    patient = facts_of(site, "DEMO-002")["patient"]
    assert (patient["address"]["city"], patient["account_number"], patient["address"]["zip"]) == (
        "Gotham", "NEW-1", "12182",
    )  # fmt: skip
    history = one.get(f"/patients/{site.handle('DEMO-002')}/history").text
    assert "<del>Ilium</del>" in history


def test_a_new_patient_begins_with_the_settings_and_one_who_is_here_is_named(own_site: Site) -> None:
    site, browser = own_site, own_site.signed_in("intake")
    entered = {
        "last_name": "Quillfeather", "first_name": "Ottoline", "birth_date": "1950-03-04", "payer": "medicare",
        "member_id": "1EG4TE5MK73", "starts": "2026-11-18", "codes": ["E1390", "E1392"],
    }  # fmt: skip
    wrong = post(browser, "/patients/new", **entered | {"member_id": "1SL4TE5MK73", "last_name": ""})
    assert wrong.status_code == 422
    assert "enter the family name" in wrong.text
    made = post(browser, "/patients/new", **entered)
    assert made.status_code == 303
    assert re.fullmatch(r"/patients/[\w-]{12}/intake", made.headers["location"])
    (found,) = site.desk.of("own").store.find("quillfeather")
    facts = facts_of(site, found.case_id)
    assert facts["supplier"]["npi"] == "2033100571"
    assert facts["items"][1]["charge"] == 395
    assert not {"tests", "orders", "documents", "clinical"} & facts.keys()
    twice = post(browser, "/patients/new", **entered)
    assert (twice.status_code, "may be somebody who is here already" in twice.text) == (422, True)
    assert post(browser, "/patients/new", sure="yes", **entered).status_code == 303


def test_a_key_is_put_and_found_by_the_name_that_a_form_gives_it() -> None:
    facts: dict = {"items": [{"line_number": 2, "code": "E1392"}]}
    for name, value in (("orders.A.signed", True), ("items.2.device.serial", "S1"), ("clinical.dyspnea.value", False),
                        ("diagnoses.1.icd10", "J44.9")):  # fmt: skip
        put(facts, name, value)
        assert get(facts, name) == value
    put(facts, "items.7.charge", 1)
    assert facts["items"] == [{"line_number": 2, "code": "E1392", "device": {"serial": "S1"}}]
    put(facts, "orders.A.signed", None)
    assert facts["orders"] == [{"id": "A"}]


def papers_in_order(site: Site, facts: dict) -> dict[str, tuple[bool, int]]:
    desk, book, today = site.desk.of("own"), site.office.rule_book(), START.date()
    case = Case.model_validate_json(json.dumps(facts))
    found = asked(case, facts, check_one(desk, case, book, today), book, today)
    return {ask.paper.id: (ask.ends, ask.frees) for ask in ranked(found, book, today).asks}


def test_what_frees_most_is_asked_before_what_frees_less_and_the_own_look_ups_last(site: Site) -> None:
    found = papers_in_order(site, facts_of(site, "DEMO-020"))
    assert next(iter(found)) == "order"
    assert list(found)[-1] == "look_ups"
    frees = [number for name, (_, number) in found.items() if name != "look_ups"]
    assert frees == sorted(frees, reverse=True)
    assert frees[0] > frees[-1] > 0


@pytest.mark.parametrize(("key", "ends"), [("mobile", True), ("inpatient", False)])
def test_whether_one_no_would_end_a_line_is_tried_out(site: Site, key: str, ends: bool) -> None:
    facts = facts_of(site, "DEMO-001")
    for name in ("signed", "names_beneficiary"):
        facts["orders"][0].pop(name)
    (facts["clinical"]["mobile_in_home"] if key == "mobile" else facts["tests"][0]).pop(
        "value" if key == "mobile" else key
    )
    found = papers_in_order(site, facts)
    assert found["order"][0], "an order that was never signed"
    assert found["note"][0] is ends
