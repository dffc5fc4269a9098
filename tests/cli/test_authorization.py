"""`oxyclaim authorization` from the user's door. Payers, patients and papers are made up."""

import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from oxyclaim.case.models import Case
from oxyclaim.cli.main import app
from oxyclaim.engine.decide import decide
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build
from oxyclaim.services.authorization import AuthorizationRequest, Needed, authorization
from oxyclaim.views.render import pdf
from tests.pdf_text import text_of

RUN = CliRunner()
AS_OF = "2025-09-02"

SOURCES = """
sources:
  - {id: POLICY, kind: policy, issuer: Birch, title: Home oxygen policy (made up), address: "https://example.org/oxygen",
     grade: primary, dated: 2025-01-01, read: 2025-06-01}
  - {id: HEARSAY, kind: policy, issuer: A vendor, title: What a vendor says (made up), address: "https://example.org/v",
     grade: secondary, dated: 2024-01-01, read: 2025-06-01}
"""
BIRCH = f"""
payer: birch
name: Birch Mutual (made up)
line_of_business: commercial
{SOURCES}
values:
  code_statuses: [{{from: 2025-01-01, source: POLICY, value: [{{codes: [E1390, E1392, E0431], status: covered}}]}}]
  qualifying_values:
    - {{from: 2025-01-01, source: POLICY, value: [{{state: rest, measure: saturation, below: 88}}]}}
  test_max_age_days: [{{from: 2025-01-01, source: POLICY, value: 60}}]
  test_age_from: [{{from: 2025-01-01, source: POLICY, value: rental_start}}]
  accepted_testers: [{{from: 2025-01-01, source: POLICY, value: [hospital]}}]
  authorization_triggers:
    - from: 2025-01-01
      source: "POLICY, 3"
      value: [{{codes: [E1390], when: always}}, {{codes: [E1392], when: from_month, month: 4}}]
  authorization_initial_months: [{{from: 2025-01-01, source: POLICY, value: 3}}]
  authorization_renewal_months: [{{from: 2025-01-01, source: HEARSAY, value: 12}}]
  authorization_evidence:
    - from: 2025-01-01
      source: "POLICY, 4"
      value: [arterial blood gas or oximetry, written order, diagnosis, photo of the meter]
  authorization_renewal_evidence: [{{from: 2025-01-01, source: "POLICY, 4", value: [continued need]}}]
  authorization_form: [{{from: 2025-01-01, source: POLICY, value: Birch form 12}}]
  authorization_channels: [{{from: 2025-01-01, source: POLICY, value: [x12_278, fax]}}]
  authorization_delegate: [{{from: 2025-01-01, source: HEARSAY, value: Alder Review}}]
  authorization_void_on: [{{from: 2025-01-01, source: POLICY, value: [flow, equipment]}}]
  authorization_file_by_days: [{{from: 2025-01-01, source: POLICY, value: 10}}]
  authorization_hours_urgent: [{{from: 2025-01-01, source: POLICY, value: 72}}]
  authorization_hours_standard: [{{from: 2025-01-01, source: POLICY, value: 336}}]
  authorization_from_plan: [{{from: 2025-01-01, source: POLICY, value: home}}]
  wanted_papers:
    - from: 2025-01-01
      source: POLICY
      value: [{{kind: letter_of_medical_necessity, when: for_authorization, max_age_days: 90}}]
plans:
  - {{id: hmo, name: Birch HMO (made up), line_of_business: commercial}}
"""
DUNE = f"""
payer: dune
name: Dune Health (made up)
line_of_business: commercial
{SOURCES}
values:
  filing_days_original: [{{from: 2025-01-01, source: POLICY, value: 90}}]
"""
CEDAR = f"""
payer: cedar
name: Cedar Advantage (made up)
line_of_business: ma_hmo
inherits: medicare_advantage
{SOURCES}
values:
  authorization_triggers: [{{from: 2025-01-01, source: POLICY, value: [{{when: charge_at_least, dollars: 300}}]}}]
"""
PAPERS = [
    {"id": "RECORD", "kind": "progress_note", "on_file": True},
    {"id": "ORDER", "kind": "standard_written_order", "on_file": True},
    {"id": "POD", "kind": "proof_of_delivery", "on_file": True},
    {"id": "FOLLOW-UP", "kind": "progress_note", "on_file": True},
    {"id": "LETTER", "kind": "letter_of_medical_necessity", "date": "2025-05-20", "on_file": True},
    {"id": "FORM", "kind": "payer_form", "on_file": True},
    {"id": "PHOTO", "kind": "other", "description": "A photo of the meter, by the clinic", "on_file": True},
]
SEPTEMBER = {"code": "E1390", "service_date": "2025-09-01"}


