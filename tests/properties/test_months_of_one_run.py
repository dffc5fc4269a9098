"""The laws of a rental's months: those of one run count, contradictions open nothing, past months keep their own facts.

All of it is made up.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Case
from oxyclaim.case.runs import in_one_run
from oxyclaim.engine.decide import decide
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build
from oxyclaim.rentals.due import due_cases
from oxyclaim.rentals.overpayments import overpayments

LOW = {"state": "rest", "spo2_percent": 86}
PAID_MONTHS = 36
AS_OF = date(2026, 11, 28)


def case(name: str, start: date, facts: dict[str, Any]) -> Case:
    return Case.model_validate(build(name, start, {"tests": [LOW]} | facts))


def billable(cases: list[Case]) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = {}
    days = [max(item.service_date for item in case.items) for case in cases]  # each as of its last service date
    for verdict in decide(cases, load(), days):
        found.setdefault(verdict.case_id, []).append(verdict.is_billable)
    return found


RUNS = [(paid, lines) for paid in (30, 33, 34, 35, 36) for lines in (1, 2, 3, 4)]
START = date(2023, 1, 10)


def due(paid: int, number: int, code: str) -> dict[str, Any]:
    return {"code": code, "service_date": add_months(START, paid + number)}


def history(paid: int, code: str) -> list[dict[str, Any]]:
    return [{"code": code, "from": START, "months": paid}]


@pytest.mark.parametrize("code", ["E1390", "E1392"])
def test_lines_of_one_case_never_pass_the_paid_months(code: str) -> None:
    """Paid months and billable lines together are at most 36, and what is within them is billable."""
    cases = [
        case(f"P{paid}L{lines}", START, {"history": history(paid, code),
                                        "items": [due(paid, n, code) for n in range(lines)],
                                        "follow_ups": [{"id": "F", "date": add_months(START, paid - 1)}],
                                        "checks": [{}]})
        for paid, lines in RUNS
    ]  # fmt: skip
    found = billable(cases)
    for paid, lines in RUNS:
        assert found[f"P{paid}L{lines}"] == [paid + n < PAID_MONTHS for n in range(lines)], (paid, lines)


def test_lines_of_several_cases_of_one_member_never_pass_them_either() -> None:
    def cases(paid: int, lines: int) -> list[Case]:
        return [
            case(f"P{paid}L{lines}N{n}", START, {
                "history": history(paid, "E1390"), "items": [due(paid, n, "E1390")],
                "follow_ups": [{"id": "F", "date": add_months(START, paid - 1)}], "checks": [{}],
            })
            for n in range(lines)
        ]  # fmt: skip

    together = [each for paid, lines in RUNS for each in in_one_run(cases(paid, lines))]
    found = billable(together)
    for paid, lines in RUNS:
        assert [found[f"P{paid}L{lines}N{n}"][0] for n in range(lines)] == [
            paid + n < PAID_MONTHS for n in range(lines)
        ]


def test_months_that_fall_due_together_never_pass_them_either() -> None:
    cases = [
        case(f"P{paid}", START, {"history": history(paid, "E1390"), "items": [due(paid, 0, "E1390")],
                                 "follow_ups": [{"id": "F", "date": add_months(START, paid - 1)}]})
        for paid in (34, 35)
    ]  # fmt: skip
    for found, paid in zip(due_cases(cases, load(), add_months(START, 37), 0), (34, 35), strict=True):
        surely = [month for month in found.months if "LED-010" not in {point.rule for point in month.to_check}]
        assert paid + len(surely) == PAID_MONTHS, found.months


def test_two_cases_with_one_member_code_and_day_are_a_conflict() -> None:
    pair = [case(name, START, {"items": [{"code": "E1390"}]}) for name in ("ONE", "TWO")]
    apart = [case("OTHER", START, {"items": [{"code": "E1390"}], "coverage": {"member_id": "2EG4TE5MK74"}}), pair[0]]
    assert billable(in_one_run(pair)) == {"ONE": [False], "TWO": [False]}
    assert billable(in_one_run(apart)) == {"OTHER": [True], "ONE": [True]}


FIRST, LAST = date(2024, 10, 20), date(2025, 1, 31)
BEGIN = LAST + timedelta(days=1)
OPENS: dict[str, Any] = {
    "history": [{"code": "E1390", "from": date(2023, 10, 1), "months": 13}],
    "absences": [{"first_day": FIRST, "last_day": LAST, "reason": "no_need", "new_need_documented": True}],
    "items": [{"code": "E1390"}],
}


def contradicted() -> dict[str, dict[str, Any]]:
    """The same break with one fact that contradicts it."""
    made: dict[str, dict[str, Any]] = {}
    for day in (date(2024, 11, 1), date(2024, 12, 1), date(2025, 1, 1), date(2025, 1, 31)):
        for code in ("E1390", "E1391", "E1392", "E0431"):
            for outcome in ("paid", "pending", None):
                for supplier in ("own", "other"):
                    month = {"code": code, "service_date": day, "outcome": outcome, "supplier": supplier}
                    made[f"M{len(made)}"] = {"history": [*OPENS["history"], month]}
    for days in (0, 1, 30, 300):
        before = FIRST - timedelta(days=days)
        made[f"T{days}"] = {"tests": [LOW | {"date": before}]}
        made[f"O{days}"] = {"orders": [{"id": "SWO", "items": "all", "order_date": before, "received_date": before}]}
        made[f"S{days}"] = {"absences": [OPENS["absences"][0] | {"statement_date": before}]}
    for days in (15, 40, 60):
        made[f"N{days}"] = {"tests": [LOW | {"date": FIRST + timedelta(days=days)}]}
    return made


def test_facts_that_contradict_a_break_never_open_a_rental() -> None:
    plain: dict[str, dict[str, Any]] = {"PLAIN": {}}
    variants = plain | contradicted()
    found = billable([case(name, BEGIN, OPENS | facts) for name, facts in variants.items()])
    assert found.pop("PLAIN") == [True]
    assert [name for name, lines in found.items() if any(lines)] == []


def test_a_replaced_start_that_the_history_does_not_show_never_opens_a_rental() -> None:
    start, replaced = date(2025, 5, 10), date(2020, 5, 10)
    variants = {
        f"D{days}": {"history": [{"code": "E1390", "from": replaced + timedelta(days=days), "months": 36}]}
        for days in (0, 1, 5, 31, 366, 800)
    }
    items = [{"code": "E1390", "replaces": {"code": "E1390", "rental_start": replaced, "reason": "end_of_lifetime"}}]
    found = billable([case(name, start, {"items": items} | facts) for name, facts in variants.items()])
    assert found.pop("D0") == [True]
    assert not any(any(lines) for lines in found.values()), found


RENTED = date(2024, 5, 20)
OF_THE_LINE: dict[str, dict[str, Any]] = {
    "wear": {"rental_start": date(2025, 5, 20),
             "replaces": {"code": "E1392", "rental_start": RENTED, "reason": "wear"}},
    "early": {"rental_start": date(2025, 5, 20),
              "replaces": {"code": "E1392", "rental_start": RENTED, "reason": "end_of_lifetime"}},
    "early-start-not-given": {"rental_start": date(2025, 5, 20),
                              "replaces": {"code": "E1392", "reason": "wear"}},
    "in-a-facility": {"place_of_service": "31"},
}  # fmt: skip
OF_A_LATER_DAY: dict[str, dict[str, Any]] = {
    finding: {"clinical": {finding: {"value": value, "date": date(2025, 5, 15)}}}
    for finding, value in (("mobile_in_home", False), ("standby_only", True),
                           ("home_oxygen_will_improve_condition", False))
}  # fmt: skip


def test_what_is_true_of_a_later_month_spoils_no_earlier_one() -> None:
    lines = {name: {"items": [{"code": "E1392", "rental_start": RENTED, "service_date": date(2025, 5, 20)} | each]}
             for name, each in OF_THE_LINE.items()}  # fmt: skip
    later = {
        name: each | {"items": [{"code": "E1392", "rental_start": RENTED, "service_date": date(2025, 5, 20)}]}
        for name, each in OF_A_LATER_DAY.items()
    }
    paid = {"history": [{"code": "E1392", "from": RENTED, "months": 12, "paid": 47.17}]}
    cases = [case(name, RENTED, facts | paid) for name, facts in (lines | later).items()]
    verdicts = list(decide(cases, load(), AS_OF))
    barred = {verdict.case_id for verdict in verdicts if verdict.verdict in ("not payable", "not covered", "excluded")}
    assert len(barred) >= len(cases) - 1, "the lines themselves may not be billed"
    assert overpayments(cases, verdicts, load(), AS_OF) == {}
