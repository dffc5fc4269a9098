"""Which month each line bills next, where the export does not say, and how every due month stands."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from oxyclaim.case.models import Case, Item
from oxyclaim.intake.building import Made
from oxyclaim.rentals.anniversaries import rental_months
from oxyclaim.rentals.due import CaseDue, due_cases, explained
from oxyclaim.services.claim_obstacles import held_months
from oxyclaim.services.due.portions import EXPLAINED_UP_TO, TOGETHER, batches
from oxyclaim.services.rule_book import RuleBook


def dated(
    made: Sequence[Made], book: RuleBook, as_of: date, on_case: Callable[[int], None]
) -> tuple[list[Made], list[CaseDue]]:
    """The cases with a service date on every line, and their due months; ``on_case`` is told of cases as they go."""
    cases: list[Made] = []
    dues: list[CaseDue] = []
    for some in batches(made, TOGETHER):
        found = due_cases([each.case for each in some], book, as_of, 0)
        cases += [replace(each, case=_dated(each, due)) for each, due in zip(some, found, strict=True)]
        dues += found
        on_case(len(some))
    return cases, _with_sentences(cases, dues, book, as_of)


def _dated(made: Made, due: CaseDue) -> Case:
    if not made.undated:
        return made.case
    days = {each.line_number: each.next_day for each in due.not_due}
    for month in due.months:
        if month.is_due or month.line_number not in days:
            days[month.line_number] = min(days.get(month.line_number) or month.service_date, month.service_date)
    items = [
        item.model_copy(update={"service_date": days.get(item.line_number) or _next(made.case, item)})
        if item.line_number in made.undated
        else item
        for item in made.case.items
    ]
    return made.case.model_copy(update={"items": items})


def _next(case: Case, item: Item) -> date:
    """The first month behind those billed, for a rental of which no month is due any more."""
    assert item.rental_start is not None
    billed = [month for month in case.history or () if month.code == item.code]
    last = max((month.service_date for month in billed if month.service_date), default=date.min)
    months = rental_months(item.rental_start, billed, case.absences or (), None)
    return next(month.day for month in months if month.day > last)


def _with_sentences(cases: Sequence[Made], dues: Sequence[CaseDue], book: RuleBook, as_of: date) -> list[CaseDue]:
    """The months of most money with sentences that give the case's own values; of others, what the rule asks."""
    months = [month for due in dues for month in due.months if month.is_due and (month.to_check or month.wrong)]
    chosen = sorted(months, key=lambda each: (-(each.charge_cents or 0), each.key))[:EXPLAINED_UP_TO]
    by_id = {each.case.case_id: each.case for each in cases}
    told = {month.key: month for month in explained(chosen, by_id, book, as_of)}
    return [
        replace(due, months=held_months((told.get(month.key, month) for month in due.months), each.case, book, as_of))
        for due, each in zip(dues, cases, strict=True)
    ]