@pytest.fixture(name="payers")
def _payers(tmp_path: Path) -> Path:
    folder = tmp_path / "payers"
    folder.mkdir()
    for name, text in {"birch": BIRCH, "dune": DUNE, "cedar": CEDAR}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def a_case(payer: str = "birch", case_id: str = "B-1", **facts: Any) -> dict[str, Any]:
    test = {"state": "rest", "spo2_percent": 86, "document": "RECORD", "page": 3}
    given: dict[str, Any] = {
        "documents": PAPERS, "tests": [test], "items": [{"code": "E1390"}], "authorizations": [], "changes": [],
        "history": [],
    }  # fmt: skip
    case = build(case_id, "2025-06-01", given | facts)
    case["coverage"] |= {"payer": payer, "member_id": "MEMBER-7712" if payer != "medicare" else "1EG4TE5MK73"}
    return case


def approval(**facts: Any) -> dict[str, Any]:
    given = {
        "id": "A1", "number": "77-0001", "document": "RECORD", "status": "approved", "codes": ["E1390"],
        "first_day": "2025-06-01",
    }  # fmt: skip
    return given | facts


def case_file(folder: Path, *cases: dict[str, Any]) -> str:
    path = folder / "cases.yaml"
    path.write_text(yaml.safe_dump({"cases": list(cases)}, allow_unicode=True), encoding="utf-8")
    return str(path)


def run(payers: Path, *arguments: str, as_of: str = AS_OF) -> tuple[int, str]:
    result = RUN.invoke(app, ["authorization", "--payers", str(payers), "--as-of", as_of, *arguments])
    return result.exit_code, " ".join(result.output.split())


def in_json(payers: Path, *arguments: str) -> dict[str, Any]:
    result = RUN.invoke(
        app, ["authorization", "--payers", str(payers), "--as-of", AS_OF, "--format", "json", *arguments]
    )
    value: dict[str, Any] = json.loads(result.stdout)
    return value


def the_request(payers: Path, *cases: dict[str, Any]) -> dict[str, Any]:
    (request,) = in_json(payers, case_file(payers.parent, *cases))["cases"][0]["requests"]
    return dict(request)


def test_with_everything_on_file_it_is_ready_to_send(payers: Path):
    code, text = run(payers, case_file(payers.parent, a_case()))
    assert code == 0
    assert "Ready to send: nothing is missing." in text


def test_the_need_is_told_with_the_value_its_source_grade_and_date(payers: Path):
    _, text = run(payers, case_file(payers.parent, a_case()))
    assert (
        "needed: this payer requires one for E1390 in every case [birch:POLICY, 3, primary, as of 2025-01-01]" in text
    )


def test_a_line_that_does_not_come_under_the_trigger_needs_none(payers: Path):
    file = case_file(payers.parent, a_case(items=[{"code": "E1392"}]))
    code, text = run(payers, file)
    assert code == 0
    assert "not needed: this payer requires one for E1392 from month 4 billed to it" in text
    assert "To whom and how" not in text
    forced = run(payers, file, "--line", "1")[1]
    assert "To whom and how" in forced


def test_the_month_from_which_one_is_needed(payers: Path):
    september = a_case(items=[SEPTEMBER | {"code": "E1392"}])
    assert "from month 4 billed to it" in run(payers, case_file(payers.parent, september))[1]


def test_medicare_has_no_rule_that_asks_for_one(payers: Path):
    code, text = run(payers, case_file(payers.parent, a_case("medicare")))
    assert code == 0
    assert "no rule asks for one" in text


