"""The count of paid months equals a plain, slow one, on generated histories. All of it is made up."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import polars as pl
import pytest

from oxyclaim.case.models import BilledMonth, Case
from oxyclaim.case.tables import tables
from oxyclaim.engine.decide import run
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build

STATIONARY = {"E0424", "E0439", "E1390", "E1391", "E1405", "E1406"}
PORTABLE = {"E0431", "E0433", "E0434", "E1392", "K0738"}
START, SERVICE = date(2022, 6, 10), date(2026, 3, 10)
HISTORIES_A_SEED = 1_500

CHOICES: dict[str, list[Any]] = {
    "code": ["E1390", "E1391", "E0424", "E1392", "E0431", "E0443", None],
    "kind": ["rental"] * 6 + ["contents", "maintenance", None],
    "payer": ["medicare"] * 6 + ["medicare_advantage", "other", None],
    "outcome": ["paid"] * 6 + ["denied", "pending", None],
    "supplier": ["own", "other", None],
}


def a_history(chance: Random) -> list[dict[str, Any]] | None:
    """No list, an empty one, or up to 60 months of whatever kind, in any order."""
    if chance.random() < 0.05:
        return None
    months = [{key: chance.choice(values) for key, values in CHOICES.items()} for _ in range(chance.randrange(60))]
    for month in months:
        day = date(2016, 1, 1) + timedelta(days=chance.randrange(4_000))
        month["service_date"] = None if chance.random() < 0.05 else day.isoformat()
    return months


def meets(month: Mapping[str, Any], kind: set[str], first: date, last: date) -> bool | None:
    """Whether one month is a paid one of a kind, on or after a first day and before a last: met, not met, unknown."""
    day = None if month["service_date"] is None else date.fromisoformat(month["service_date"])
    answers = [
        None if month["code"] is None else month["code"] in kind,
        None if month["kind"] is None else month["kind"] == "rental",
        None if month["payer"] is None else month["payer"] == "medicare",
        None if month["outcome"] is None else month["outcome"] == "paid",
        None if day is None else first <= day < last,
    ]
    return False if False in answers else None if None in answers else True


def slow(history: list[dict[str, Any]] | None, kind: set[str], first: date, last: date) -> tuple[int, int | None]:
    """At least and at most so many months, one after the other."""
    if history is None:
        return 0, None
    found = [meets(month, kind, first, last) for month in history]
    return found.count(True), found.count(True) + found.count(None)


ITEMS = [{"code": "E1390", "service_date": SERVICE}, {"code": "E1392", "service_date": SERVICE}]
WITHOUT_HISTORY = Case.model_validate(build("H", START, {"items": ITEMS, "history": None}))


def as_case(number: int, history: list[dict[str, Any]] | None) -> Case:
    billed = None if history is None else [BilledMonth.model_validate(month) for month in history]
    return WITHOUT_HISTORY.model_copy(update={"case_id": f"H{number}", "history": billed})


@pytest.mark.parametrize("seed", range(8))
def test_the_count_equals_a_plain_one(seed: int) -> None:
    chance = Random(seed)
    histories = [a_history(chance) for _ in range(HISTORIES_A_SEED)]
    catalogue = load()
    cases = [as_case(number, history) for number, history in enumerate(histories)]
    lines = run(tables(cases, catalogue.presumptions), catalogue).lines.filter(~pl.col("said"))
    names = ["least.counted_month", "most.counted_month", "least.earlier_month", "most.earlier_month"]
    found = {
        (row["line.case_id"], row["line.code"]): tuple(row[name] for name in names)
        for row in lines.iter_rows(named=True)
    }
    lifetime_before = date(START.year - 5, START.month, START.day)
    for number, history in enumerate(histories):
        for code, kind in (("E1390", STATIONARY), ("E1392", PORTABLE)):
            expected = (*slow(history, kind, START, SERVICE), *slow(history, kind, lifetime_before, START))
            assert found[f"H{number}", code] == expected
