"""Laws of what is paid beside and after the rental, over generated dates, counts and flows; all of it is made up.

Each law judges its variants in one run.
"""

from datetime import date, timedelta
from itertools import product
from typing import Any

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Case
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build

START = date(2023, 1, 10)
ENDED = add_months(START, 36)
"""The day after the last of 36 months."""
HIGH = {"QB", "QF", "QG", "QR"}


def judged(every: dict[Any, dict[str, Any]], start: date = START) -> dict[Any, list[LineVerdict]]:
    """The verdicts of each variant's lines, by the variant's key."""
    cases = {str(number): (key, facts) for number, (key, facts) in enumerate(every.items())}
    built = []
    for case_id, (_, facts) in cases.items():
        test = {"state": "rest", "spo2_percent": 86, "oxygen_flow_lpm": 4}
        built.append(Case.model_validate(build(case_id, start.isoformat(), {"tests": [test]} | facts)))
    found: dict[Any, list[LineVerdict]] = {}
    # each is asked on the day of its last line, so that no claim is late
    asked = [max(item.service_date for item in case.items) for case in built]
    for verdict in decide(built, load(), asked):
        found.setdefault(cases[verdict.case_id][0], []).append(verdict)
    return found


def rented(code: str, first: date, months: int) -> dict[str, Any]:
    return {"code": code, "from": first, "months": months}


def contents(code: str, day: date, **more: Any) -> dict[str, Any]:
    return {"code": code, "acquisition": "contents", "service_date": day, "rental_start": START, **more}


def test_portable_contents_follow_the_stationary_rental() -> None:
    """Whatever the portable unit's own months are, its contents are paid from the end of the stationary rental on."""
    every = {}
    for paid, begun in product((20, 34, 35, 36), (-12, 0, 5, 30)):
        day = add_months(START, paid)
        first = add_months(START, begun)
        history = [rented("E1390", START, paid), rented("E0431", first, min(36, paid - begun))]
        items = [contents("E0443", day)]
        if paid - begun < 1:
            continue
        every[paid, begun] = {"history": history, "items": items}
    for (paid, begun), (verdict,) in judged(every).items():
        assert verdict.verdict == ("billable" if paid == 36 else "not payable"), (paid, begun, verdict.findings)


def test_contents_are_dated_with_an_anniversary_of_the_ended_rental() -> None:
    """No other day of a month makes them billable."""
    every = {
        day: {"history": [rented("E0424", START, 36)], "items": [contents("E0441", ENDED + timedelta(day))]}
        for day in range(31)
    }
    for day, (verdict,) in judged(every).items():
        assert (verdict.verdict == "billable") is (day == 0), (day, verdict.findings)


def test_the_first_of_two_rentals_ends_nothing_in_the_second() -> None:
    """Neither contents nor visits are billable in a rental that has not run its own months."""
    every = {}
    second = add_months(START, 60)
    for months in (1, 7, 12, 20):
        day = add_months(second, months)
        history = [rented("E0424", START, 36), rented("E0424", second, months)]
        every["contents", months] = {"history": history, "items": [contents("E0441", day, rental_start=second)]}
        visit = {"code": "E1390", "acquisition": "maintenance", "service_date": day, "visit_date": day}
        history = [rented("E1390", START, 36), rented("E1390", second, months)]
        every["visit", months] = {"history": history, "items": [visit | {"rental_start": second}]}
    for key, (verdict,) in judged(every).items():
        assert verdict.verdict != "billable", key


def test_visit_and_claim_lie_in_the_first_month_of_a_period() -> None:
    """Both the day of the visit and the service date; a visit made too soon is not paid on a later date."""
    begins = [add_months(ENDED, months) for months in (6, 12)]
    edges = [begin + timedelta(days) for begin in begins for days in (-40, -1, 0, 29, 31, 45)]
    every = {}
    for visit, claim in product(edges, edges):
        if timedelta(0) <= claim - visit < timedelta(180):
            item = {"code": "E1390", "acquisition": "maintenance", "service_date": claim, "visit_date": visit}
            history = [rented("E1390", START, 36)]
            every[visit, claim] = {"history": history, "items": [item | {"rental_start": START}]}
    seen = set()
    for (visit, claim), (verdict,) in judged(every).items():
        right = any(begin <= visit and claim < add_months(begin, 1) for begin in begins)
        assert (verdict.verdict == "billable") is right, (visit, claim, verdict.findings)
        seen.add(right)
    assert seen == {True, False}


def test_rounding_decides_no_flow_modifier() -> None:
    """A mean that whole liters take across 1 or 4 is for a person; every other mean keeps the line billable."""
    every = {}
    for hundredths in (20, 49, 50, 75, 99, 100, 149, 200, 400, 401, 425, 449, 450, 600):
        mean = hundredths / 100
        spread = 0.05
        order = {"id": "SWO", "items": "all", "used_during": ["rest", "sleep"]}
        order |= {"day_flow_lpm": round(mean - spread, 2), "night_flow_lpm": round(mean + spread, 2)}
        every[mean] = {"orders": [order], "items": [{"code": "E1390"}]}
    for mean, (verdict,) in judged(every).items():
        is_open = 0.5 <= mean < 1 or 4 < mean < 4.5
        assert verdict.verdict == ("review" if is_open else "billable"), (mean, verdict.findings)


def test_codes_without_a_high_flow_never_carry_its_modifier() -> None:
    """Nor does the portable line beside such equipment, whatever flow is ordered."""
    every = {}
    for code, flow, portable in product(("E1405", "E1406"), (2, 4.5, 6, 10), (None, "E1392", "E0431")):
        items = [{"code": code}, *([{"code": portable}] if portable else [])]
        every[code, flow, portable] = {"orders": [{"id": "SWO", "items": "all", "flow_lpm": flow}], "items": items}
    for key, verdicts in judged(every).items():
        for verdict in verdicts:
            assert verdict.verdict == "billable", (key, verdict.findings)
            assert not HIGH & set(verdict.modifiers or ()), (key, verdict.modifiers)


def test_other_equipment_within_the_rental_needs_an_order_of_its_own() -> None:
    """Portable and stationary: a later order by the service date carries the exchange, and nothing else does."""
    every = {}
    day = add_months(START, 13)
    for (before, after), ordered in product((("E0431", "E1392"), ("E0424", "E1390"), ("E1392", "E0434")), range(-2, 2)):
        orders = [{"id": "SWO", "items": [before, after]}]
        change = {"order_date": day + timedelta(ordered), "received_date": day + timedelta(ordered)}
        orders.append({"id": "CHANGE", "items": [after]} | change)
        deliveries = [{"id": "POD", "items": [before]}, {"id": "POD2", "items": [after], "date": day}]
        item = {"code": after, "service_date": day, "rental_start": START, "device": {"delivered": day}}
        every[after, ordered] = {
            "history": [rented(before, START, 13)], "orders": orders, "deliveries": deliveries, "items": [item],
        }  # fmt: skip
    for (after, ordered), (verdict,) in judged(every).items():
        assert (verdict.verdict == "billable") is (ordered <= 0), (after, ordered, verdict.findings)
