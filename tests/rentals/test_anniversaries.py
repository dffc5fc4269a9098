"""The days on which the months of a rental begin, and that both commands name the same. All of it is made up."""

from datetime import date, timedelta
from itertools import islice
from typing import Any

from calendar_cases import content
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Absence, BilledMonth, Case
from oxyclaim.policy import load
from oxyclaim.rentals.anniversaries import RentalMonth, absence_on, rental_months
from oxyclaim.rentals.calendar import CalendarMonth, State, calendars
from oxyclaim.rentals.due import RESUMED, due_cases

START = date(2025, 1, 10)
Facts = dict[str, Any]


def claim(day: date, **other: Any) -> BilledMonth:
    facts = {"code": "E1390", "kind": "rental", "payer": "medicare", "outcome": "paid", "supplier": "own"}
    return BilledMonth.model_validate({**facts, "service_date": day, **other})


def reckoned(
    count: int, claims: list[BilledMonth], *absences: Facts, start: date = START, own_day: date | None = None
) -> list[RentalMonth]:
    away = [Absence.model_validate(each) for each in absences]
    return [*islice(rental_months(start, claims, away, own_day), count)]


def days(months: list[RentalMonth]) -> list[str]:
    return [f"{month.day:%m-%d}" for month in months]


def test_a_start_on_the_31st_stays_on_the_31st():
    billed = [claim(date(2025, 1, 31)), claim(date(2025, 2, 28))]
    months = reckoned(4, billed, start=date(2025, 1, 31))
    assert days(months) == ["01-31", "02-28", "03-31", "04-30"]
    assert not any(month.moved for month in months)


def test_a_month_billed_later_moves_the_months_behind_it():
    months = reckoned(4, [claim(START), claim(date(2025, 2, 15))])
    assert days(months) == ["01-10", "02-15", "03-15", "04-15"]
    assert [month.moved for month in months[:3]] == [None, "billed on 2025-02-15 instead of 2025-02-10", None]


def test_claims_less_than_a_month_apart_are_two_months_and_the_next_begins_a_month_behind_the_last():
    months = reckoned(4, [claim(START), claim(date(2025, 2, 5))])
    assert days(months) == ["01-10", "02-05", "03-05", "04-05"]
    assert [len(month.billed) for month in months] == [1, 1, 0, 0]
    twice = reckoned(3, [claim(START), claim(START, code="E1391")])
    assert (days(twice), len(twice[0].billed)) == (["01-10", "02-10", "03-10"], 2)


def test_a_denied_claim_moves_nothing_and_is_one_for_its_month():
    months = reckoned(3, [claim(START), claim(date(2025, 2, 13), outcome="denied")])
    assert days(months) == ["01-10", "02-10", "03-10"]
    assert [each.outcome for each in months[1].billed] == ["denied"]
    billed_again = reckoned(3, [claim(date(2025, 2, 10), outcome="denied"), claim(date(2025, 2, 13))])
    assert days(billed_again) == ["01-10", "02-13", "03-13"]
    assert [each.outcome for each in billed_again[1].billed] == ["denied", "paid"]


def test_a_stay_over_the_anniversary_moves_it_to_the_discharge():
    stay = {"reason": "inpatient", "first_day": "2025-02-01", "last_day": "2025-02-20"}
    months = reckoned(3, [], stay)
    assert days(months) == ["01-10", "02-20", "03-20"]
    assert months[1].moved == "2025-02-20, the discharge, instead of 2025-02-10"
    assert days(reckoned(3, [claim(date(2025, 2, 10))], stay)) == ["01-10", "02-10", "03-10"], "what was billed stands"
    assert days(reckoned(3, [], stay, own_day=date(2025, 2, 21))) == days(months), "the line's day does not"


def test_a_stay_over_two_anniversaries_moves_the_last_of_them():
    stay = {"reason": "skilled_nursing", "first_day": "2025-02-01", "last_day": "2025-03-20"}
    assert days(reckoned(4, [], stay)) == ["01-10", "02-10", "03-20", "04-20"]


