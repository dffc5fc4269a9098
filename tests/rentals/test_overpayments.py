"""Months already paid that a finding also spoils. All cases are made up."""

from datetime import date
from typing import Any

from oxyclaim.case.models import Case
from oxyclaim.engine.decide import decide
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build
from oxyclaim.rentals.overpayments import Overpayment, overpayments

AS_OF = date(2026, 11, 1)
LOW = {"state": "rest", "spo2_percent": 86}


def found(facts: dict[str, Any], start: str = "2025-03-10", as_of: date = AS_OF) -> Overpayment | None:
    case = Case.model_validate(build("OVER", start, facts))
    return overpayments([case], decide([case], load(), as_of), load(), as_of).get("OVER")


def paid(months: int, **more: Any) -> dict[str, Any]:
    return {"code": "E1390", "from": date(2025, 3, 10), "months": months, "paid": 98.40} | more


def line(day: date, **more: Any) -> dict[str, Any]:
    return {"code": "E1390", "service_date": day} | more


def test_a_test_by_the_supplier_spoils_every_month_that_rested_on_it():
    history = [paid(5), {"code": "E1390", "service_date": date(2025, 8, 10)}]
    overpayment = found({"tests": [LOW | {"performed_by": "supplier"}], "history": history,
                         "items": [line(date(2025, 9, 10))]})  # fmt: skip
    assert overpayment is not None
    assert [month.service_date.month for month in overpayment.months] == [3, 4, 5, 6, 7, 8]
    assert {month.verdict for month in overpayment.months} == {"not covered"}
    assert {month.finding.rule for month in overpayment.months} == {"COV-100"}
    assert (overpayment.total_cents, overpayment.without_amount) == (5 * 9840, 1)
    assert overpayment.duty is not None
    assert (overpayment.duty.report_days, overpayment.duty.investigation_days) == (60, 180)
    assert overpayment.duty.grade == "secondary"


def test_only_the_months_behind_the_36th_are_spoiled():
    overpayment = found(
        {"tests": [LOW], "history": [paid(38) | {"from": date(2023, 6, 10)}],
         "items": [line(date(2026, 8, 10), rental_start=date(2023, 6, 10))]}, "2023-06-10"
    )  # fmt: skip
    assert overpayment is not None
    assert [month.service_date for month in overpayment.months] == [date(2026, 6, 10), date(2026, 7, 10)]
    assert overpayment.total_cents == 2 * 9840


def test_months_before_a_missed_retest_stand():
    """Group II: the first 90 days are covered without it, what follows is not."""
    edema = {"dependent_edema_suggesting_chf": {"value": True}, "mobile_in_home": {"value": True}}
    overpayment = found({"tests": [LOW | {"spo2_percent": 89}], "clinical": edema, "history": [paid(5)],
                         "items": [line(date(2025, 8, 10))]})  # fmt: skip
    assert overpayment is not None
    assert [month.service_date for month in overpayment.months] == [date(2025, 6, 10), date(2025, 7, 10)]
    assert {month.finding.rule for month in overpayment.months} == {"COV-300"}


def test_what_somebody_else_was_paid_or_another_payer_paid_is_not_given_back():
    overpayment = found({"tests": [LOW | {"performed_by": "supplier"}],
                         "history": [paid(2, supplier="other"), paid(2, payer="other") | {"from": date(2025, 5, 10)},
                                     paid(1) | {"from": date(2025, 7, 10)},
                                     {"code": "E0431", "service_date": date(2025, 7, 10), "paid": 20},
                                     {"code": "E1390", "service_date": date(2025, 8, 10), "supplier": None}],
                         "items": [line(date(2025, 9, 10))]})  # fmt: skip
    assert overpayment is not None
    assert [month.service_date for month in overpayment.months] == [date(2025, 7, 10)]
    assert overpayment.not_judged == 2, "another code, and a month of which the supplier is not known"


def test_what_is_held_or_billable_spoils_nothing():
    assert found({"tests": [LOW], "history": [paid(5)], "items": [line(date(2025, 8, 10))]}) is None
    assert found({"tests": None, "history": [paid(5)], "items": [line(date(2025, 8, 10))]}) is None


def test_a_month_longer_ago_than_the_payer_looks_back_says_so():
    facts = {"tests": [LOW | {"performed_by": "supplier"}], "history": [paid(2)], "items": [line(date(2025, 6, 10))]}
    overpayment = found(facts, as_of=date(2031, 4, 1))
    assert overpayment is not None
    assert [month.in_reach for month in overpayment.months] == [False, True]
