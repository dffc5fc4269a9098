"""The days on which the months of a rental begin. All of it is made up."""

from datetime import date, timedelta
from itertools import takewhile

from hypothesis import given
from hypothesis import strategies as st

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Absence
from oxyclaim.rentals.series import away, months_of

START, ON = date(2025, 1, 31), date(2025, 12, 15)


def open_days(billed: list[date], absences: list[dict[str, object]], on: date = ON) -> list[date]:
    gone = away([Absence.model_validate(each) for each in absences])
    months = takewhile(lambda month: month.day <= on, months_of(START, billed, gone))
    return [month.day for month in months if not month.billed]


def test_a_start_on_the_31st_stays_on_the_31st():
    assert open_days([], [], date(2025, 5, 1)) == [START, date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30)]


def test_a_gap_between_billed_months_is_open():
    billed = [add_months(START, number) for number in (0, 1, 2, 5, 6)]
    assert open_days(billed, [], date(2025, 8, 1)) == [date(2025, 4, 30), date(2025, 5, 31)]
    assert open_days(billed, [], date(2025, 8, 31))[2:] == [date(2025, 8, 31)]


def test_a_stay_over_the_anniversary_moves_it_to_the_discharge():
    stay = {"reason": "inpatient", "first_day": "2025-03-20", "last_day": "2025-04-05"}
    assert open_days([START, date(2025, 2, 28)], [stay], date(2025, 6, 10)) == [
        date(2025, 4, 5), date(2025, 5, 5), date(2025, 6, 5),
    ]  # fmt: skip


def test_a_month_billed_later_moves_the_anniversaries_after_it():
    assert open_days([START, date(2025, 3, 5)], [], date(2025, 4, 30)) == [date(2025, 4, 5)]


def test_months_go_on_behind_a_break_and_not_while_it_lasts():
    ended = {"reason": "no_need", "first_day": "2025-02-10", "last_day": "2025-09-30"}
    assert open_days([START], [ended]) == [date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1)]
    assert open_days([START], [{"reason": "no_need", "first_day": "2025-02-10"}]) == []


def test_an_absence_of_which_no_reason_is_known_hides_no_month():
    assert date(2025, 2, 28) in open_days([START], [{"first_day": "2025-02-10"}])


@given(
    start=st.dates(date(2015, 1, 1), date(2026, 1, 1)),
    numbers=st.sets(st.integers(0, 80)),
    days=st.integers(0, 2_000),
)
def test_every_anniversary_is_billed_or_open_once(start: date, numbers: set[int], days: int):
    on = start + timedelta(days=days)
    billed = [add_months(start, number) for number in numbers]
    anniversaries = [add_months(start, number) for number in range(80) if add_months(start, number) <= on]
    months = [*takewhile(lambda month: month.day <= on, months_of(start, billed, []))]
    assert [month.day for month in months] == anniversaries
    assert [month.day for month in months if month.billed] == sorted(day for day in billed if day <= on)
