"""The count of paid months equals a plain, slow one, on generated histories. All of it is made up."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from oxyclaim.case.models import Case
from oxyclaim.case.tables import tables
from oxyclaim.engine.decide import run
from oxyclaim.policy import load
from oxyclaim.policy.worked_cases import build

STATIONARY = {"E0424", "E0439", "E1390", "E1391", "E1405", "E1406"}
PORTABLE = {"E0431", "E0433", "E0434", "E1392", "K0738"}
START, SERVICE = date(2022, 6, 10), date(2026, 3, 10)
CASES_AT_ONCE = 250


def anyway(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([*values, None])


MONTHS = st.fixed_dictionaries({
    "code": anyway("E1390", "E1391", "E0424", "E1392", "E0431", "E0443"),
    "service_date": st.one_of(st.none(), st.dates(date(2016, 1, 1), date(2026, 12, 31)).map(date.isoformat)),
    "kind": st.sampled_from(["rental"] * 6 + ["contents", "maintenance", None]),
    "payer": st.sampled_from(["medicare"] * 6 + ["medicare_advantage", "other", None]),
    "outcome": st.sampled_from(["paid"] * 6 + ["denied", "pending", None]),
    "supplier": anyway("own", "other"),
})  # fmt: skip


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


def as_case(number: int, history: list[dict[str, Any]] | None) -> Case:
    items = [{"code": "E1390", "service_date": SERVICE}, {"code": "E1392", "service_date": SERVICE}]
    return Case.model_validate(build(f"H{number}", START, {"items": items, "history": history}))


@settings(max_examples=12, deadline=None, derandomize=True)
@given(
    st.lists(st.one_of(st.none(), st.lists(MONTHS, max_size=60)), min_size=CASES_AT_ONCE, max_size=CASES_AT_ONCE)
)  # fmt: skip
def test_the_count_equals_a_plain_one(histories: list[list[dict[str, Any]] | None]) -> None:
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
