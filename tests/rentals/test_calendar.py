"""The calendar of known histories: days, states, counts, reasons. All of it is made up."""

from datetime import date
from random import Random
from typing import Any

from calendar_cases import AS_OF, calendar_of, content, lane_of, month, months, one, paid, three_years

from oxyclaim.case.models import Case
from oxyclaim.policy import load
from oxyclaim.rentals.calendar import Calendar, State, calendars


def test_states_of_three_years():
    lane = lane_of(three_years())
    assert months(lane, State.PAID) == [*range(1, 12), 15, 16, 17, 19, 20]
    assert months(lane, State.OTHER_PAYER) == [12, 13, 14]
    assert months(lane, State.BLOCKED) == [18]
    assert months(lane, State.PENDING) == [21]
    assert months(lane, State.PAYABLE) == [*range(22, 41)]
    assert months(lane, State.NO_RENT) == [*range(41, 60)]
    assert months(lane, State.ENDED) == [60], "the day has moved so far that month 60 begins after the lifetime"


def test_paid_months_are_numbered_and_the_others_do_not_count():
    lane = lane_of(three_years())
    assert (lane.paid_least, lane.paid_most, lane.limit) == (16, 17, 36)
    found = [(each.position, each.expected) for each in lane.months if each.position is not None]
    assert found == [(number, number > 16) for number in range(1, 37)]
    assert month(lane, 12).position is None
    assert lane.last_paid_day == month(lane, 40).service_date == date(2027, 11, 6)


def test_the_day_moves_with_the_discharge_and_with_the_month_behind_a_break():
    lane = lane_of(three_years())
    assert month(lane, 7).service_date == date(2025, 1, 1)
    assert month(lane, 8).service_date == date(2025, 2, 10)
    assert month(lane, 9).service_date == date(2025, 3, 10)
    assert month(lane, 20).service_date == date(2026, 3, 6)
    assert [each.number for each in lane.months if each.moved] == [8, 19]
    assert [each.outcome for each in month(lane, 8).billed] == ["denied", "paid"]


def test_a_stay_over_the_anniversary_moves_a_month_that_is_not_billed():
    stay = [{"first_day": "2026-04-28", "last_day": "2026-05-09", "reason": "inpatient"}]
    case = content("2025-07-01", "2026-04-01", [paid("2025-07-01", 10)], absences=stay)
    lane = lane_of(case)
    assert month(lane, 11).service_date == date(2026, 5, 9)
    assert "ELG-145" in month(lane, 11).rules, "its claim must tell the stay"
    assert month(lane, 12).service_date == date(2026, 6, 9)


def test_a_start_on_the_last_day_of_a_month_stays_there():
    lane = lane_of(content("2026-01-31", "2026-02-28", [one("2026-01-31")]))
    assert [each.service_date.day for each in lane.months[:5]] == [31, 28, 31, 30, 31]
    assert not any(each.moved for each in lane.months)


def test_a_month_ahead_is_payable_ahead_and_what_is_missing_today_holds_it():
    fine = lane_of(content("2025-07-01", "2026-05-01", [paid("2025-07-01", 10)]))
    assert (month(fine, 11).state, month(fine, 11).ahead) == (State.PAYABLE, False)
    assert (month(fine, 12).state, month(fine, 12).ahead) == (State.PAYABLE, True)
    late = month(fine, 30)
    assert (late.state, late.rules) == (State.PAYABLE, ()), "a record of need two years on can only be had then"

    unsigned = [{"id": "SWO", "items": "all", "signed": False}]
    held = lane_of(content("2025-07-01", "2026-05-01", [paid("2025-07-01", 10)], orders=unsigned))
    assert month(held, 30).state is State.HOLD
    assert "PAP-100" in month(held, 30).rules
    assert not {"PAP-300", "PAP-310"} & set(month(held, 30).rules), "what only lies ahead is not told as missing"


def test_today_a_missing_record_of_need_does_hold():
    lane = lane_of(content("2024-07-01", "2026-05-01", [paid("2024-07-01", 22)], follow_ups=[]))
    assert (month(lane, 23).service_date, month(lane, 23).state) == (date(2026, 5, 1), State.HOLD)
    assert {"PAP-300", "PAP-310"} <= set(month(lane, 23).rules)


