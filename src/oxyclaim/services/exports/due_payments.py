"""What the payer is expected to pay for due months that are billable."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.claims.fees import FeeStore
from oxyclaim.claims.pricing import ExpectedPayment
from oxyclaim.rentals.due import DueMonth
from oxyclaim.services.check import CheckRequest, check
from oxyclaim.services.rule_book import RuleBook

Key = tuple[str, int, date]
"""A month: its case, its line, its day."""


def due_payments(
    months: Sequence[DueMonth], cases: Sequence[Case], fees: FeeStore | None, book: RuleBook, as_of: date
) -> dict[Key, ExpectedPayment]:
    """By month. The lines are dated by their first month, then by their second, and so on. Raises BadInput."""
    if fees is None or not fees.loaded:
        return {}
    found: dict[Key, ExpectedPayment] = {}
    for some in _rounds([month for month in months if month.is_due and month.verdict == "billable"], cases):
        for line in check(CheckRequest(some, as_of, fees), book).lines:
            if line.expected_payment is not None:
                found[line.case_id, line.line_number, line.service_date] = line.expected_payment
    return found


def _rounds(months: Sequence[DueMonth], cases: Sequence[Case]) -> Iterator[list[Case]]:
    """The cases with each line dated by one of its months, until every month was its date once."""
    days: dict[tuple[str, int], list[date]] = defaultdict(list)
    for month in months:
        days[month.case_id, month.line_number].append(month.service_date)
    for number in range(max(map(len, days.values()), default=0)):
        dated = {key: own[number] for key, own in days.items() if number < len(own)}
        wanted = {case_id for case_id, _ in dated}
        yield [_dated(case, dated) for case in cases if case.case_id in wanted]


def _dated(case: Case, days: dict[tuple[str, int], date]) -> Case:
    items = [
        item.model_copy(update={"service_date": days.get((case.case_id, item.line_number), item.service_date)})
        for item in case.items
    ]
    return case.model_copy(update={"items": items})
