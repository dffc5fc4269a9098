"""Whether the patient may be charged stands beside every verdict, with its source."""

from datetime import date
from typing import Any

import pytest

from oxyclaim.case.models import Case
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict, PatientCharge
from oxyclaim.policy import load_with_examples
from oxyclaim.policy.worked_cases import build, payer_cases, worked_cases

CATALOGUE = load_with_examples()
REST = [{"state": "rest", "spo2_percent": 86}]


@pytest.fixture(scope="module")
def every() -> list[LineVerdict]:
    cases = (*worked_cases(), *payer_cases())[::5]
    days = [date(case.as_of.year, 12, 31) for case in cases]
    return list(decide([Case.model_validate(case.case) for case in cases], CATALOGUE, days))


def charge(facts: dict[str, Any], start: str = "2025-05-10", line: int = 1) -> PatientCharge:
    case = Case.model_validate(build("X", start, {"tests": REST} | facts))
    last = max(item.service_date for item in case.items)
    found = [verdict for verdict in decide([case], CATALOGUE, last) if verdict.line_number == line]
    assert found[0].charge_patient is not None
    return found[0].charge_patient


def test_every_line_has_an_answer_and_its_source(every: list[LineVerdict]):
    for verdict in every:
        assert verdict.charge_patient is not None, verdict.case_id
        assert verdict.charge_patient.answer.partition(":")[0] in ("yes", "no", "depends")
        assert verdict.charge_patient.authorities


def test_what_is_not_payable_is_never_the_patients_and_nothing_open_is_charged(every: list[LineVerdict]):
    of_medicare = [verdict for verdict in every if verdict.payer == "medicare" and verdict.charge_patient]
    for verdict in of_medicare:
        answer = verdict.charge_patient.answer if verdict.charge_patient else ""
        if verdict.verdict in ("not payable", "hold", "review"):
            assert answer.startswith("no:"), verdict.case_id
        if verdict.verdict == "not covered" and answer.startswith("yes"):
            assert verdict.denial_notice is not None
            assert "GA" in (verdict.denial_notice.modifiers or ())


def test_other_payers_are_told_to_look_in_their_contract(every: list[LineVerdict]):
    others = [verdict for verdict in every if verdict.payer != "medicare" and verdict.charge_patient]
    assert others
    for verdict in others:
        assert verdict.charge_patient is not None
        assert "contract" in verdict.charge_patient.answer


def test_after_month_36_nothing_is_charged_for_the_equipment():
    month_37 = {"code": "E1390", "service_date": date(2026, 1, 10)}
    history = [{"code": "E1390", "from": date(2023, 1, 10), "months": 36}]
    told = charge({"history": history, "items": [month_37]}, "2023-01-10")
    assert told.answer.startswith("no: after 36 paid months")
    assert any(cite.startswith("A52514") for cite in told.authorities)


def test_own_purchase_comfort_and_assignment():
    assert charge({"items": [{"code": "E1392", "acquisition": "purchase"}]}).answer.startswith("yes: the full price")
    assert charge({"items": [{"code": "A4615"}]}).answer.startswith("no: tubing")
    assigned = charge({"items": [{"code": "E1390"}]})
    assert assigned.answer.startswith("yes: the unmet deductible")
    assert "accessories are inside the rent" in assigned.answer
    assert not assigned.also, "what a better item would cost is told where one is wanted, and not on every line"
    free = charge({"coverage": {"assignment": "not_accepted"}, "items": [{"code": "E1390"}]})
    assert free.answer.startswith("yes: your charge")
    assert free.grade == "secondary"


def test_without_coverage_the_notice_decides():
    normal = [{"state": "rest", "spo2_percent": 94}]
    abn = {"id": "ABN", "items": "all", "signed_date": "start-1", "signed_by": "patient", "states_reason": True,
           "states_cost": True, "option": "1", "blanket": False, "current_form": True}  # fmt: skip
    items = [{"code": "E1390"}]
    assert charge({"tests": normal, "notices": [abn], "items": items}).answer.startswith("yes: what the valid ABN")
    assert charge({"tests": normal, "notices": [], "items": items}).answer.startswith("no: no valid ABN")
    assert charge({"tests": normal, "notices": None, "items": items}).answer.startswith("depends: only with an ABN")
    wants_none = charge({"tests": normal, "notices": [abn | {"option": "2"}], "items": items})
    assert wants_none.answer.startswith("depends")


def test_behind_another_payer_the_patient_owes_what_both_leave_and_not_medicares_share():
    primary = {"payer": "group_plan", "outcome": "paid", "remittance_date": "2025-06-10", "crossed_over": False}
    for assignment in ("accepted", "not_accepted"):
        for code in ("E1390", "E0431"):
            own = {"coverage": {"payer": "medicare", "assignment": assignment}, "items": [{"code": code}]}
            first = charge(own | {"coverage": own["coverage"] | {"primary": primary}})
            assert first.answer.startswith("depends: Medicare pays behind another payer")
            assert "what both payers leave" in first.answer
            assert "behind another payer" not in charge(own).answer
