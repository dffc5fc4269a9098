"""What was so at the start stays so: the repeat test, the emergency's waiver and RA are bound to the first oxygen."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import product
from typing import Any

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Case
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build

START = date(2025, 2, 3)
EDEMA = {"dependent_edema_suggesting_chf": {"value": True}}
HEADACHE = [{"icd10": "G44.009", "description": "Cluster headache"}]
INITIAL = {
    "89 %": ([{"id": "FIRST", "state": "rest", "spo2_percent": 89}], {"clinical": EDEMA}),
    "PO2 58": (
        [{"id": "FIRST", "state": "rest", "method": "arterial_blood_gas", "po2_mmhg": 58}], {"clinical": EDEMA}
    ),
    "97 %": ([{"id": "FIRST", "state": "rest", "spo2_percent": 97}], {"diagnoses": HEADACHE}),
}  # fmt: skip
"""Values at or above 56 mm Hg or 89 % with which oxygen may begin, and what makes them Group II or III."""


TODAY = date(2026, 1, 20)


def judged(cases: Iterable[tuple[Any, dict[str, Any]]], as_of: date = TODAY) -> list[tuple[Any, LineVerdict]]:
    """Each case's last line beside its name. All are decided together."""
    names, built = [], []
    for number, (name, facts) in enumerate(cases):
        names.append(name)
        built.append(Case.model_validate(build(f"C{number}", START, facts)))
    last = {verdict.case_id: verdict for verdict in decide(built, load(), as_of)}
    return [(name, last[f"C{number}"]) for number, name in enumerate(names)]


def order(label: str, day: date) -> dict[str, Any]:
    return {"id": label, "items": ["E1390", "E1392"], "order_date": day, "received_date": day,
            "length_of_need_days": 9999}  # fmt: skip


def later(value: int, day: int) -> dict[str, Any]:
    return {"id": "LATER", "state": "rest", "spo2_percent": value, "date": START + timedelta(days=day)}


def test_no_later_reading_lifts_the_repeat_test():
    cases = []
    for (initial, (tests, why)), value, day in product(INITIAL.items(), (80, 86, 88, 89, 95), (10, 59, 95, 130)):
        for new_order in (False, True):
            orders = [order("SWO", START), *([order("NEW", START + timedelta(days=day))] if new_order else [])]
            line = {"code": "E1390", "service_date": add_months(START, 6)}
            facts = {"tests": [*tests, later(value, day)], "orders": orders, "items": [line], **why}
            cases.append(((initial, value, day, new_order), facts))
    billable = [name for name, verdict in judged(cases) if verdict.is_billable]
    assert not billable, "a reading outside the window renews nothing"


def test_a_repeat_test_in_time_still_needs_the_new_order():
    cases = []
    for (initial, (tests, why)), value, day in product(INITIAL.items(), (80, 86, 88, 89, 97), (61, 75, 89)):
        line = {"code": "E1390", "service_date": add_months(START, 5)}
        facts = {"tests": [*tests, later(value, day)], "orders": [order("SWO", START)], "items": [line], **why}
        cases.append(((initial, value, day), facts))
    assert not [name for name, verdict in judged(cases) if verdict.is_billable]


def test_only_the_safe_days_renew():
    tests, why = INITIAL["89 %"]
    cases = []
    for day in range(50, 110):
        orders = [order("SWO", START), order("NEW", START + timedelta(days=day))]
        line = {"code": "E1390", "service_date": add_months(START, 5)}
        cases.append((day, {"tests": [*tests, later(89, day)], "orders": orders, "items": [line], **why}))
    by_day = {day: verdict.verdict for day, verdict in judged(cases)}
    assert {day for day, word in by_day.items() if word == "billable"} == set(range(61, 90))
    assert {day for day, word in by_day.items() if word == "review"} == {60, *range(90, 110)}
    assert {day for day, word in by_day.items() if word == "not covered"} == set(range(50, 60))


