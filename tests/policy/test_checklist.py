"""What the checklist says of a case."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
import yaml

from oxyclaim.case.reader import read_cases
from oxyclaim.engine.standing import Standing
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import worked_cases
from oxyclaim.services.checklist import Checklist, Entry, checklists

WORKED = {case.id: case.case for case in worked_cases()}
TODAY = date(2026, 11, 23)


@pytest.fixture
def made(tmp_path):
    """The checklists of some cases."""

    def make(*cases: dict[str, Any], as_of: date = TODAY) -> list[Checklist]:
        path = tmp_path / "cases.yaml"
        path.write_text(yaml.safe_dump({"cases": list(cases)}), encoding="utf-8")
        result = read_cases([path])
        assert not result.problems
        return [made for _, made in checklists([sourced.case for sourced in result.cases], load(), as_of)]

    return make


def a_case(id: str = "coverage-1", **changes: Any) -> dict[str, Any]:
    return deepcopy(WORKED[id]) | changes


def entries(checklist: Checklist) -> dict[str, Entry]:
    return {entry.item: entry for entry in checklist.entries}


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_a_checklist_is_complete_exactly_where_every_line_is_billable(made, every: int):
    cases = list(WORKED.values())[::every]  # one YAML file would be too large
    half = len(cases) // 2
    for checklist in [*made(*cases[:half]), *made(*cases[half:])]:
        billable = all(line.verdict == "billable" for line in checklist.lines)
        assert checklist.complete == billable, checklist.case_id


def test_papers_that_are_not_on_file_are_reported_and_nothing_is_missing(made):
    case = a_case()
    for document in case["documents"]:
        document["on_file"] = False
    [checklist] = made(case)
    for entry in checklist.entries:
        if entry.item not in ("rental", "claim_data", "assignment_disclosure"):
            assert entry.standing == "reported", entry.item
            assert not entry.where
    assert checklist.count(Standing.MISSING) == 0


def test_lists_that_are_left_out_are_missing_and_never_held_against_the_patient(made):
    case = a_case()
    for section in ("tests", "orders", "deliveries", "clinical", "encounters"):
        case.pop(section)
    [checklist] = made(case)
    found = entries(checklist)
    for item in ("written_order", "blood_gas_study", "proof_of_delivery", "mobility"):
        assert found[item].standing == "missing"
    assert checklist.count(Standing.NOT_GOOD_ENOUGH) == 0


def test_an_order_on_file_that_is_unsigned_is_not_good_enough_and_names_the_element(made):
    case = a_case()
    case["orders"][0]["signed"] = False
    [checklist] = made(case)
    order = entries(checklist)["written_order"]
    assert order.standing == "not good enough"
    assert order.where[0].document == "ORDER"
    assert [show.words for show in order.shows if show.state == "no"] == ["the practitioner's signature"]
    assert [show.state for show in order.shows].count("yes") == 5
    assert order.request, "a new order before the claim still helps"


def test_items_that_lines_share_are_said_once_with_their_lines(made):
    [checklist] = made(a_case())
    found = [entry.item for entry in checklist.entries]
    assert len(found) == len(set(found))
    assert entries(checklist)["written_order"].lines == (1, 2)
    assert entries(checklist)["mobility"].codes == ("E1392",)


def test_group_2_papers_are_not_asked_of_a_group_1_patient(made):
    [checklist] = made(a_case())
    assert "group_2_condition" not in entries(checklist)
    why = {item.item: item.why for item in checklist.not_needed}
    assert "Group I" in why["group_2_condition"]


def test_a_value_in_the_group_2_range_asks_for_the_condition(made):
    case = a_case()
    case["tests"][0]["spo2_percent"] = 89
    [checklist] = made(case)
    found = entries(checklist)
    assert found["group_2_condition"].standing == "missing"
    assert found["blood_gas_study"].standing == "on file"
    assert "group_3_condition" not in found


def test_where_nothing_qualifies_the_nearest_is_shown_and_no_practitioner_is_asked_for_another_value(made):
    case = a_case()
    case["tests"][0]["spo2_percent"] = 94
    [checklist] = made(case)
    study = entries(checklist)["blood_gas_study"]
    assert study.standing == "not good enough"
    assert "94 %" in study.lacks[0]
    assert study.request is None
    assert "group_2_condition" not in entries(checklist)


def test_a_sleep_only_test_is_good_for_the_stationary_line_and_not_for_the_portable_one(made):
    [checklist] = made(a_case("coverage-2"))
    standing = {entry.codes: entry.standing for entry in checklist.entries if entry.item == "blood_gas_study"}
    assert standing[("E1390",)] == "on file"
    assert standing[("E1392",)] != "on file"


def test_an_order_that_was_not_there_at_delivery_is_missing_past_cure_and_nobody_is_asked_for_it(made):
    case = a_case(orders=[], encounters=[])
    for item in case["items"]:
        item["service_date"] = item["rental_start"] = item["device"]["delivered"] = "2026-05-10"
    [checklist] = made(case)
    found = entries(checklist)
    for item in ("order_before_delivery", "face_to_face"):
        assert found[item].standing == "missing"
        assert "does not help" in found[item].by
        assert found[item].request is None


def test_before_the_delivery_the_visit_and_the_order_are_still_asked_for(made):
    case = a_case(orders=[], encounters=[])
    for item in case["items"]:
        item["service_date"] = item["rental_start"] = item["device"]["delivered"] = "2026-05-10"
    [checklist] = made(case, as_of=date(2026, 5, 1))
    visit = entries(checklist)["face_to_face"]
    assert visit.standing == "missing"
    assert visit.by == "before the delivery on 2026-05-10; it cannot be cured afterwards"
    assert visit.request


def test_the_visit_waits_for_the_order_and_says_so_first(made):
    visits = [{"id": "V", "document": WORKED["coverage-1"]["documents"][0]["id"], "date": "2026-05-02",
               "mode": "in_person", "with_practitioner": "ordering_practitioner", "supports_order": True}]  # fmt: skip
    case = a_case(encounters=visits) | {"items": _delivered_in_may_2026()}
    orders = case.pop("orders")
    [checklist] = made(case)
    visit = entries(checklist)["face_to_face"]
    assert visit.lacks == (
        "the order comes first, since the visit must be one before it",
        "the case does not say whether there are any orders",
    )
    shown = {each.words: each.state for each in visit.shows}
    assert shown["the date of the visit"] == "yes", "what the note shows is not called missing for want of an order"
    [checklist] = made(case | {"orders": [{**orders[0], "order_date": None}]})
    assert entries(checklist)["face_to_face"].lacks == (
        "visit V: the date of the order, from which its months are counted back, is not documented",
    )


def test_what_rests_on_a_weaker_source_says_so(made):
    [checklist] = made(a_case("coverage-1", encounters=[]) | {"items": _delivered_in_may_2026()})
    visits = [entry for entry in checklist.entries if entry.item == "face_to_face"]
    assert {entry.grade for entry in visits} == {"secondary"}


def _delivered_in_may_2026() -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = deepcopy(WORKED["coverage-1"]["items"])
    for item in items:
        item["service_date"] = item["rental_start"] = item["device"]["delivered"] = "2026-05-10"
    return items


def test_an_abn_is_wanted_only_where_a_denial_is_expected(made):
    covered, not_covered = made(a_case(), a_case("coverage-2"), as_of=date(2024, 3, 31))
    assert "advance_beneficiary_notice" not in entries(covered)
    assert entries(not_covered)["advance_beneficiary_notice"].codes == ("E1392",)


def test_another_practitioners_visit_asks_whether_the_prescriber_verified_it(made):
    [checklist] = made(a_case("visit-other-practitioner"))
    visit = entries(checklist)["face_to_face"]
    assert visit.standing == "missing"
    assert any("verified" in lack for lack in visit.lacks), visit.lacks


def test_a_service_date_without_rules_is_never_complete(made):
    case = a_case()
    for item in case["items"]:
        item["service_date"] = item["rental_start"] = "2014-05-10"
        item["device"]["delivered"] = "2014-05-10"
    [checklist] = made(case)
    assert not checklist.complete
    assert any("holds no rule" in other.sentence for other in checklist.others)
    assert "group_2_condition" not in {item.item for item in checklist.not_needed}


def test_papers_are_kept_seven_years_from_the_last_service_date(made):
    [checklist] = made(a_case())
    assert checklist.keep_until == date(2032, 5, 10)
    assert checklist.keep_authorities == ("MLN",)


def test_claim_data_that_is_not_filled_in_is_missing(made):
    case = a_case()
    del case["patient"]["birth_date"]
    [checklist] = made(case)
    data = entries(checklist)["claim_data"]
    assert data.standing == "missing"
    assert "patient.birth_date" in data.lacks[0]


def test_before_2023_the_certificate_and_the_older_findings_are_wanted(made):
    case = a_case()
    for item in case["items"]:
        item["service_date"] = item["rental_start"] = item["device"]["delivered"] = "2019-05-10"
    [checklist] = made(case)
    found = entries(checklist)
    for item in ("certificate", "older_findings"):
        assert found[item].standing == "missing"
    assert "certificate" not in entries(made(a_case())[0])


def test_the_first_order_shows_the_flow_even_where_it_is_dated_after_the_service_date(made):
    case = a_case()
    case["orders"][0]["order_date"] = case["orders"][0]["received_date"] = "2025-05-20"
    [checklist] = made(case)
    flow = entries(checklist)["prescribed_flow"]
    assert flow.standing == "on file"
    assert flow.request is None


def test_later_months_want_proof_of_need_and_use(made):
    first, later = a_case(), a_case(case_id="later")
    for item in later["items"]:
        item["service_date"] = "2026-08-10"
    checklists_made = made(first, later)
    assert "continued_use" not in entries(checklists_made[0])
    found = entries(checklists_made[1])
    assert found["continued_use"].supplied_by == "supplier"
    for item in ("continued_need", "continued_use"):
        assert found[item].standing != "on file"


def test_after_the_first_days_group_2_wants_a_repeat_study_and_group_1_does_not(made):
    group_1, group_2 = a_case("group-2-condition-unknown"), a_case("group-2-condition-unknown", case_id="II")
    group_1["tests"][0]["spo2_percent"] = 86
    group_2["clinical"]["dependent_edema_suggesting_chf"] = {"document": "RECORD", "value": True}
    for case in (group_1, group_2):
        for item in case["items"]:
            item["service_date"] = item["rental_start"].replace(item["rental_start"][:4], "2026")
    one, two = made(group_1, group_2)
    assert "repeat_study" not in entries(one)
    assert entries(two)["repeat_study"].standing == "not good enough"


def test_another_payer_is_not_asked_for_medicares_papers(tmp_path):
    case = a_case() | {"coverage": WORKED["coverage-1"]["coverage"] | {"payer": "washington_medicaid"}}
    path = tmp_path / "case.yaml"
    path.write_text(yaml.safe_dump(case), encoding="utf-8")
    (sourced,) = read_cases([path]).cases
    ((_, checklist),) = checklists([sourced.case], load(), date(2025, 6, 1))
    named = " ".join(each.title for each in (*checklist.entries, *checklist.not_needed))
    assert "ABN" not in named
    assert "F2F" not in named
