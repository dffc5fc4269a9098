"""What the payers refuse, in their order, and what they remember of a patient.

Basis of each code: the sources that docs/simulator.md names.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oxyclaim_simulator.calendar import months_later
from oxyclaim_simulator.submitting import Bill, Item
from tests.simulator.remittance_checker import Clp
from tests.simulator.simulated_files import BILL, RECEIVED, Answered, answered, people


def month(number: int, **changed: Any) -> Bill:
    """The claim of a month after the first."""
    day = months_later(BILL.service_date, number)
    return replace(BILL, id=f"MONTH{number:02}", service_date=day, **changed)


def items(code: str, *modifiers: str, charge: int = 24_000) -> tuple[Item, ...]:
    return (Item(code, modifiers, charge),)


def said(claim: Clp) -> tuple[list[str], list[str], list[str]]:
    """Group and reason of every adjustment, remarks of the lines, remarks of the claim."""
    reasons = [f"{group}-{reason}" for group, reason, _ in claim.all_cas]
    remarks = [row[2] for line in claim.lines for row in line.rows if row[0] == "LQ"]
    moa = [each for row in claim.rows if row[0] == "MOA" for each in row[3:] if each]
    return reasons, remarks, moa


def claims(answers: Answered) -> dict[str, Clp]:
    return {claim.id: claim for st in answers.payments for claim in st.claims}


REFUSED: dict[str, tuple[Bill, dict[str, Any], str, list[str], list[str]]] = {
    "late": (replace(BILL, service_date=date(2024, 5, 10)), {}, "CO-29", ["N211"], ["MA01"]),
    "other contractor": (
        replace(BILL, subject=(*BILL.subject[:4], "OH", "44101", *BILL.subject[6:])), {}, "CO-109", ["N104"], ["MA01"],
    ),
    "in a plan": (BILL, {"advantage": [["2025-05-01", "2025-12-31"]]}, "CO-24", [], ["MA01"]),
    "after death": (BILL, {"died": "2025-05-09"}, "CO-13", [], ["MA01"]),
    "no orderer": (replace(BILL, orderer=""), {}, "CO-16", ["N265", "N276"], ["MA13", "MA130"]),
    "no coverage modifier": (replace(BILL, items=items("E1392", "RR")), {}, "CO-4", ["N519"], ["MA130"]),
    "no rental modifier": (replace(BILL, items=items("E1392", "N1")), {}, "CO-4", ["N519"], ["MA130"]),
    "KX on a new rental": (replace(BILL, items=items("E1392", "RR", "KX")), {}, "CO-4", ["N519"], ["MA130"]),
    "in a hospital": (BILL, {"stays": [["2025-05-08", "2025-05-12"]]}, "CO-97", ["M2"], ["MA01"]),
    "contents without a base": (replace(BILL, items=items("E0443", "N1")), {}, "CO-16", ["M124"], ["MA130"]),
    "notice given": (replace(BILL, items=items("E1392", "RR", "GA")), {}, "PR-50", [], ["MA01"]),
    "no notice": (replace(BILL, items=items("E1392", "RR", "GZ")), {}, "CO-50", [], ["MA01"]),
    "excluded": (replace(BILL, items=items("E1392", "RR", "GY")), {}, "PR-96", ["N425"], ["MA01"]),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_for_this_reason(name: str, tmp_path: Path):
    bill, facts, reason, remarks, moa = REFUSED[name]
    answers = answered(tmp_path, [bill], people=people(tmp_path, **facts))
    (claim,) = answers.payments[0].claims
    lines = len(bill.items)
    assert said(claim) == ([reason] * lines, remarks * lines, moa)
    assert (claim.paid, answers.truth["months"]) == (0, [])


@pytest.mark.parametrize(
    ("facts", "day"),
    [
        ({"died": "2025-05-10"}, date(2025, 5, 10)),
        ({"advantage": [["2025-05-11", "2025-12-31"]]}, date(2025, 5, 10)),
        ({"stays": [["2025-05-08", "2025-05-10"]]}, date(2025, 5, 10)),
        ({}, date(2024, 6, 1)),  # the year ends on a Sunday: the Monday is still in time
    ],
)
def test_the_last_day_that_is_still_paid(facts: dict[str, Any], day: date, tmp_path: Path):
    (st,) = answered(tmp_path, [replace(BILL, service_date=day)], people=people(tmp_path, **facts)).payments
    assert st.amount > 0


def test_a_second_claim_for_the_same_is_a_duplicate_unless_the_first_was_returned(tmp_path: Path):
    returned = replace(BILL, items=items("E1392", "RR"))
    found = claims(answered(tmp_path, [BILL, replace(BILL, id="AGAIN")]))
    assert said(found["AGAIN"])[0] == ["OA-18", "OA-18"]
    later = {"received": date(2026, 1, 5), "until": date(2026, 2, 28), "control": 8}
    day = date(2025, 12, 10)
    bills = [replace(returned, id="BAD", service_date=day)]
    answered(tmp_path, bills, **later)
    again = {"received": date(2026, 3, 2), "until": date(2026, 4, 30), "control": 9}
    found = claims(answered(tmp_path, [replace(BILL, id="GOOD", service_date=day)], **again))
    assert "MA130" in said(found["BAD"])[2]
    assert found["GOOD"].paid > 0


def test_the_same_month_is_paid_once(tmp_path: Path):
    early = replace(BILL, id="EARLY", service_date=date(2025, 6, 9))
    found = claims(answered(tmp_path, [BILL, early, replace(early, id="NEXT", service_date=date(2025, 6, 10))],
                            received=date(2025, 6, 16)))  # fmt: skip
    assert said(found["EARLY"])[0] == ["CO-151", "CO-151"]
    assert found["NEXT"].paid > 0


def test_the_rent_ends_after_36_paid_months(tmp_path: Path):
    start = replace(BILL, service_date=date(2023, 5, 10))
    bills = [
        replace(start, id=f"MONTH{number:02}", service_date=months_later(start.service_date, number))
        for number in range(38)
    ]
    for year in range(4):
        due = [bill for bill in bills if bill.service_date.year == 2023 + year]
        day = date(2023 + year, 12, 4) if year < 3 else date(2026, 8, 3)
        answers = answered(tmp_path, due, control=20 + year, received=day, until=months_later(day, 2))
    found = claims(answers)
    assert found["MONTH35"].paid > 0
    assert "M6" in said(found["MONTH35"])[1]
    assert said(found["MONTH36"])[:2] == (["CO-108"] * 2, ["N370"] * 2)
    assert {(each["code"], each["months_paid"]) for each in answers.truth["months"]} == {("E1390", 36), ("E1392", 36)}
    new = replace(start, id="REPLACED", service_date=date(2026, 9, 1), items=items("E1392", "RR", "N1", "RA"))
    later = answered(tmp_path, [new], control=30, received=date(2026, 11, 2), until=date(2026, 12, 20))
    assert claims(later)["REPLACED"].paid > 0
    months = {each["code"]: each["months_paid"] for each in later.truth["months"]}
    assert months == {"E1390": 36, "E1392": 1}


@pytest.mark.parametrize(
    ("day", "note", "months"),
    [(date(2025, 6, 9), "BREAK IN NEED", 1), (date(2025, 6, 8), "BREAK IN NEED", 2), (date(2025, 6, 9), "", 2)],
)
def test_a_break_in_need_of_more_than_60_days_begins_a_new_rental_if_it_is_told(
    day: date, note: str, months: int, tmp_path: Path
):
    # Paid on 03-10 to 04-09; 60 days after that end on 06-08.
    bills = [replace(BILL, service_date=date(2025, 3, 10)), replace(BILL, id="BACK", service_date=day, note=note)]
    answers = answered(tmp_path, bills, received=date(2025, 6, 16))
    assert claims(answers)["BACK"].paid > 0
    assert {each["months_paid"] for each in answers.truth["months"]} == {months}


def test_contents_are_paid_beside_no_month_of_a_stationary_unit(tmp_path: Path):
    contents = replace(BILL, id="GAS", service_date=date(2025, 5, 20), items=items("E0443", "N1"))
    later = replace(contents, id="LATER", service_date=date(2025, 6, 10))
    found = claims(answered(tmp_path, [BILL, contents, later], received=date(2025, 6, 16)))
    assert said(found["GAS"])[:2] == (["CO-97"], ["M15"])
    assert found["LATER"].paid > 0


@pytest.mark.parametrize(
    ("code", "modifier", "allowed"),
    [
        ("E1390", "QE", "50"),
        ("E1390", "QG", "150"),
        ("E1390", "QF", "100"),
        ("E1392", "QF", "50"),
        ("E1392", "QH", "45"),
    ],
)
def test_the_flow_changes_the_price(code: str, modifier: str, allowed: str, tmp_path: Path):
    bill = replace(BILL, items=items(code, "RR", "N1", modifier, charge=30_000))
    (claim,) = answered(tmp_path, [bill]).payments[0].claims
    assert ["AMT", "B6", allowed] in claim.lines[0].rows


def test_the_deductible_is_used_up_once_a_year(tmp_path: Path):
    bills = [month(number) for number in range(-4, 1)]
    answers = answered(tmp_path, bills, deductible_met=False)
    used = [sum(line["patient_by_kind"]["deductible"] for line in claim["lines"]) for claim in answers.truth["claims"]]
    assert used == [14_500, 11_200, 0, 0, 0]  # 257.00 for 2025
    assert answers.truth["deductibles"] == [{"member": BILL.member, "year": 2025, "used": 25_700}]


def test_a_payment_that_is_taken_back_gives_back_month_and_deductible(tmp_path: Path):
    answers = answered(tmp_path, [BILL], deductible_met=False, scenario="reversed")
    assert [each["paid"] for each in answers.truth["months"]] == [[], []]
    assert answers.truth["deductibles"][0]["used"] == 0
    assert answers.claim("CLAIM1")["received"] == str(RECEIVED)