def test_a_break_that_ends_within_the_month_moves_nothing_by_itself_but_the_month_behind_it_does():
    gone = {"reason": "no_need", "first_day": "2025-02-05", "last_day": "2025-02-20"}
    assert days(reckoned(3, [], gone)) == ["01-10", "02-10", "03-10"]
    assert days(reckoned(3, [claim(date(2025, 2, 21))], gone)) == ["01-10", "02-21", "03-21"]


def test_the_lines_own_day_is_its_months_and_later_months_follow_it_behind_an_absence_alone():
    own = date(2025, 2, 21)
    assert days(reckoned(3, [], own_day=own)) == ["01-10", "02-21", "03-10"]
    gone = {"reason": "no_need", "first_day": "2025-02-05", "last_day": "2025-02-20"}
    assert days(reckoned(3, [], gone, own_day=own)) == ["01-10", "02-21", "03-21"]
    assert days(reckoned(3, [claim(date(2025, 2, 10))], gone, own_day=own)) == ["01-10", "02-10", "03-10"]


def test_an_absence_holds_its_days_and_of_a_stay_not_that_of_the_discharge():
    facts = {"first_day": date(2025, 2, 5), "last_day": date(2025, 2, 20)}
    last = {"no_need": True, "inpatient": False, None: False}
    for reason, holds in last.items():
        absence = Absence.model_validate(facts | {"reason": reason})
        assert bool(absence_on([absence], date(2025, 2, 20))) is holds, reason
        assert bool(absence_on([absence], date(2025, 2, 10))) is (reason is not None)
        assert not absence_on([absence], date(2025, 2, 21))


CLAIMS = st.lists(
    st.builds(
        lambda after, **other: claim(START + timedelta(days=after), **other),
        st.integers(0, 700),
        outcome=st.sampled_from(["paid", "pending", "denied", None]),
    ),
    max_size=30,
)


@given(claims=CLAIMS, own=st.none() | st.integers(0, 700))
def test_every_claim_is_in_one_month_and_no_open_month_has_a_day_in_common_with_a_claim(
    claims: list[BilledMonth], own: int | None
):
    own_day = None if own is None else START + timedelta(days=own)
    months = reckoned(60, claims, own_day=own_day)
    assert sorted(id(each) for month in months for each in month.billed) == sorted(id(each) for each in claims)
    assert all(month.opens <= month.day < month.closes for month in months)
    standing = {each.service_date for each in claims if each.outcome != "denied"}
    assert standing <= {month.day for month in months}, "each begins a month"
    for month in months:
        if month.day not in standing and month.day != own_day:
            assert not any(month.day < day < add_months(month.day, 1) for day in standing if day)


ON, BEGAN = date(2026, 5, 24), date(2024, 1, 31)
REASONS = ["no_need", "inpatient", "skilled_nursing", "hospice", "medicare_advantage", "not_billed", None]


@st.composite
def histories(draw: st.DrawFn) -> Facts:
    """A rental with claims on and off its days, absences, and a line dated anywhere."""
    start = BEGAN + timedelta(days=draw(st.integers(0, 60)))
    lasted = (ON - start).days
    day = st.integers(0, lasted)
    claims = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "service_date": st.integers(0, 27).map(lambda number: add_months(start, number))
                    | day.map(lambda after: start + timedelta(days=after)),
                    "code": st.sampled_from(["E1390", "E1390", "E1391", "E1392"]),
                    "kind": st.sampled_from(["rental", "rental", "rental", None]),
                    "payer": st.sampled_from(["medicare", "medicare", "medicare_advantage", None]),
                    "outcome": st.sampled_from(["paid", "paid", "pending", "denied", None]),
                }
            ),
            max_size=20,
        )
    )
    absences = []
    for first, length, reason in draw(
        st.lists(st.tuples(day, st.none() | st.integers(0, 100), st.sampled_from(REASONS)), max_size=3)
    ):
        began = start + timedelta(days=first)
        absences.append({"first_day": began, "reason": reason}
                        | ({} if length is None else {"last_day": began + timedelta(days=length)}))  # fmt: skip
    own = [add_months(start, draw(st.integers(0, 27))), start + timedelta(days=draw(day))]
    returns = [each["last_day"] + timedelta(days=1) for each in absences if "last_day" in each]
    own_day = draw(st.sampled_from([*own, *(each for each in returns if each >= start)]))
    return content(str(start), str(own_day), draw(st.sampled_from([claims, claims, claims, None])), absences=absences)


