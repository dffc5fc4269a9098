from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from oxyclaim.case.days import add_months, anniversary_after

DAYS = st.dates(date(2006, 1, 1), date(2040, 12, 31))


def test_a_start_at_the_end_of_a_month_stays_there():
    months = [add_months(date(2025, 1, 31), number) for number in range(4)]
    assert months == [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 30)]


@given(DAYS, DAYS)
def test_the_next_anniversary_is_the_first_one_behind_the_day(start: date, day: date):
    series = (add_months(start, number) for number in range(12 * 40))
    assert anniversary_after(start, day) == next(each for each in series if each > day)