def test_where_the_payers_file_is_silent_the_payer_is_asked_and_nothing_is_made_up(payers: Path):
    code, text = run(payers, case_file(payers.parent, a_case("dune")))
    assert code == 1
    assert "ask the payer: the payer's file does not say when an authorization is needed" in text
    for label in ("Form", "Ways to send it", "Decision, urgent", "Decision, standard", "Given for"):
        assert f"{label} the payer's file does not say: ask the payer" in text
    request = the_request(payers, a_case("dune"))
    assert request["last_day"] is None
    assert request["decisions"] == {}
    assert [(each["who"]) for each in request["missing"]] == ["the payer", "the payer"]


def test_a_need_that_rests_on_an_unknown_fact_is_neither_needed_nor_not(payers: Path):
    item = {"code": "E1390", "charge": None}
    (line,) = in_json(payers, case_file(payers.parent, a_case("cedar", items=[item])))["cases"][0]["lines"]
    assert line["need"]["answer"] == "not known"
    assert "the charge" in line["need"]["why"]


def test_what_the_payer_says_of_sending_and_its_clocks(payers: Path):
    _, text = run(payers, case_file(payers.parent, a_case("birch/hmo")))
    assert "Payer Birch Mutual (made up) (unverified file) Plan Birch HMO (made up)" in text
    assert "Ways to send it X12 278, fax (POLICY)" in text
    assert "From which plan home (POLICY)" in text
    assert "within 72 hours: by 2025-09-05 if it arrives on 2025-09-02" in text
    assert "within 336 hours: by 2025-09-16 if it arrives on 2025-09-02" in text
    assert "File by 2025-06-11 (it has passed): 10 days after the service date" in text


def test_what_rests_on_hearsay_says_so(payers: Path):
    _, text = run(payers, case_file(payers.parent, a_case()))
    assert "Alder Review (HEARSAY, secondary; the source is not the payer's own text: make sure with the payer)" in text


def test_a_first_request_asks_for_the_initial_months(payers: Path):
    request = the_request(payers, a_case())
    assert request["kind"] == "initial request"
    assert (request["first_day"], request["last_day"]) == ("2025-06-01", "2025-08-31")


def test_a_renewal_begins_the_day_after_the_approval_ended_and_wants_its_own_evidence(payers: Path):
    request = the_request(payers, a_case(items=[SEPTEMBER], authorizations=[approval()]))
    assert request["kind"] == "renewal"
    assert request["reason"] == "authorization A1 (77-0001) ended on 2025-08-31"
    assert (request["first_day"], request["last_day"]) == ("2025-09-01", "2026-08-31")
    assert "continued need" in [each["words"] for each in request["evidence"]]
    assert "written order" not in [each["words"] for each in request["evidence"]]


def test_a_record_from_before_the_approval_is_looked_at_before_it_renews_it(payers: Path):
    def standing(day: str) -> str:
        record = {"id": "F1", "document": "RECORD", "date": day, "shows_need": True}
        case = a_case(items=[SEPTEMBER], authorizations=[approval()], follow_ups=[record])
        return str(the_request(payers, case)["evidence"][0]["standing"])

    assert standing("2025-05-31") == "check by hand"
    assert standing("2025-08-20") == "on file"


def test_a_change_that_voids_asks_anew_from_its_day(payers: Path):
    change = [{"what": "flow", "date": "2025-08-10"}]
    request = the_request(
        payers, a_case(items=[SEPTEMBER], authorizations=[approval(last_day="2026-05-31")], changes=change)
    )
    assert request["kind"] == "new request after a change"
    assert request["reason"] == "a change of flow on 2025-08-10 voided authorization A1 (77-0001)"
    assert request["first_day"] == "2025-08-10"


def test_a_change_that_the_payer_does_not_name_voids_nothing(payers: Path):
    change = [{"what": "practitioner", "date": "2025-08-10"}]
    case = a_case(items=[SEPTEMBER], authorizations=[approval(last_day="2026-05-31")], changes=change)
    code, text = run(payers, case_file(payers.parent, case))
    assert code == 0
    assert "Authorization A1 (77-0001) covers it until 2026-05-31" in text


