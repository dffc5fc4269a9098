"""The dates that matter next for a line. All data is made up."""

from datetime import date
from typing import Any

from oxyclaim.case.models import Case
from oxyclaim.engine.decide import decide
from oxyclaim.policy import load_with_examples
from oxyclaim.policy.worked_cases import build
from oxyclaim.services.clocks import Clocks, clocks

AS_OF = date(2025, 6, 1)
APPROVED = {"id": "A1", "document": "RECORD", "status": "approved", "codes": ["E1390"], "first_day": date(2025, 5, 1)}


def of(payer: str = "example_health", **facts: Any) -> Clocks:
    given = {
        "coverage": {"payer": payer}, "tests": [{"state": "rest", "spo2_percent": 86}], "history": [],
        "authorizations": [], "changes": [], "items": [{"code": "E1390"}],
    } | facts  # fmt: skip
    case = Case.model_validate(build("A", "2025-05-10", given))
    verdicts = list(decide([case], load_with_examples(), AS_OF))
    (found,) = clocks([case], verdicts, load_with_examples(), AS_OF).values()
    return found


def ahead(found: Clocks) -> dict[str, date]:
    return {each.what: each.day for each in found.ahead}


def test_the_claim_is_due_so_many_days_after_the_service_date():
    assert ahead(of()) == {"last day for a timely claim": date(2025, 9, 7)}


def test_after_a_first_payer_it_is_due_so_many_days_after_its_answer():
    primary = {"payer": "medicare", "outcome": "paid", "remittance_date": date(2025, 6, 10)}
    found = of(coverage={"payer": "example_health", "primary": primary})
    assert ahead(found)["last day for a timely claim"] == date(2025, 8, 9)


def test_where_sources_differ_the_contract_decides():
    (doubt,) = of().doubts
    assert "120" in doubt
    assert "180" in doubt
    assert "look in your contract" in doubt


def test_an_authorization_ends_by_its_months():
    (day,) = (day for what, day in ahead(of(authorizations=[APPROVED | {"kind": "initial"}])).items() if "A1" in what)
    assert day == date(2025, 10, 31)


def test_one_that_a_change_has_ended_is_no_date_to_wait_for():
    change = {"date": date(2025, 5, 5), "what": "flow"}
    found = of(authorizations=[APPROVED | {"kind": "initial"}], changes=[change])
    assert not [what for what in ahead(found) if "A1" in what]
    assert ["A1" in each.what for each in found.passed] == [True]


def test_what_is_over_is_told_apart():
    found = of(items=[{"code": "E1390", "service_date": date(2025, 1, 10), "rental_start": date(2025, 1, 10)}])
    assert [each.what for each in found.passed] == ["last day for a timely claim"]
    assert not found.ahead