def test_the_days_run_from_the_first_oxygen_whichever_unit_it_was():
    """A unit that joins later, or replaces another, is judged as the first one: bound where no test renewed it."""
    tests, why = INITIAL["89 %"]
    cases = []
    for months, by_history, renewed in product(range(1, 12), (False, True), (False, True)):
        joined = add_months(START, months)
        first = {"code": "E1390", "service_date": joined}
        items = [{"code": "E1392", "rental_start": joined, "service_date": joined, "device": {"delivered": joined}}]
        facts: dict[str, Any] = {
            "tests": [*tests, *([later(89, 75)] if renewed else [])],
            "orders": [order("SWO", START), order("NEW", joined)],
            "deliveries": [{"id": "POD", "items": ["E1390"]}, {"id": "POD-2", "items": ["E1392"], "date": joined}],
            **why,
        }  # fmt: skip
        if by_history:
            facts |= {"items": items, "history": [{"code": "E1390", "from": START, "months": months}]}
        else:
            facts |= {"items": [first, *items]}
        cases.append(((months, by_history, renewed), facts))
    for (months, by_history, renewed), verdict in judged(cases):
        late = (add_months(START, months) - START).days >= 89
        where = f"{months} months, by history {by_history}: {verdict.findings}"
        if renewed or not late:
            assert verdict.is_billable, where
        else:
            assert not verdict.is_billable, where


def test_a_replaced_waiver_rental_is_for_a_person_and_never_denied():
    begins = (date(2020, 3, 1), date(2020, 10, 5), date(2021, 7, 9), date(2022, 12, 15), date(2023, 3, 30))
    cases = []
    for begun, (reason, years) in product(begins, [("lost", 1), ("lost", 3), ("end_of_lifetime", 5)]):
        start = begun.replace(year=begun.year + years)
        if not date(2023, 5, 12) <= start <= date(2026, 4, 12):
            continue
        line = {"code": "E1390", "rental_start": start, "service_date": start, "device": {"delivered": start},
                "narrative": "LOST",
                "replaces": {"code": "E1390", "rental_start": begun, "reason": reason}}  # fmt: skip
        facts = {
            "tests": [], "clinical": {"need_shown_in_emergency": {"value": True}}, "items": [line],
            "orders": [order("OLD", begun), order("SWO", start - timedelta(days=1))],
            "deliveries": [{"id": "POD", "items": ["E1390"], "date": start}],
        }  # fmt: skip
        cases.append((start, facts))
    assert len(cases) > 5
    assert {judged([case], as_of=case[0])[0][1].verdict for case in cases} == {"review"}


def test_an_abn_counts_for_the_months_that_begin_behind_it():
    tests, why = INITIAL["89 %"]
    service = add_months(START, 5)
    cases = []
    for days in range(-70, 4):
        signed = service + timedelta(days=days)
        notice = {"id": "ABN", "items": ["E1390"], "signed_date": signed, "states_reason": True, "states_cost": True,
                  "option": "1"}  # fmt: skip
        facts = {"tests": [*tests, later(95, 75)], "notices": [notice], "orders": [order("SWO", START)],
                 "items": [{"code": "E1390", "service_date": service}], **why}  # fmt: skip
        cases.append((days, facts))
    for days, verdict in judged(cases):
        assert verdict.verdict == "not covered"
        notice = verdict.denial_notice
        assert notice is not None
        liable = "GA" if days < 0 else "GZ"
        assert (notice.modifiers == ("RR", liable)) or (days == 0 and notice.status == "hold"), (days, notice)


def test_ra_stands_in_the_first_month_and_in_no_other():
    cases = []
    for month, coded in product(range(0, 6), (["RR", "N1"], ["RR", "N1", "RA"])):
        replaced = {"code": "E1390", "rental_start": date(2020, 1, 3), "reason": "end_of_lifetime"}
        line = {"code": "E1390", "service_date": add_months(START, month), "modifiers": coded, "replaces": replaced}
        facts = {"tests": [{"state": "rest", "spo2_percent": 86}], "items": [line], "orders": [order("SWO", START)]}
        cases.append(((month, "RA" in coded), facts))
    for (month, with_ra), verdict in judged(cases):
        assert verdict.is_billable
        assert verdict.modifiers is not None
        assert ("RA" in verdict.modifiers) is (month == 0)
        assert verdict.forecast is not None
        assert (verdict.forecast.outcome == "accepted") is (with_ra is (month == 0)), (month, with_ra)
