"""Which months of a case fall due, and how they stand. All of it is made up."""

from datetime import date
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Case
from oxyclaim.case.tables import tables
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build
from oxyclaim.rentals.dated import dated_case, on_days
from oxyclaim.rentals.due import ENDED, HISTORY_NOT_LISTED, NOT_YET, SUSPENDED, CaseDue, due_cases, explained

END_OF_RENT, CONTINUED = "LED-010", ("PAP-300", "PAP-310")


START = date(2025, 1, 10)
Facts = dict[str, Any]


def a_case(months: int | None, start: date = START, case_id: str = "D", **facts: Any) -> Case:
    """E1390 in Group I with so many months paid from the start on; None: the months are not listed."""
    item = {"code": "E1390", "service_date": add_months(start, months or 0)}
    history = None if months is None else [{"code": "E1390", "from": start, "months": months}]
    tests = [{"state": "rest", "spo2_percent": 86}]
    return Case.model_validate(build(case_id, start, {"tests": tests, "items": [item], "history": history, **facts}))


def due(case: Case, on: date, ahead: int = 90) -> CaseDue:
    return due_cases([case], load(), on, ahead)[0]


def days(case: Case, on: date) -> list[date]:
    return [month.service_date for month in due(case, on).months]


def test_a_gap_of_two_months_falls_due_with_verdict_and_last_day():
    months = due(a_case(5), date(2025, 7, 20)).months
    assert [month.service_date for month in months] == [date(2025, 6, 10), date(2025, 7, 10)]
    assert [month.claim_by for month in months] == [date(2026, 6, 10), date(2026, 7, 10)]
    assert {month.state for month in months} == {"due"}


def test_a_line_whose_next_day_lies_after_the_run_is_not_due():
    found = due(a_case(5), date(2025, 6, 9))
    assert not found.months
    assert [(line.why, line.next_day) for line in found.not_due] == [(NOT_YET, date(2025, 6, 10))]
    assert days(a_case(5), date(2025, 6, 10)) == [date(2025, 6, 10)]


def test_after_month_36_nothing_is_due():
    found = due(a_case(36), date(2028, 7, 20))
    assert not found.months
    assert [line.why for line in found.not_due] == [ENDED]


def test_months_are_proposed_up_to_month_36_and_no_further():
    assert days(a_case(34), date(2028, 7, 20)) == [date(2027, 11, 10), date(2027, 12, 10)]


def test_a_hole_is_not_proposed_when_36_other_months_are_paid():
    history = [{"code": "E1390", "from": START, "months": 5},
               {"code": "E1390", "from": add_months(START, 6), "months": 30}]  # fmt: skip
    assert add_months(START, 5) in days(a_case(0, history=history), date(2027, 12, 20))
    history[1]["months"] = 31
    assert days(a_case(0, history=history), date(2028, 7, 20)) == []


def test_a_pending_month_is_not_due_and_a_denied_one_is():
    history: list[Facts] = [{"code": "E1390", "from": START, "months": 3}]
    pending = {"code": "E1390", "service_date": date(2025, 4, 10), "outcome": "pending"}
    denied = pending | {"outcome": "denied"}
    on = date(2025, 5, 1)
    assert days(a_case(3, history=[*history, pending]), on) == []
    assert days(a_case(3, history=[*history, denied]), on) == [date(2025, 4, 10)]


def test_a_month_of_unknown_answer_is_due_and_waits_for_it():
    unknown = {"code": "E1390", "service_date": date(2025, 4, 10), "outcome": None}
    case = a_case(3, history=[{"code": "E1390", "from": START, "months": 3}, unknown])
    (month,) = due(case, date(2025, 5, 1)).months
    assert month.verdict == "hold"
    assert "LED-071" in {point.rule for point in month.wrong}


def test_a_stay_over_the_anniversary_moves_the_day():
    stay = {"reason": "inpatient", "first_day": "2025-04-05", "last_day": "2025-04-20"}
    assert days(a_case(3, absences=[stay]), date(2025, 5, 25)) == [date(2025, 4, 20), date(2025, 5, 20)]


def test_a_broken_rental_is_not_due_while_the_break_lasts():
    found = due(a_case(3, absences=[{"reason": "no_need", "first_day": "2025-03-20"}]), date(2025, 9, 1))
    assert [line.why for line in found.not_due] == [SUSPENDED]


def test_without_a_history_only_the_lines_own_day_is_due_and_says_so():
    (month,) = due(a_case(None), date(2025, 9, 1)).months
    assert month.service_date == START
    assert month.note == HISTORY_NOT_LISTED


def test_a_month_past_the_last_day_for_a_claim_is_too_late():
    found = due(a_case(3), date(2026, 4, 11))
    assert found.months[0].service_date == date(2025, 4, 10)
    assert [month.state for month in found.months] == ["too late"] + 12 * ["due"]


def test_two_lines_of_one_series_have_each_day_once():
    items = [{"code": "E1390", "service_date": add_months(START, number)} for number in (3, 4)]
    months = due(a_case(3, items=items), date(2025, 6, 20)).months
    assert [(month.service_date, month.line_number) for month in months] == [
        (date(2025, 4, 10), 1), (date(2025, 5, 10), 2), (date(2025, 6, 10), 2),
    ]  # fmt: skip


def test_need_and_use_are_to_be_checked_and_a_missing_test_is_wrong():
    (month,) = due(a_case(5, tests=[], follow_ups=[]), date(2025, 6, 20)).months
    assert {point.rule for point in month.to_check} >= {CONTINUED[1]}
    assert "COV-100" in {point.rule for point in month.wrong}
    assert not {point.rule for point in month.wrong} & set(CONTINUED)