def test_the_day_of_the_run_divides_what_is_from_what_lies_ahead():
    case = content("2025-07-01", "2026-05-01", [paid("2025-07-01", 10)])
    for day, ahead in ((date(2026, 5, 31), True), (date(2026, 6, 1), False)):
        assert month(lane_of(case, day), 12).ahead is ahead


def test_no_rent_after_the_paid_months_and_what_may_be_billed_instead():
    lane = lane_of(content("2022-04-05", "2026-05-05", [paid("2022-04-05", 36)]))
    assert lane.used_up
    assert lane.last_paid_day == date(2025, 3, 5)
    assert lane.next_month is None
    assert months(lane, State.NO_RENT) == [*range(37, 61)]
    assert month(lane, 37).rules == ("LED-010",)
    assert "MS instead of RR" in month(lane, 37).reason
    assert lane.lifetime_ends == date(2027, 4, 5)


def test_one_paid_month_less_leaves_one_to_bill():
    lane = lane_of(content("2023-05-05", "2026-05-05", [paid("2023-05-05", 35)], follow_ups=[{"date": "2026-04-05"}]))
    assert not lane.used_up
    assert [each.number for each in lane.months if each.position == 36] == [36]
    assert month(lane, 37).state is State.NO_RENT
    assert (month(lane, 37).rules, "if each month before is paid" in month(lane, 37).reason) == ((), True)


def test_a_month_that_is_too_late_to_bill_does_not_use_up_the_rent():
    lane = lane_of(content("2022-04-05", "2026-05-05", [paid("2022-04-05", 35)]))
    assert [month(lane, number).state for number in (36, 37, 38)] == [State.BLOCKED] * 3
    assert [each.number for each in lane.months if each.position == 36] == [39]
    assert month(lane, 40).state is State.NO_RENT


def test_visits_and_contents_stand_beside_the_rental():
    history = [paid("2022-04-05", 36), one("2025-10-07", kind="maintenance")]
    lane = lane_of(content("2022-04-05", "2026-05-05", history))
    assert [each.kind for each in month(lane, 43).beside] == ["maintenance"]
    assert lane.paid_least == 36


def test_contents_that_hang_on_months_still_to_be_paid_are_open():
    items = [{"code": "E0424", "service_date": "2026-05-05"}, {"code": "E0441", "acquisition": "contents"}]
    case = content("2024-04-05", "2026-05-05", [], items=items)
    case["history"] = [
        {**each, "code": "E0424"} for each in content("2024-04-05", "", [paid("2024-04-05", 25)])["history"]
    ]
    rental, contents = calendar_of(case).lanes
    assert (rental.bills, contents.bills) == ("rental", "contents")
    assert month(contents, 25).state is State.BLOCKED
    assert months(contents, State.OPEN) == months(rental, State.NO_RENT) == [*range(37, 61)]


def test_denied_and_unanswered_and_unlisted_months():
    lane = lane_of(
        content("2026-01-05", "2026-05-05", [one("2026-01-05", outcome="denied"), one("2026-02-05", outcome=None)])
    )
    assert month(lane, 1).state is State.DENIED
    assert month(lane, 2).state is State.HOLD
    assert "does not say who answered what" in month(lane, 2).reason

    unlisted = lane_of(content("2026-01-05", "2026-05-05", None))
    assert {each.state for each in unlisted.months[:4]} == {State.HOLD}
    assert "history" in month(unlisted, 1).reason
    assert month(unlisted, 5).state is State.PAYABLE
    assert unlisted.next_month == 5
    assert (unlisted.paid_least, unlisted.paid_most) == (0, None)


def test_a_month_too_late_to_bill_is_not_called_payable():
    lane = lane_of(content("2024-07-01", "2026-05-01", [one("2024-07-01"), paid("2024-09-01", 20)]))
    assert month(lane, 2).state is State.BLOCKED
    assert "timely" in month(lane, 2).reason