def test_an_approval_that_nobody_has_seen_is_only_reported(payers: Path):
    seen = approval(last_day="2026-05-31", document=None, basis="reported")
    code, text = run(payers, case_file(payers.parent, a_case(items=[SEPTEMBER], authorizations=[seen])))
    assert code == 1
    assert "is only reported: the payer's letter is not on file" in text


def test_an_approval_without_its_days_is_told_and_covers_nothing(payers: Path):
    undated = approval(first_day=None)
    request = the_request(payers, a_case(items=[SEPTEMBER], authorizations=[undated]))
    assert request["reason"] == "authorization A1 (77-0001): the days that it covers are not documented"
    assert any("the days that it covers are not documented" in each["what"] for each in request["missing"])


def test_unknown_changes_leave_open_whether_an_approval_still_holds(payers: Path):
    case = a_case(items=[SEPTEMBER], authorizations=[approval(last_day="2026-05-31")])
    del case["changes"]
    code, text = run(payers, case_file(payers.parent, case))
    assert code == 1
    assert "which changes there were since it was given is not known" in text


def test_a_request_under_way_waits_for_the_decision(payers: Path):
    asked = approval(status="requested", requested_on="2025-08-20")
    code, text = run(payers, case_file(payers.parent, a_case(items=[SEPTEMBER], authorizations=[asked])))
    assert code == 1
    assert "was asked for on 2025-08-20; the decision is not on file" in text


def test_lines_that_ask_for_the_same_go_in_one_request(payers: Path):
    items = [{"code": "E1390"}, {"code": "E1390"}]
    assert the_request(payers, a_case(items=items))["lines"] == [1, 2]


@pytest.mark.parametrize(
    ("lost", "words", "standing"),
    [
        ("LETTER", "letter of medical necessity no older than 90 days at the start of the rental", "missing"),
        ("FORM", "the form, filled in: Birch form 12", "missing"),
        ("PHOTO", "photo of the meter", "check by hand"),
    ],
)
def test_a_paper_that_is_not_there(payers: Path, lost: str, words: str, standing: str):
    papers = [paper for paper in PAPERS if paper["id"] != lost]
    request = the_request(payers, a_case(documents=papers))
    assert {each["words"]: each["standing"] for each in request["evidence"]}[words] == standing
    assert [each["what"] for each in request["missing"]] == [f"{words} ({standing})"]


def test_a_paper_that_is_known_of_or_too_old(payers: Path):
    def standing(**letter: Any) -> str:
        papers = [paper | letter if paper["id"] == "LETTER" else paper for paper in PAPERS]
        evidence = the_request(payers, a_case(documents=papers))["evidence"]
        return next(str(each["standing"]) for each in evidence if each["words"].startswith("letter"))

    assert standing() == "on file"
    assert standing(on_file=False) == "reported"
    assert standing(date="2025-01-02") == "not good enough"
    assert standing(date=None) == "check by hand"


def test_a_test_on_a_paper_that_is_not_on_file_is_only_reported(payers: Path):
    papers = [paper | {"on_file": paper["id"] != "RECORD"} for paper in PAPERS]
    request = the_request(payers, a_case(documents=papers))
    assert request["evidence"][0]["standing"] == "reported"
    assert request["tests"][0]["standing"] == "reported"


def test_every_test_is_told_with_its_place_and_the_values_that_it_meets_or_misses(payers: Path):
    tests = [
        {"id": "LOW", "state": "rest", "spo2_percent": 86, "document": "RECORD", "page": 3},
        {"id": "HIGH", "state": "rest", "spo2_percent": 91, "document": "RECORD", "page": 4},
        {"id": "OLD", "state": "rest", "spo2_percent": 86, "document": "RECORD", "date": "2025-01-10"},
    ]
    file = case_file(payers.parent, a_case(tests=tests))
    _, text = run(payers, file)
    assert "LOW: meets saturation below 88 % at rest." in text
    assert "HIGH: misses saturation below 88 % at rest." in text
    assert re.search(r"OLD: meets .*; it does not count: .*older than the 60 days", text)
    shown = {test["id"]: test for test in in_json(payers, file)["cases"][0]["requests"][0]["tests"]}
    assert shown["LOW"]["where"] == "RECORD p. 3"
    assert shown["LOW"]["value"] == "SpO2 86%"
    assert shown["LOW"]["air"] == "room air"
    assert shown["LOW"]["taken_by"] == "hospital"


