"""Unknown is never false and never true."""

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from oxyclaim.case.models import Case
from oxyclaim.engine.decide import decide
from oxyclaim.engine.parameters import Value, range_problems
from oxyclaim.engine.words import first_of, known
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build

RULES = Path(__file__).parents[2] / "src" / "oxyclaim" / "policy" / "rules"


def verdict(**facts):
    facts = {"tests": [{"state": "rest", "spo2_percent": 86}], "items": [{"code": "E1390"}]} | facts
    return next(iter(decide([Case.model_validate(build("T", "2025-05-10", facts))], load(), date(2025, 12, 31))))


@pytest.mark.parametrize("section", ["tests", "orders", "deliveries"])
def test_a_list_left_out_is_unknown(section: str):
    assert verdict(**{section: None}).verdict == "hold"


def test_an_empty_list_says_that_there_are_none():
    assert verdict(tests=[]).verdict == "not covered"


def test_a_second_test_of_unknown_value_does_not_undo_a_qualifying_one():
    tests = [{"state": "rest", "spo2_percent": 86}, {"state": "rest"}]
    assert verdict(tests=tests).verdict == "billable"


def test_an_unknown_test_beside_a_failing_one_holds():
    tests = [{"state": "rest", "spo2_percent": 95}, {"state": "rest"}]
    assert verdict(tests=tests).verdict == "hold"


def test_an_oximetry_waits_for_the_abg_that_may_decide():
    tests = [
        {"id": "OX", "state": "rest", "spo2_percent": 86},
        {"id": "ABG", "method": "arterial_blood_gas", "po2_mmhg": 70},
    ]
    assert verdict(tests=tests).verdict == "hold", "the ABG's state is unknown: it may be the one that decides"


def test_one_reported_fact_in_a_documented_test_holds():
    tests = [{"state": "rest", "spo2_percent": 86, "reported": ["paid_by"], "performed_by": "laboratory"}]
    assert verdict(tests=tests).verdict == "hold"


def test_what_is_presumed_of_an_absent_fact_is_shown():
    items = [{"code": "E1390"}, {"code": "E1392"}]
    presumed = {each.fact for each in verdict(items=items).presumed}
    assert {"line.clinical.sleep_apnea", "line.device_picked_up", "line.device_serial"} <= presumed
    given = {"device": {"serial": "S1", "picked_up": "2025-12-01"}}
    shown = verdict(items=[{"code": "E1390"} | given, {"code": "E1392", "device": {"serial": "S2"}}]).presumed
    assert not {"line.device_picked_up", "line.device_serial"} & {each.fact for each in shown}


def test_first_of_stops_at_an_unknown():
    frame = pl.DataFrame(
        {"a": [None, False, False], "b": [True, True, None]}, schema={"a": pl.Boolean, "b": pl.Boolean}
    )
    chosen = frame.select(first_of((pl.col("a"), "A"), (pl.col("b"), "B"), otherwise="-"))
    assert chosen.to_series().to_list() == [None, "B", None]


def test_known_is_never_false():
    assert pl.DataFrame({"a": [1, None]}).select(known(pl.col("a"))).to_series().to_list() == [True, None]


def test_rules_use_no_aggregate_that_ignores_the_unknown():
    bare = re.compile(r"\.(any|all|min|max|first|last)\(|min_horizontal|max_horizontal|sum_horizontal|\.over\(")
    found = [f"{path.name}: {m.group()}" for path in RULES.rglob("*.py") for m in bare.finditer(path.read_text())]
    assert not found


def test_gaps_and_overlaps_are_found():
    def value(first: date, last: date | None) -> Value:
        return Value(first, last, 1, ("X",))

    assert range_problems("p", [value(date(2023, 1, 1), date(2023, 3, 31)), value(date(2023, 4, 1), None)]) == []
    assert (
        "no value between"
        in range_problems("p", [value(date(2023, 1, 1), date(2023, 3, 30)), value(date(2023, 4, 1), None)])[0]
    )
    assert "overlap" in range_problems("p", [value(date(2023, 1, 1), None), value(date(2023, 4, 1), None)])[0]