def test_picked_up_and_died():
    device = {"make": "E", "model": "O", "delivered": "2026-01-05", "picked_up": "2026-08-05"}
    items = [{"code": "E1390", "service_date": "2026-05-05", "device": device}]
    lane = lane_of(content("2026-01-05", "2026-05-05", [paid("2026-01-05", 4)], items=items))
    assert months(lane, State.ENDED) == [*range(8, 61)]
    assert month(lane, 7).state is State.PAYABLE

    case = content("2026-01-05", "2026-05-05", [paid("2026-01-05", 4)])
    case["patient"]["died_on"] = "2026-05-20"
    lane = lane_of(case)
    assert months(lane, State.ENDED) == [*range(6, 61)]
    assert month(lane, 6).reason == "the patient has died"


def test_after_a_plan_the_count_goes_on():
    plan = [{"first_day": "2025-07-01", "last_day": "2025-10-31", "reason": "medicare_advantage"}]
    history = [paid("2024-07-01", 12), paid("2025-07-01", 4, payer="medicare_advantage"), paid("2025-11-01", 6)]
    lane = lane_of(content("2024-07-01", "2026-05-01", history, absences=plan))
    assert (lane.paid_least, lane.paid_most) == (18, 18)
    assert (month(lane, 23).state, month(lane, 23).position) == (State.PAYABLE, 19)


def test_what_is_not_covered_is_blocked_with_its_rule():
    lane = lane_of(content("2026-01-05", "2026-01-05", [], tests=[{"state": "rest", "spo2_percent": 93}]))
    assert month(lane, 1).state is State.BLOCKED
    assert month(lane, 1).rules == ("COV-100",)


def test_a_line_without_a_start_and_a_line_not_billed_by_the_month_are_told():
    items: list[dict[str, Any]] = [{"code": "E1390", "rental_start": None}, {"code": "A4616", "acquisition": None}]
    case = content("2026-01-05", "2026-01-05", [], items=items)
    calendar = calendar_of(case)
    assert calendar.lanes == ()
    assert [each.code for each in calendar.outside] == ["E1390", "A4616"]
    assert "rental_start" in calendar.outside[0].reason


HISTORIES = 12


def any_history(chance: Random) -> list[dict[str, Any]]:
    codes, days = ["E1390", "E1391", "E1392", "E0443", "A4616", None], range(700)
    return [
        {
            "code": chance.choice(codes),
            "service_date": None
            if chance.random() < 0.05
            else date.fromordinal(date(2024, 3, 1).toordinal() + chance.choice(days)).isoformat(),
            "kind": chance.choice(["rental", "rental", "contents", "maintenance", None]),
            "payer": chance.choice(["medicare", "medicare", "medicare_advantage", None]),
            "outcome": chance.choice(["paid", "paid", "denied", "pending", None]),
        }
        for _ in range(chance.randrange(40))
    ]


def test_every_billed_month_appears_once_and_every_month_has_one_state():
    histories = [any_history(Random(seed)) for seed in range(HISTORIES)]
    items = [{"code": "E1390", "service_date": "2026-05-05"}, {"code": "E1392", "service_date": "2026-05-05"}]
    contents = [content("2024-05-05", "2026-05-05", history, items=items) for history in histories]
    cases = [Case.model_validate(case | {"case_id": f"A-{number}"}) for number, case in enumerate(contents)]
    for calendar, history in zip(calendars(cases, load(), AS_OF), histories, strict=True):
        holds_each_month_once(calendar, history)


def holds_each_month_once(calendar: Calendar, history: list[dict[str, Any]]) -> None:
    placed = [row for lane in calendar.lanes for each in lane.months for row in (*each.billed, *each.beside)] + [
        each.billed for each in calendar.outside if each.billed
    ]
    assert len(placed) == len({id(row) for row in placed}) == len(history)
    for lane in calendar.lanes:
        assert [each.number for each in lane.months] == [*range(1, 61)]
        days_of_lane = [each.service_date for each in lane.months]
        assert days_of_lane == sorted(set(days_of_lane)), "each month begins after the one before"
        assert all(isinstance(each.state, State) and each.reason for each in lane.months)
        assert all(each.ahead == (each.service_date > AS_OF) for each in lane.months)
        assert all(each.state is not State.PAYABLE or not each.billed for each in lane.months)