def test_a_payer_with_medicares_criteria_shows_the_group(payers: Path):
    _, text = run(payers, case_file(payers.parent, a_case("cedar")))
    assert "Coverage group I is shown" in text


def test_what_the_request_must_name_is_missing_with_its_source(payers: Path):
    case = a_case()
    del case["coverage"]["member_id"], case["patient"]["birth_date"], case["practitioner"]["npi"]
    code, text = run(payers, case_file(payers.parent, case))
    assert code == 1
    assert (
        "From the supplier's records the member's id with this payer; the member's birth date; the practitioner's"
        in text
    )


def test_only_the_document_names_the_member(payers: Path):
    file = case_file(payers.parent, a_case())
    private = ("Example, Anna", "MEMBER-7712", "02/03/1950")
    shown = run(payers, file)[1] + run(payers, file, "--format", "json")[1]
    assert not [word for word in (*private, "Anna", "1950-02-03") if word in shown]
    document = run(payers, file, "--format", "markdown")[1]
    assert all(word in document for word in private)


def test_the_verdict_and_the_request_agree_on_the_need(payers: Path):
    cases = [
        a_case(case_id="none"),
        a_case(case_id="first-months", items=[{"code": "E1392"}]),
        a_case(
            case_id="month-4",
            items=[SEPTEMBER | {"code": "E1392"}],
            history=[{"code": "E1392", "from": date(2025, 6, 1), "months": 3, "payer": "birch"}],
        ),
        a_case(case_id="covered", authorizations=[approval(last_day="2026-05-31")]),
        a_case(case_id="ended", items=[SEPTEMBER], authorizations=[approval()]),
        a_case(
            case_id="voided",
            items=[SEPTEMBER],
            authorizations=[approval(last_day="2026-05-31")],
            changes=[{"what": "equipment", "date": "2025-08-10"}],
        ),
    ]
    catalogue = load(payers)
    models = [Case.model_validate(case) for case in cases]
    held = {v.case_id for v in decide(models, catalogue, date(2025, 9, 2)) if "PAY-200" in {f.rule for f in v.findings}}
    asked = {
        each.case_id
        for each in authorization(AuthorizationRequest(models, date(2025, 9, 2)), catalogue).cases
        if each.lines[0].requested and each.lines[0].need.answer is Needed.YES
    }
    assert held == asked == {"none", "month-4", "ended", "voided"}


def test_renewals_due(payers: Path):
    cases = [
        a_case(case_id="ended", authorizations=[approval()]),
        a_case(case_id="soon", authorizations=[approval(last_day="2025-10-15")]),
        a_case(case_id="later", authorizations=[approval(last_day="2026-05-31")]),
        a_case(
            case_id="renewed",
            authorizations=[approval(), approval(id="A2", first_day="2025-09-01", last_day="2026-08-31")],
        ),
        a_case(case_id="gone", items=[{"code": "E1390", "device": {"picked_up": "2025-08-01"}}],
               authorizations=[approval()]),
        a_case(case_id="none"),
    ]  # fmt: skip
    file = case_file(payers.parent, *cases)
    found = in_json(payers, file, "--renewals")["renewals"]
    assert [(each["case_id"], each["ends"], each["days"]) for each in found] == [
        ("ended", "2025-08-31", -2),
        ("soon", "2025-10-15", 43),
    ]
    code, text = run(payers, file, "--renewals")
    assert code == 1
    assert "2 to renew within 60 days, 1 of them already ended" in text
    assert "ask for 2025-09-01 to 2026-08-31" in text
    assert "continued need" in text
    assert [each["case_id"] for each in in_json(payers, file, "--renewals", "--ahead", "10")["renewals"]] == ["ended"]