def test_explaining_gives_the_cases_own_values_and_changes_no_verdict():
    case = a_case(5, tests=[{"state": "rest", "spo2_percent": 91}])
    months = due(case, date(2025, 6, 20)).months
    told = explained(months, {"D": case}, load(), date(2025, 6, 20))
    assert [month.verdict for month in told] == [month.verdict for month in months]
    assert "91 %" in " ".join(point.sentence for point in told[0].wrong)


def test_contents_fall_due_each_month_and_a_visit_once():
    item = {"code": "E0443", "acquisition": "contents", "service_date": date(2025, 3, 10)}
    assert days(a_case(0, items=[item], history=[]), date(2025, 4, 20)) == [date(2025, 3, 10), date(2025, 4, 10)]
    visit = {"code": "E1390", "acquisition": "maintenance", "service_date": date(2025, 3, 10)}
    billed = {"code": "E1390", "service_date": date(2025, 3, 10), "kind": "maintenance"}
    assert days(a_case(0, items=[visit], history=[]), date(2025, 9, 20)) == [date(2025, 3, 10)]
    assert days(a_case(0, items=[visit], history=[billed]), date(2025, 9, 20)) == []


def coming(case: Case, on: date) -> set[tuple[str, date, date]]:
    return {(each.rule, each.first, each.last) for each in due(case, on).coming_up}


def test_the_repeat_test_of_group_2_comes_up_until_it_is_done():
    second = {"tests": [{"state": "rest", "spo2_percent": 89}],
              "clinical": {"dependent_edema_suggesting_chf": {"value": True}}}  # fmt: skip
    window = ("COV-300", date(2025, 3, 12), date(2025, 4, 9))
    assert window in coming(a_case(1, **second), date(2025, 2, 1))
    assert window not in coming(a_case(1), date(2025, 2, 1)), "Group I"
    again = [*second["tests"], {"state": "rest", "spo2_percent": 89, "date": "2025-03-20"}]
    assert window not in coming(a_case(2, **(second | {"tests": again})), date(2025, 3, 25))
    assert window not in coming(a_case(4, **second), date(2025, 4, 11)), "the window is over"


@pytest.mark.parametrize(
    ("rule", "day", "months", "facts"),
    [
        ("PAP-320", date(2025, 6, 9), 4, {"orders": [{"items": "all", "length_of_need_days": 150}]}),
        ("PAP-310", date(2026, 2, 1), 12, {"follow_ups": [{"date": "2025-02-01"}]}),
        (END_OF_RENT, date(2028, 1, 10), 34, {}),
        ("lifetime_years", date(2030, 1, 10), 36, {}),
        ("timely_filing_years", date(2026, 4, 10), 3, {}),
    ],
)
def test_what_comes_up_has_its_day(rule: str, day: date, months: int, facts: Facts):
    case = a_case(months, **facts)
    assert (rule, day, day) in coming(case, day)
    assert (rule, day, day) in coming(case, add_months(day, -2))
    assert (rule, day, day) not in coming(case, add_months(day, -4)), "further ahead than 90 days"
    assert (rule, day, day) not in coming(case, add_months(day, 1)), "past"


@pytest.mark.parametrize("keep", [True, False])
def test_the_records_laid_down_once_are_those_of_each_day(keep: bool):
    chance = Random(4)
    cases = [a_case(chance.randrange(20), case_id=f"D{number}") for number in range(12)]
    wanted = [
        (case, {add_months(START, chance.randrange(30) + place): case.items for place in range(chance.randrange(1, 4))})
        for case in cases
    ]
    catalogue = load()
    apart = tables(
        [
            dated_case(case, items, day, keep_own_month=keep)
            for case, days in wanted
            for day, items in days.items()
        ],
        catalogue.presumptions, date(2026, 1, 1),
    )  # fmt: skip
    together = on_days(wanted, catalogue.presumptions, date(2026, 1, 1), keep_own_month=keep)
    for kind, frame in apart.frames.items():
        assert frame.filter(pl.col("case_view") % 2 == 0).equals(together.frames[kind]), kind
    own = [day for case, days in wanted for day in days if day in {month.service_date for month in case.history or ()}]
    assert own, "some of the days were billed"


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.sets(st.integers(0, 40)), st.integers(0, 45), st.sampled_from(["paid", "pending"])),
        min_size=8, max_size=8,
    )
)  # fmt: skip
def test_every_anniversary_is_billed_or_due_or_after_the_end_once(histories: list[tuple[set[int], int, str]]):
    on = date(2028, 10, 1)
    cases, billed = [], {}
    for number, (months, first, outcome) in enumerate(histories):
        start = add_months(on, -first)
        billed[f"D{number}"] = start, {add_months(start, month) for month in months}
        history = [
            {"code": "E1390", "service_date": add_months(start, month), "outcome": outcome} for month in sorted(months)
        ]
        cases.append(a_case(0, start, f"D{number}", history=history))
    for found in due_cases(cases, load(), on, 90):
        start, paid = billed[found.case_id]
        anniversaries = {day for number in range(46) if (day := add_months(start, number)) <= on}
        open_days = [month.service_date for month in found.months]
        assert len(open_days) == len(set(open_days))
        assert not set(open_days) & paid
        after_the_end = anniversaries - paid - set(open_days)
        assert set(open_days) <= anniversaries
        if after_the_end:
            last_open = max(open_days, default=start)
            before = [day for day in paid if day < min(after_the_end)]
            assert min(after_the_end) >= last_open
            assert len(before) + len(open_days) >= 36
        assert bool(found.months) != bool(found.not_due), "each line is in one place"


def test_the_rules_named_exist():
    ids = {rule.id for rule in load().rules}
    assert {END_OF_RENT, *CONTINUED} <= ids
