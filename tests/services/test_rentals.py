"""The questions about a rental, under every payer, and their answers written and read back. All cases are made up."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Case
from oxyclaim.case.reader import read_cases
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build
from oxyclaim.rentals.calendar import Calendar, Lane, State
from oxyclaim.services.answers import plain, read_back
from oxyclaim.services.calendar import CalendarRequest, calendar
from oxyclaim.services.due import DueRequest, due
from oxyclaim.services.restart import RestartRequest, restart
from oxyclaim.views.calendar import view
from oxyclaim.views.render.terminal import text_of

AS_OF = date(2026, 3, 1)
EXAMPLES = Path(__file__).parents[2] / "examples"
START = date(2025, 3, 14)


@pytest.fixture(scope="module")
def examples() -> list[Case]:
    files = [path for number in ("09", "10", "17", "24", "26") for path in EXAMPLES.glob(f"{number}-*")]
    return [sourced.case for sourced in read_cases(files).cases]


def under_every_payer(case: Case) -> Iterator[Case]:
    """The case of each payer, under an id of its own."""
    for payer in load().payers:
        yield case.under(payer).model_copy(update={"case_id": payer})


def clean(**facts: Any) -> Case:
    given = {"tests": [{"state": "rest", "spo2_percent": 86}], "history": [], "absences": []} | facts
    given.setdefault("items", [{"code": "E1390"}, {"code": "E1392"}])
    return Case.model_validate(build("A", START, given))


def test_under_every_payer_a_clean_case_has_a_calendar_with_months():
    cases = list(under_every_payer(clean(items=[{"code": "E1392"}])))
    answer = calendar(CalendarRequest(cases, AS_OF), load())
    assert [made.case_id for made in answer.cases] == list(load().payers)
    for made in answer.cases:
        (lane,) = made.lanes
        _has_whole_months(lane, made)
    assert "None" not in text_of(view(answer), 100)


def test_a_rental_from_before_the_rule_book_has_months_to_a_year_ahead():
    start = date(2004, 3, 14)
    (made,) = calendar(CalendarRequest([clean(items=[{"code": "E1390", "rental_start": start}])], AS_OF), load()).cases
    assert made.lanes[0].lifetime_ends is None
    assert made.lanes[0].shown_to > add_months(AS_OF, 12)
    _has_whole_months(made.lanes[0], made)


def _has_whole_months(lane: Lane, made: Calendar) -> None:
    days = [month.service_date for month in lane.months]
    assert days == sorted(set(days))
    assert days[0] == lane.rental_start
    assert lane.shown_to > AS_OF or lane.lifetime_ends is not None, made.case_id
    if lane.lifetime_ends is None:
        assert len(days) % 12 == 0
    if lane.limit is not None:
        assert len(days) >= lane.limit
        assert all(month.position is None or month.position <= lane.limit for month in lane.months)


def test_under_every_payer_restart_and_due_answer():
    cases = list(under_every_payer(clean()))
    assert {line.case_id for line in restart(RestartRequest(cases, AS_OF), load()).lines} == set(load().payers)
    answer = due(cases, DueRequest(AS_OF, 90), load())
    assert answer.payers == {payer: payer for payer in load().payers}
    assert answer.problems == ()


def test_answers_are_read_back_from_their_json(examples: list[Case]):
    answers: list[Any] = [
        calendar(CalendarRequest(examples, AS_OF), load()),
        restart(RestartRequest(examples, AS_OF), load()),
        due(examples, DueRequest(AS_OF, 90), load()),
    ]
    for answer in answers:
        assert read_back(type(answer), json.dumps(plain(answer))) == answer


PORTABLE_STARTS = [
    ("2025-01-10", "2025-01-10", "2030-01-10", None),
    ("2024-01-10", "2025-06-15", "2029-01-10", 1),
    ("2025-06-15", "2024-01-10", "2030-06-15", 1),
    ("2018-01-10", "2025-06-15", "2030-06-15", None),
]


@pytest.mark.parametrize(("stationary", "portable", "ends", "of"), PORTABLE_STARTS)
def test_the_stationary_lifetime_governs_the_portable_one(stationary: str, portable: str, ends: str, of: int | None):
    items = [
        {"code": "E1390", "service_date": "2026-02-10", "rental_start": stationary},
        {"code": "E1392", "service_date": "2026-02-15", "rental_start": portable},
    ]
    (made,) = calendar(CalendarRequest([clean(items=items)], AS_OF), load()).cases
    lane = made.lanes[1]
    assert (str(lane.lifetime_ends), lane.lifetime_of) == (ends, of)
    assert lane.months[-1].service_date < date.fromisoformat(ends)


def months_of(case: Case) -> list[State]:
    (made,) = calendar(CalendarRequest([case], AS_OF), load()).cases
    return [month.state for month in made.lanes[0].months]


def test_a_month_counts_for_the_payer_that_paid_it():
    paid = {"code": "E1390", "service_date": START, "kind": "rental", "outcome": "paid", "supplier": "own"}
    asked = {
        ("medicare", "medicare"): State.PAID,
        ("medicare", "aetna"): State.OTHER_PAYER,
        ("medicare", "medicare_advantage"): State.OTHER_PAYER,
        ("aetna", "aetna"): State.PAID,
        ("aetna", "medicare"): State.OTHER_PAYER,
        ("aetna", "other"): State.HOLD,
    }
    for (own, payer), state in asked.items():
        case = clean(history=[paid | {"payer": payer}], items=[{"code": "E1390", "service_date": "2025-04-14"}])
        assert months_of(case.under(own))[0] is state, (own, payer)