def is_billed(month: CalendarMonth) -> bool:
    return any(each.kind == "rental" and each.outcome in ("paid", "pending") for each in month.billed)


@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(histories(), min_size=4, max_size=4))
def test_both_commands_name_the_same_days(given_cases: list[Facts]):
    cases = [Case.model_validate(each | {"case_id": f"A{place}"}) for place, each in enumerate(given_cases)]
    for case, calendar, found in zip(
        cases, calendars(cases, load(), ON), due_cases(cases, load(), ON, 90), strict=True
    ):
        months = calendar.lanes[0].months
        due = {each.service_date for each in found.months}
        assert due <= {month.service_date for month in months}
        upcoming = {each.next_day for each in found.not_due if each.next_day}
        assert upcoming <= {month.service_date for month in months}
        if case.history is None:
            own = [month for month in months if month.service_date <= case.items[0].service_date]
            assert due | upcoming <= {each.service_date for each in months[len(own) - 1 : len(own) + 1]}, (
                "its own month"
            )
        else:
            assert due == {
                month.service_date
                for month in months
                if month.service_date <= ON and not is_billed(month)
                and not absence_on(case.absences or (), month.service_date)
            }  # fmt: skip


def shown(case: Case, on: date) -> tuple[list[date], list[date], str]:
    """The days that fall due, those that the calendar would bill by then, and what is said beside them."""
    (found,) = due_cases([case], load(), on, 90)
    (calendar,) = calendars([case], load(), on)
    open_states = (State.PAYABLE, State.HOLD, State.REVIEW)
    months = [m.service_date for m in calendar.lanes[0].months if not m.ahead and m.state in open_states]
    return [each.service_date for each in found.months], months, "".join(each.note for each in found.months)


def test_a_break_that_ended_within_a_month_in_both_commands():
    gone = [{"reason": "no_need", "first_day": "2025-04-05", "last_day": "2025-04-20"}]
    history = [{"code": "E1390", "from": START, "months": 3}]
    on = date(2025, 6, 25)
    case = Case.model_validate(content("2025-01-10", "2025-05-10", history, absences=gone))
    due, calendar, note = shown(case, on)
    assert due == calendar == [date(2025, 5, 10), date(2025, 6, 10)]
    assert RESUMED in note, "the month of the return is for the biller to date"

    case = Case.model_validate(content("2025-01-10", "2025-04-21", history, absences=gone))
    due, calendar, note = shown(case, on)
    assert due == calendar == [date(2025, 4, 21), date(2025, 5, 21), date(2025, 6, 21)]
    assert not note

    behind = [*history, {"code": "E1390", "service_date": "2025-04-21"}]
    case = Case.model_validate(content("2025-01-10", "2025-05-21", behind, absences=gone))
    due, calendar, _ = shown(case, on)
    assert due == calendar == [date(2025, 5, 21), date(2025, 6, 21)]


def test_without_a_history_a_stay_over_the_lines_own_day_moves_it_in_both_commands():
    stay = [{"reason": "inpatient", "first_day": "2025-04-05", "last_day": "2025-04-20"}]
    case = Case.model_validate(content("2025-01-10", "2025-04-10", None, absences=stay))
    due, calendar, _ = shown(case, date(2025, 4, 25))
    assert due == [date(2025, 4, 20)]
    assert due[0] in calendar


def test_claims_less_than_a_month_apart_in_both_commands():
    history = [{"code": "E1390", "from": START, "months": 3}, {"code": "E1390", "service_date": "2025-04-05"}]
    case = Case.model_validate(content("2025-01-10", "2025-05-05", history))
    due, calendar, _ = shown(case, date(2025, 6, 25))
    assert due == calendar == [date(2025, 5, 5), date(2025, 6, 5)]
