"""The amounts of a line, against a slow and plain reckoning and for what must hold of every one of them."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oxyclaim.claims.pricing import priced, rounded
from oxyclaim.claims.pricing.arithmetic import LINES, SCENARIOS
from oxyclaim.policy import load

TABLES = load().ready_for(["medicare"]).parameter_tables
DAY = date(2025, 1, 6)
AMOUNTS = ("allowed", "deductible", "coinsurance", "sequestration", "paid", "patient_share")


def line(**given: Any) -> dict[str, Any]:
    return {
        "line.case_id": "A", "line.payer": "medicare", "line.service_date": DAY, "line.rental_start": DAY,
        "line.device_delivered": DAY, "code": "E1390", "modifiers": ["RR", "N1"], "units": 1, "charge": 39_500,
        "assigned": True, "deductible_left": 0, "fee": 10_000, "fee_for_flow": None, "stationary_fee": None,
    } | given  # fmt: skip


def price(*lines: dict[str, Any]) -> list[dict[str, Any]]:
    return priced(pl.DataFrame(list(lines), schema=LINES), TABLES).to_dicts()


def one(**given: Any) -> dict[str, Any]:
    return price(line(**given))[0]


def half_up(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("numerator", "cents"), [(149, 1), (150, 2), (-149, -1), (-150, -2), (49, 0), (50, 1), (-50, -1), (0, 0)]
)
def test_money_is_rounded_half_away_from_zero(numerator: int, cents: int):
    assert pl.select(rounded(pl.lit(numerator), 100)).item() == cents


def test_the_formula_of_the_contractors():
    """80 % of what is left after the deductible, less 2 %: 0.8 x (100.00 - 30.00) x 0.98 = 54.88."""
    found = one(deductible_left=3_000)
    assert found["met.paid"] == found["open.paid"] == 5_488
    assert (found["met.deductible"], found["met.coinsurance"], found["met.sequestration"]) == (3_000, 1_400, 112)
    assert found["met.patient_share"] == found["met.patient_owes"] == 4_400


@pytest.mark.parametrize(("charge", "allowed"), [(9_999, 9_999), (10_000, 10_000), (10_001, 10_000)])
def test_the_lower_of_charge_and_fee_is_allowed(charge: int, allowed: int):
    assert one(charge=charge)["allowed"] == allowed


@pytest.mark.parametrize(
    ("code", "modifier", "fee", "stationary", "allowed"),
    [
        ("E1390", "QE", 10_000, None, 5_000),
        ("E1390", "QA", 10_001, None, 5_001),  # 50.005 dollars
        ("E1390", "QG", 10_000, None, 15_000),
        ("E1390", "QR", 10_001, None, 15_002),
        ("E1390", "QF", 10_000, None, 10_000),
        ("E1390", "QB", 10_000, None, 10_000),
        ("E1392", "QF", 4_500, 10_000, 5_000),
        ("E1392", "QB", 5_500, 10_000, 5_500),
        ("E1392", "QE", 4_500, 10_000, 4_500),  # a low flow does not change the portable fee
        ("E1392", "QF", 4_500, None, None),  # cannot be told without the stationary fee
    ],
)
def test_the_flow_changes_the_fee(code: str, modifier: str, fee: int, stationary: int | None, allowed: int | None):
    found = one(code=code, modifiers=["RR", "N1", modifier], fee=fee, stationary_fee=stationary)
    assert found["allowed"] == allowed


def test_a_fee_published_for_the_flow_modifier_stands():
    assert one(code="E1392", modifiers=["RR", "N1", "QF"], fee=4_500, fee_for_flow=5_001)["allowed"] == 5_001


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2020, 4, 30), 2), (date(2020, 5, 1), 0), (date(2022, 3, 31), 0), (date(2022, 4, 1), 1),
        (date(2022, 6, 30), 1), (date(2022, 7, 1), 2), (date(2026, 12, 31), 2),
    ],
)  # fmt: skip
def test_sequestration_follows_the_service_date(day: date, percent: int):
    found = one(**{"line.service_date": day})
    assert found["met.sequestration"] == 80 * percent
    assert found["met.patient_share"] == 2_000, "the patient's share is not touched"


def test_one_deductible_is_used_up_by_the_lines_of_a_case_and_year_in_order():
    days = [date(2025, 12, 6), date(2025, 11, 6), date(2026, 1, 6)]
    found = price(*(line(deductible_left=15_000, **{"line.service_date": day}) for day in days))
    assert [row["met.deductible"] for row in found] == [5_000, 10_000, 0]
    assert [row["open.deductible"] for row in found] == [5_000, 10_000, 10_000], "another year has its own"
    other = price(line(deductible_left=15_000), line(deductible_left=15_000, **{"line.case_id": "B"}))
    assert [row["met.deductible"] for row in other] == [10_000, 10_000]


def test_an_unknown_deductible_is_taken_both_ways_and_an_unknown_year_in_one():
    found = one(deductible_left=None)
    assert (found["met.deductible"], found["open.deductible"]) == (0, 10_000)
    later = one(deductible_left=None, **{"line.service_date": date(2027, 1, 6)})
    assert later["met.paid"] == 7_840
    assert later["open.paid"] is None


@pytest.mark.parametrize(
    ("modifier", "liable", "owes"), [("GA", "patient", 39_500), ("GY", "patient", 39_500), ("GZ", "supplier", 0)]
)
def test_a_line_that_is_sent_to_be_denied_pays_nothing(modifier: str, liable: str, owes: int):
    found = one(modifiers=["RR", modifier])
    assert (found["allowed"], found["met.paid"], found["liable"]) == (0, 0, liable)
    assert found["met.patient_owes"] == owes
    used = price(line(modifiers=["RR", "GA"], deductible_left=5_000), line(deductible_left=5_000))
    assert used[1]["met.deductible"] == 5_000, "a denied line uses up no deductible"


def test_what_the_patient_owes_follows_the_assignment():
    assert one()["met.patient_owes"] == 2_000
    assert one(assigned=False)["met.patient_owes"] == 39_500
    assert one(assigned=None)["met.patient_owes"] is None


def test_what_is_unknown_stays_unknown():
    for missing in ({"fee": None}, {"charge": None}, {"line.payer": "another"}):
        found = one(**missing)
        assert found["met.paid"] is None


CENTS = st.integers(1, 300_000)
GENERATED = st.builds(
    line,
    code=st.sampled_from(["E1390", "E0439", "E1392", "E0431", "E0443"]),
    modifiers=st.sampled_from(["", "QE", "QA", "QG", "QR", "QF", "QB", "GA", "GZ", "GY"]).map(lambda m: ["RR", m]),
    units=st.integers(1, 3),
    charge=CENTS,
    assigned=st.sampled_from([True, False, None]),
    fee=CENTS,
    fee_for_flow=st.none() | CENTS,
    stationary_fee=CENTS,
    deductible_left=st.none() | st.integers(0, 30_000),
    **{
        "line.case_id": st.sampled_from(["A", "B", "C"]),
        "line.service_date": st.dates(date(2018, 8, 1), date(2027, 12, 31)),
    },
)


@settings(max_examples=200, deadline=None)
@given(st.lists(GENERATED, min_size=1, max_size=8))
def test_what_is_allowed_is_paid_sequestered_or_the_patients_to_the_cent(lines: list[dict[str, Any]]):
    for row in price(*lines):
        for scenario in SCENARIOS:
            if row[f"{scenario}.paid"] is None:
                assert scenario == "open", "without a deductible left everything here can be priced"
                continue
            parts = {name: row[f"{scenario}.{name}"] for name in AMOUNTS[1:]}
            assert row["allowed"] == parts["paid"] + parts["sequestration"] + parts["patient_share"]
            assert parts["patient_share"] == parts["deductible"] + parts["coinsurance"]
            assert min(parts.values()) >= 0
            assert row["allowed"] <= row["charge"]


@settings(max_examples=200, deadline=None)
@given(st.lists(GENERATED, min_size=1, max_size=6))
def test_it_agrees_with_a_plain_reckoning(lines: list[dict[str, Any]]):
    found = price(*lines)
    years = {row["line.case_id"]: min(x["line.service_date"].year for x in lines
                                      if x["line.case_id"] == row["line.case_id"]) for row in lines}  # fmt: skip
    order = sorted(range(len(lines)), key=lambda i: (lines[i]["line.service_date"], i))
    used: dict[tuple[str, int], int] = {}
    for index in order:
        given_line, row = lines[index], found[index]
        day, modifier = given_line["line.service_date"], given_line["modifiers"][1]
        allowed = plain_allowed(given_line, modifier)
        assert row["allowed"] == allowed
        case_year = (given_line["line.case_id"], day.year)
        left = given_line["deductible_left"] if day.year == years[case_year[0]] else None
        deductible = min(allowed, max(0, (left or 0) - used.get(case_year, 0)))
        used[case_year] = used.get(case_year, 0) + allowed
        base = Decimal(allowed - deductible)
        assert row["met.deductible"] == deductible
        assert row["met.coinsurance"] == half_up(base * Decimal("0.20"))
        assert row["met.sequestration"] == half_up(base * Decimal("0.80") * sequestered(day))


def plain_allowed(given_line: dict[str, Any], modifier: str) -> int:
    if modifier in ("GA", "GZ", "GY"):
        return 0
    fee = Decimal(given_line["fee"])
    stationary = given_line["code"] in ("E1390", "E0439")
    if given_line["fee_for_flow"] is not None:
        fee = Decimal(given_line["fee_for_flow"])
    elif stationary and modifier in ("QE", "QA"):
        fee = Decimal(half_up(fee * Decimal("0.5")))
    elif stationary and modifier in ("QG", "QR"):
        fee = Decimal(half_up(fee * Decimal("1.5")))
    elif given_line["code"] in ("E1392", "E0431") and modifier in ("QF", "QB"):
        fee = max(fee, Decimal(half_up(Decimal(given_line["stationary_fee"]) * Decimal("0.5"))))
    return min(int(fee) * given_line["units"], given_line["charge"])


def sequestered(day: date) -> Decimal:
    if date(2020, 5, 1) <= day <= date(2022, 3, 31):
        return Decimal(0)
    return Decimal("0.01") if date(2022, 4, 1) <= day <= date(2022, 6, 30) else Decimal("0.02")


@settings(max_examples=50, deadline=None)
@given(st.lists(GENERATED, min_size=2, max_size=6))
def test_many_cases_at_once_and_each_alone_agree(lines: list[dict[str, Any]]):
    together = price(*lines)
    for case_id in {row["line.case_id"] for row in lines}:
        alone = price(*(row for row in lines if row["line.case_id"] == case_id))
        assert alone == [row for row in together if row["line.case_id"] == case_id]
