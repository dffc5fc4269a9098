"""Cases with histories, for the calendar. All of it is made up."""

from datetime import date
from functools import cache
from typing import Any

from oxyclaim.case.models import Case
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build
from oxyclaim.rentals.calendar import Calendar, CalendarMonth, Lane, State, calendars

AS_OF = date(2026, 5, 24)
ALL_ASKED = ["part_b", "medicare_advantage", "hospice", "stay", "death", "primary_payer", "address"]
PATIENT = {"last_name": "Quarrington", "first_name": "Zelda"}
"""Names that no output may hold."""


def content(start: str, service: str, history: list[dict[str, Any]] | None, **facts: Any) -> dict[str, Any]:
    """The content of a case file: a concentrator, documented and looked up, with its history."""
    given: dict[str, Any] = {
        "tests": [{"state": "rest", "spo2_percent": 86}],
        "items": [{"code": "E1390", "service_date": service}],
        "history": history,
        "absences": [],
        "checks": [{"date": service, "source": "payer_system", "asked": ALL_ASKED}],
        "follow_ups": [{"date": service}],
        "patient": PATIENT,
    }
    given |= facts
    return build("A-1", start, {name: value for name, value in given.items() if value is not None})


def calendar_of(case: dict[str, Any], as_of: date = AS_OF) -> Calendar:
    """The calendar of a case file's content."""
    return calendars([Case.model_validate(case)], load(), as_of)[0]


def lane_of(case: dict[str, Any], as_of: date = AS_OF) -> Lane:
    """The first lane of its calendar."""
    return calendar_of(case, as_of).lanes[0]


def months(lane: Lane, state: State) -> list[int]:
    """The numbers of the months in a state."""
    return [month.number for month in lane.months if month.state is state]


def month(lane: Lane, number: int) -> CalendarMonth:
    """One month."""
    return lane.months[number - 1]


def paid(first: str, count: int, **other: Any) -> dict[str, Any]:
    """A run of months."""
    return {"code": "E1390", "from": date.fromisoformat(first), "months": count} | other


def one(day: str, **other: Any) -> dict[str, Any]:
    """One month."""
    return {"code": "E1390", "service_date": day} | other


@cache
def three_years() -> dict[str, Any]:
    """12 paid months, a stay that moves the day, a plan, a break; today's line in month 23."""
    return content(
        "2024-07-01",
        "2026-05-06",
        [
            paid("2024-07-01", 7),
            one("2025-02-01", outcome="denied"),
            one("2025-02-10"),
            paid("2025-03-10", 3),
            paid("2025-06-10", 3, payer="medicare_advantage"),
            paid("2025-09-10", 3),
            paid("2026-02-06", 2),
            one("2026-04-06", outcome="pending"),
        ],
        absences=[
            {"first_day": "2025-01-28", "last_day": "2025-02-10", "reason": "inpatient"},
            {"first_day": "2025-06-01", "last_day": "2025-08-31", "reason": "medicare_advantage"},
            {"first_day": "2025-12-05", "last_day": "2026-02-05", "reason": "no_need"},
        ],
        coverage={"payer_name": "CGS JC DME", "payer_id": "18003"},
        patient=PATIENT | {"address": {"line_1": "1 Elm Street", "city": "Waco", "state": "TX", "zip": "76701"}},
    )
