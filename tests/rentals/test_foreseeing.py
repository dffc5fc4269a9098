"""What a payer's rules will hold for in the next 60 days is foreseen today."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from oxyclaim.case.days import add_months
from oxyclaim.case.models import BilledMonth, Case
from oxyclaim.engine.decide import decide
from oxyclaim.policy import load_with_examples
from oxyclaim.policy.worked_cases import worked_cases
from oxyclaim.rentals.due import due_cases
from oxyclaim.rentals.monthly import of_each_month
from tests.sampling import one_in

AHEAD = 60
CATALOGUE = load_with_examples()


def rentals(payers: bool) -> list[Case]:
    """The billable one-line rentals among the worked cases of Medicare, or of the other payers, with their history."""
    found = []
    for number, worked in enumerate(worked_cases(payers=payers)):
        case = Case.model_validate(worked.case)
        billable = [each.get("verdict") for each in worked.expect.values()] == ["billable"]
        if (
            (case.coverage.payer == "medicare") != payers
            and billable
            and case.history is not None
            and len(case.items) == 1
        ):
            item = case.items[0]
            if item.acquisition == "rental" and item.rental_start is not None and not case.absences:
                found.append(case.model_copy(update={"case_id": f"F{number}"}))
    return found


def _paid(case: Case, day: date) -> BilledMonth:
    item = case.items[0]
    return BilledMonth(
        code=item.code, service_date=day, kind="rental", payer=case.coverage.payer.split("/")[0], outcome="paid",
        supplier="own", paid=item.charge, allowed=item.charge,
    )  # fmt: skip


def _later_months(case: Case, on: date) -> Iterator[Case]:
    """The case as it stands in each month that begins in the days ahead, all months before it billed and paid."""
    item = case.items[0]
    billed = [_paid(case, item.service_date)]
    for number in range(1, AHEAD // 28 + 1):
        day = add_months(item.service_date, number)
        if day > on + timedelta(days=AHEAD):
            return
        moved = item.model_copy(update={"service_date": day, "modifiers": None})
        update = {"case_id": f"{case.case_id}.{number}", "items": [moved], "history": [*(case.history or []), *billed]}
        yield case.model_copy(update=update)
        billed = [*billed, _paid(case, day)]


def _unforeseen(cases: list[Case], days_after: int) -> Iterator[tuple[str, date, set[str], set[str]]]:
    """Of every month in the days ahead: the rules that are told of it, and of them those that were not foreseen."""
    foreseen: dict[str, set[str]] = {}
    by_day: dict[date, list[Case]] = {}
    for case in cases:
        by_day.setdefault(case.items[0].service_date + timedelta(days=days_after), []).append(case)
    later: list[Case] = []
    for day, some in by_day.items():
        later += [month for case in some for month in _later_months(case, day)]
        for each in due_cases(some, CATALOGUE, day, AHEAD):
            told = {soon.rule for soon in each.coming_up if soon.first <= day + timedelta(days=AHEAD)}
            told |= {point.rule for month in each.months for point in (*month.to_check, *month.wrong)}
            foreseen[each.case_id] = told
    as_of = [month.items[0].service_date for month in later]
    for verdict in decide(later, CATALOGUE, as_of):
        told = {finding.rule for finding in verdict.findings}
        yield verdict.case_id, verdict.service_date, told, told - foreseen[verdict.case_id.partition(".")[0]]


@pytest.mark.parametrize("days_after", one_in(2, [3, 0]))
@pytest.mark.parametrize("payers", one_in(2, [False, True]), ids=["Medicare", "others"])
def test_whatever_a_later_month_is_held_for_is_foreseen(payers: bool, days_after: int):
    """The case is billed and paid; in each month of the next 60 days, all else as it is, nothing unforeseen is told."""
    cases = rentals(payers)
    assert len(cases) > 30
    anew, held = of_each_month(CATALOGUE), 0
    for case_id, day, told, unforeseen in _unforeseen(cases, days_after):
        held += any(rule not in anew for rule in told)
        assert not {rule for rule in unforeseen if rule not in anew}, (case_id, day, unforeseen)
    assert held > 1
