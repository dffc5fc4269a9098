"""By when: on the day, around weekends and holidays, and where the limit is not known."""

from datetime import date, timedelta

import pytest

from oxyclaim.policy import load
from oxyclaim.policy.denials import Dates, Deadline, deadlines
from oxyclaim.policy.denials.holidays import federal_holidays, next_working_day

ROUTES = load().denials.routes


def deadline(route: str, **dates: str) -> Deadline:
    [found] = deadlines([ROUTES[route]], Dates(**{name: date.fromisoformat(day) for name, day in dates.items()}))
    return found


def redetermination(remittance: str) -> str:
    last = deadline("redetermination", remittance=remittance).last_day
    assert last is not None
    return last.isoformat()


def test_c25():
    """Worked case C25 of the billing sheet."""
    found = deadline("redetermination", remittance="2026-04-20")
    assert (found.last_day, found.safe_day) == (date(2026, 8, 24), date(2026, 8, 18))
    assert "2026-04-25" in found.steps[0]
    assert "Sunday 2026-08-23" in found.steps[1]
    assert deadline("records", requested="2026-03-02").last_day == date(2026, 4, 16)


@pytest.mark.parametrize(
    ("remittance", "last", "why"),
    [
        ("2026-04-17", "2026-08-20", "a Thursday stays"),
        ("2026-04-18", "2026-08-21", "a Friday stays"),
        ("2026-04-19", "2026-08-24", "a Saturday moves to Monday"),
        ("2026-04-21", "2026-08-24", "a Monday stays"),
        ("2026-05-02", "2026-09-04", "the Friday before Labor Day stays"),
        ("2026-05-03", "2026-09-08", "the Saturday before Labor Day moves to Tuesday"),
        ("2026-05-05", "2026-09-08", "Labor Day moves to Tuesday"),
        ("2026-02-28", "2026-07-06", "Independence Day, observed on Friday, moves to Monday"),
        ("2026-08-22", "2026-12-28", "Christmas on a Friday moves to Monday"),
        ("2025-08-29", "2026-01-02", "New Year's Day moves to the 2nd"),
        ("2026-02-14", "2026-06-22", "Juneteenth on a Friday moves to Monday"),
    ],
)  # fmt: skip
def test_an_end_on_a_day_off_moves_to_the_next_working_day(remittance: str, last: str, why: str):
    assert redetermination(remittance) == last, why


def test_a_holiday_is_named_with_its_source_only_where_it_moves_the_day():
    assert "5USC6103" in deadline("redetermination", remittance="2026-05-05").authority
    assert "5USC6103" not in deadline("redetermination", remittance="2026-04-20").authority


def test_the_other_limits():
    assert deadline("new_claim", service="2025-10-02").last_day == date(2026, 10, 2)
    assert deadline("new_claim", service="2024-02-29").last_day == date(2025, 2, 28)
    assert deadline("clerical_reopening", remittance="2025-11-03").last_day == date(2026, 11, 3)
    assert deadline("clerical_reopening", remittance="2023-11-03").last_day == date(2024, 11, 2), "365 days"


@pytest.mark.parametrize(
    ("route", "dates"), [("records", {"requested": "2015-03-31"}), ("new_claim", {"service": "2009-12-31"})]
)
def test_a_limit_before_the_first_day_that_the_sources_give_is_not_known(route: str, dates: dict[str, str]):
    found = deadline(route, **dates)
    assert found.last_day is None
    assert "not known" in found.steps[0]


def test_without_its_date_a_limit_is_told_in_words():
    found = deadline("redetermination", service="2026-01-02")
    assert (found.last_day, found.steps) == (None, (ROUTES["redetermination"].deadline,))


def test_federal_holidays_of_a_year():
    observed = "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"
    assert sorted(f"{day:%m-%d}" for day in federal_holidays(2026)) == observed.split()
    assert date(2021, 12, 31) in federal_holidays(2021), "New Year's Day 2022 was a Saturday"
    assert date(2020, 6, 19) not in federal_holidays(2020), "Juneteenth is a holiday from 2021 on"


def test_the_next_working_day_is_never_a_day_off_and_never_far():
    for offset in range(4 * 366):
        day = date(2024, 1, 1) + timedelta(days=offset)
        moved = next_working_day(day)
        assert 0 <= (moved - day).days <= 4
        assert moved.weekday() < 5
        assert moved not in federal_holidays(moved.year)
