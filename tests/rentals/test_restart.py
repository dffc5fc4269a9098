"""May the 36 months begin anew? All cases are made up."""

from datetime import date
from typing import Any

import pytest

from oxyclaim.case.models import Case
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build
from oxyclaim.rentals.restart import LineRestart, restarts

LOW = {"state": "rest", "spo2_percent": 86}
PAID = {"code": "E1390", "from": date(2024, 4, 10), "months": 12}


def broken(last: date, **more: Any) -> dict[str, Any]:
    return {"first_day": date(2025, 3, 20), "last_day": last, "reason": "no_need", "new_need_documented": True} | more


def replacing(reason: str, start: date, **more: Any) -> dict[str, Any]:
    return {"code": "E1390", "replaces": {"code": "E1390", "rental_start": start, "reason": reason}} | more


FACTS: dict[str, tuple[str, dict[str, Any]]] = {
    "back-in-time": ("2025-06-09", {"history": [PAID], "absences": [broken(date(2025, 6, 8))]}),
    "back-a-day-later": ("2025-06-10", {"history": [PAID], "absences": [broken(date(2025, 6, 9))]}),
    "months-inside": ("2025-06-20", {"history": [PAID | {"months": 14}], "absences": [broken(date(2025, 6, 19))]}),
    "old-papers": ("2025-06-20", {"history": [PAID], "absences": [broken(date(2025, 6, 19))],
                                  "orders": [{"id": "SWO", "items": "all", "order_date": date(2024, 4, 9),
                                              "received_date": date(2024, 4, 9)}]}),
    "no-history": ("2025-06-20", {"absences": [broken(date(2025, 6, 19))]}),
    "month-36": ("2026-06-01", {"history": [PAID | {"from": date(2022, 10, 1), "months": 36}],
                                "absences": [{"first_day": date(2025, 12, 20), "last_day": date(2026, 5, 20),
                                              "reason": "no_need", "new_need_documented": True}]}),
    "five-years": ("2025-05-10", {"items": [replacing("end_of_lifetime", date(2020, 5, 10))]}),
    "a-day-early": ("2025-05-10", {"items": [replacing("end_of_lifetime", date(2020, 5, 11))]}),
    "wear": ("2025-05-10", {"items": [replacing("wear", date(2023, 5, 10))]}),
    "stolen": ("2025-05-10", {"items": [replacing("stolen", date(2023, 5, 10), narrative="STOLEN, POLICE REPORT")]}),
    "bankrupt": ("2025-05-10", {"items": [replacing("supplier_bankruptcy", date(2023, 5, 10), narrative="CHAPTER 7")]}),
    "left": ("2025-05-10", {"items": [replacing("supplier_left_medicare", date(2023, 5, 10), narrative="LEFT")]}),
    "running": ("2025-01-10", {"history": [PAID | {"from": date(2025, 1, 10), "months": 4}],
                               "items": [{"code": "E1390", "service_date": date(2025, 5, 10)}]}),
    "first": ("2025-01-10", {"history": []}),
}  # fmt: skip
ANSWERS = {
    "back-in-time": "no", "back-a-day-later": "yes", "months-inside": "open", "old-papers": "open",
    "no-history": "open",
    "month-36": "no", "five-years": "yes", "a-day-early": "no", "wear": "no", "stolen": "yes", "bankrupt": "open",
    "left": "open", "running": "no", "first": "yes",
}  # fmt: skip


@pytest.fixture(scope="module")
def answers() -> dict[str, LineRestart]:
    cases = [
        Case.model_validate(build(name, start, {"tests": [LOW], "items": [{"code": "E1390"}]} | facts))
        for name, (start, facts) in FACTS.items()
    ]
    return {each.case_id: each for each in restarts(cases, load(), date(2026, 6, 20))}


@pytest.mark.parametrize("name", FACTS)
def test_the_answer(name: str, answers: dict[str, LineRestart]) -> None:
    assert answers[name].answer == ANSWERS[name], answers[name]
    assert answers[name].summary.startswith(ANSWERS[name].capitalize())


def test_a_day_decides_and_the_papers_are_those_of_the_break(answers: dict[str, LineRestart]) -> None:
    yes = answers["back-a-day-later"]
    assert yes.begins == date(2025, 6, 10)
    assert [paper.state for paper in yes.papers] == ["on file"] * 4
    assert [paper.what for paper in answers["old-papers"].papers if paper.state == "missing"] == [
        "a new order for E1390, dated after 2025-03-20"
    ]


def test_both_sides_are_cited_for_a_supplier_that_is_gone(answers: dict[str, LineRestart]) -> None:
    for name in ("bankrupt", "left"):
        open_question = next(why for why in answers[name].why if why.rule == "LED-030")
        assert "A52514, Initial 36 months" in open_question.authorities
        assert "CGS10985" in open_question.authorities
        assert any("notice of the bankruptcy" in paper.what for paper in answers[name].papers)


def test_a_no_says_what_would_open_a_new_rental(answers: dict[str, LineRestart]) -> None:
    assert "2028-05-10 for a rental begun on 2023-05-10" in answers["wear"].why[-1].sentence
    assert "break in need" not in answers["month-36"].why[-1].sentence


def test_a_line_with_the_earlier_start_is_judged_from_its_service_date() -> None:
    facts = {"tests": [LOW], "history": [PAID], "absences": [broken(date(2025, 6, 9))],
             "items": [{"code": "E1390", "rental_start": date(2024, 4, 10)}]}  # fmt: skip
    [found] = restarts([Case.model_validate(build("EARLY", "2025-06-10", facts))], load(), date(2025, 6, 20))
    assert (found.answer, found.begins) == ("yes", date(2025, 6, 10))