def test_a_voided_approval_is_listed_with_the_change_that_ended_it(payers: Path):
    case = a_case(
        authorizations=[approval(last_day="2026-05-31")], changes=[{"what": "equipment", "date": "2025-08-10"}]
    )
    text = run(payers, case_file(payers.parent, case), "--renewals")[1]
    assert "a change of equipment on 2025-08-10 ended it" in text
    assert "new request" in text


def test_no_renewals_due(payers: Path):
    assert run(payers, case_file(payers.parent, a_case()), "--renewals")[0] == 0


def test_bad_input(payers: Path):
    file = case_file(payers.parent, a_case())
    assert run(payers, str(payers / "none.yaml"))[0] == 2
    code, text = run(payers / "nowhere", file)
    assert code == 2
    assert "there is no folder" in text
    code, text = run(payers, file, "--line", "9")
    assert code == 2
    assert "has no such line; its lines are 1" in text
    assert run(payers, file, "--renewals", "--format", "markdown")[0] == 2
    broken = payers.parent / "broken"
    broken.mkdir()
    (broken / "birch.yaml").write_text(BIRCH.replace("authorization_form", "authorisation_form"), encoding="utf-8")
    code, text = run(broken, file)
    assert code == 2
    assert "birch.yaml" in text
    assert "authorisation_form" in text


def test_the_pdf_names_the_member_and_keeps_remarks_for_the_own_pages(payers: Path):
    target = payers.parent / "request.pdf"
    code, text = run(payers, case_file(payers.parent, a_case()), "--output", str(target))
    assert code == 0
    assert "it names the patient" in text
    to_send, own = text_of(target).split("For the supplier's own file - do not send")
    assert all(word in to_send for word in ("Example, Anna", "MEMBER-7712", "02/03/1950", "RECORD p. 3", "SpO2 86%"))
    assert "make sure with the payer" not in to_send
    assert "make sure with the payer" in own


def test_a_pdf_of_many_tests_and_long_names(payers: Path):
    tests = [{"id": f"READING-{n}", "state": "rest", "spo2_percent": 86, "page": n} for n in range(1, 61)]
    case = a_case(tests=tests)
    case["patient"]["last_name"] = (
        "Featherstonehaugh-Cholmondeley-Marjoribanks of Northumberland and the Čertík Islands"
    )
    target = payers.parent / "request.pdf"
    run(payers, case_file(payers.parent, case), "--output", str(target))
    text = text_of(target)
    assert all(f"READING-{n} " in text for n in range(1, 61))
    assert "Some letters were replaced by Latin ones." in text


def test_a_pdf_is_written_whole_or_not_at_all(payers: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*args: object) -> bytes:
        raise OSError(28, "No space left on device", "request.pdf")

    target = payers.parent / "request.pdf"
    target.write_text("the old one", encoding="utf-8")
    monkeypatch.setattr(pdf, "pdf_of", broken)
    code, text = run(payers, case_file(payers.parent, a_case()), "--output", str(target))
    assert code == 2
    assert "cannot be written" in text
    assert target.read_text(encoding="utf-8") == "the old one"
    assert not list(payers.parent.glob(".request*"))


def test_a_pdf_needs_one_case_a_folder_and_a_request(payers: Path):
    target = payers.parent / "request.pdf"
    two = case_file(payers.parent, a_case(), a_case(case_id="B-2"))
    code, text = run(payers, two, "--output", str(target))
    assert code == 2
    assert "--output: writes one case, and there are 2" in text
    file = case_file(payers.parent, a_case())
    assert run(payers, file, "--output", str(target.parent / "nowhere" / "request.pdf"))[0] == 2
    code, text = run(payers, case_file(payers.parent, a_case("medicare")), "--output", str(target))
    assert code == 0
    assert "was not written: no line needs a request" in text
    assert not target.exists()


def test_without_the_pdf_library_the_extra_is_named(payers: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "fpdf", None)
    for name in ("pdf", "letter_paper"):
        monkeypatch.delitem(sys.modules, f"oxyclaim.views.render.{name}", raising=False)
    target = payers.parent / "request.pdf"
    code, text = run(payers, case_file(payers.parent, a_case()), "--output", str(target))
    assert code == 2
    assert "pip install 'oxyclaim[pdf]'" in text
    assert not target.exists()
