"""The law of later readings: a later normal one of the same state on room air is always noticed, others never are."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest

from oxyclaim.case.models import Case
from oxyclaim.case.tables import DOCUMENTED, tables
from oxyclaim.engine.bulk import verdicts
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build

START = "2025-05-10"
AS_OF = date(2025, 12, 31)
ABG = {"method": "arterial_blood_gas"}
NIGHT = {"state": "sleep", "study": "overnight_oximetry", "recorded_hours": 6}
AWAKE = {"id": "AWAKE", "state": "rest", "spo2_percent": 94, "date": "start-20"}


def _trio(low: float) -> list[dict[str, Any]]:
    session = {"study": "exercise", "session": "S", "date": "start-20"}
    return [
        {"state": "rest", "spo2_percent": 93} | session,
        {"state": "exercise", "spo2_percent": low} | session,
        {"state": "exercise", "spo2_percent": 95, "oxygen_flow_lpm": 2} | session,
    ]


QUALIFIED: dict[str, tuple[str, list[dict[str, Any]], dict[str, Any]]] = {
    "oximetry at rest": ("E1390", [{"state": "rest", "spo2_percent": 86, "date": "start-20"}],
                         {"state": "rest", "spo2_percent": 94}),
    "blood gas at rest": ("E1390", [{"state": "rest", "po2_mmhg": 54, "date": "start-20"} | ABG],
                          {"state": "rest", "po2_mmhg": 72} | ABG),
    "oximetry, then a blood gas": ("E1390", [{"state": "rest", "spo2_percent": 86, "date": "start-20"}],
                                   {"state": "rest", "po2_mmhg": 72} | ABG),
    "exercise": ("E1392", _trio(86), {"state": "exercise", "study": "exercise", "session": "T", "spo2_percent": 94}),
    "overnight oximetry": ("E1390", [NIGHT | {"spo2_percent": 84, "date": "start-20"}, AWAKE],
                           NIGHT | {"spo2_percent": 91}),
    "blood gas in sleep": ("E1390", [{"state": "sleep", "po2_mmhg": 54, "date": "start-20"} | ABG, AWAKE],
                           {"state": "sleep", "po2_mmhg": 70} | ABG),
}  # fmt: skip
"""A qualifying study three weeks before the start, the code that it carries, and a normal reading of its kind."""
LATER = ["start-19", "start-5", "start-1", "start"]


def _cases(name: str) -> Iterator[tuple[str, bool, dict[str, Any]]]:
    """An id, whether the later reading is to be noticed, and the case."""
    code, tests, normal = QUALIFIED[name]

    def case(id: str, *more: dict[str, Any]) -> dict[str, Any]:
        return build(id.replace(" ", "-"), START, {"tests": [*tests, *more], "items": [{"code": code}]})

    yield "alone", False, case("alone")
    for day, flow in product(LATER, (1, 2, 4)):
        yield f"later {day}", True, case(f"later {day}", normal | {"date": day})
        on_oxygen = normal | {"date": day, "oxygen_flow_lpm": flow}
        yield f"on {flow} liters {day}", False, case(f"on {flow} liters {day}", on_oxygen)
    for day in ("start-21", "start-40"):
        if name != "oximetry, then a blood gas":  # an arterial blood gas of any day is preferred to an oximetry
            yield f"earlier {day}", False, case(f"earlier {day}", normal | {"date": day})
    other_state = normal | {"state": "exercise" if normal["state"] != "exercise" else "rest", "date": "start-2"}
    yield "another state", False, case("another state", other_state)
    yield "by the supplier", False, case("by the supplier", normal | {"date": "start-2", "performed_by": "supplier"})


@pytest.mark.parametrize("name", QUALIFIED)
def test_a_later_normal_reading_of_the_same_state_on_room_air_and_no_other_is_noticed(name: str):
    expected = {case["case_id"]: (noticed, case) for _, noticed, case in _cases(name)}
    if name == "oximetry, then a blood gas":  # also an unsound blood gas makes a person look
        del expected["by-the-supplier"]
    cases = [Case.model_validate(case) for _, case in expected.values()]
    found = verdicts(tables(cases, load().presumptions, AS_OF, [DOCUMENTED]), load()).select("case_id", "verdict")
    for id, verdict in found.iter_rows():
        assert verdict == ("review" if expected[id][0] else "billable"), f"{name}, {id}"
