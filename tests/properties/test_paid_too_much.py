"""The law of the forecast: a coded line that would be paid more than is due is never told to be accepted."""

from copy import deepcopy
from datetime import date
from typing import Any

from oxyclaim.case.models import Case
from oxyclaim.engine.decide import decide
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import worked_cases

FLOW = ["QA", "QB", "QE", "QF", "QG", "QR"]
SHARE = {"QE": 50, "QA": 50, "QG": 150, "QR": 150}
"""Percent of the stationary allowance (42 CFR 414.226); without one of these it is 100."""
STATIONARY = {"E0424", "E0439", "E1390", "E1391"}
FOLDERS = ("coding/flow_modifier", "scrub/coded_modifiers")
FIRST = date(2018, 4, 1)
YEAR = 2025
"""Of one year, so that no claim is late on its last day."""


def share(modifiers: tuple[str, ...]) -> int:
    return next((SHARE[each] for each in modifiers if each in SHARE), 100)


def tried() -> list[tuple[Case, list[str]]]:
    """Cases of the flow's rules with every flow modifier, and none, on each stationary line."""
    found = []
    for worked in [case for case in worked_cases() if case.folder.startswith(FOLDERS) and case.as_of.year == YEAR][::3]:
        for flow in (None, *FLOW):
            case: dict[str, Any] = deepcopy(worked.case)
            case["case_id"] = str(len(found))
            for item in case["items"]:
                item["modifiers"] = ["RR", "N1", *([flow] if flow else [])]
            found.append((Case.model_validate(case), item["modifiers"]))
    return found


def right(verdict: LineVerdict) -> tuple[str, ...] | None:
    return verdict.modifiers or verdict.would_be


def test_a_line_that_would_be_paid_too_much_is_not_accepted():
    cases = tried()
    too_much = 0
    for verdict in decide([case for case, _ in cases], load(), date(YEAR, 12, 31)):
        modifiers = right(verdict)
        rented = verdict.code in STATIONARY and verdict.service_date >= FIRST and modifiers and "RR" in modifiers
        if not rented or modifiers is None or not verdict.forecast:
            continue
        if share(tuple(verdict.forecast.coded)) > share(modifiers):
            too_much += 1
            assert verdict.forecast.outcome != "accepted", (verdict.case_id, verdict.forecast.coded, modifiers)
    assert too_much > 20


def test_both_lines_of_a_month_carry_one_modifier():
    """A stationary and a portable line at 6 liters, coded in every way: only the same pair is accepted."""
    base = next(worked.case for worked in worked_cases() if worked.id == "coded-qf-on-one-line")
    pairs = [(a, b) for a in (None, "QF", "QB") for b in (None, "QF", "QB")]
    cases = []
    for number, pair in enumerate(pairs):
        case = deepcopy(base) | {"case_id": str(number)}
        for item, flow in zip(case["items"], pair, strict=True):
            item["modifiers"] = ["RR", "N1", *([flow] if flow else [])]
        cases.append(Case.model_validate(case))
    for verdict in decide(cases, load(), date(2025, 6, 1)):
        one, other = pairs[int(verdict.case_id)]
        assert verdict.forecast is not None
        if one != other:
            assert verdict.forecast.outcome == "rejected", (one, other)
