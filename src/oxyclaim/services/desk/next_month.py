"""A month that went out is followed by the next one: a new version of the case with the line's next day.

What was billed stands in the case's history by then (see ``services.ledger.history``), so that the months are counted.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from oxyclaim.case.canonical import case_of
from oxyclaim.case.models import Case
from oxyclaim.rentals.due import CaseDue, due_cases
from oxyclaim.services.desk.kept import LineState, SupplierDesk
from oxyclaim.services.desk.states import ACCEPTED, APPEALED, CLOSED, DENIED, PAID, PAID_SHORT, SENT, WRITTEN
from oxyclaim.services.ledger.history import history
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Change, Conflict

HERE = "the desk"
AHEAD = timedelta(days=10)
"""How long before its day a month is opened, so that papers and look-ups can be seen to."""
FOLLOWED = (WRITTEN, SENT, ACCEPTED, PAID, PAID_SHORT, DENIED, APPEALED, CLOSED)
"""States of a month that the next one may follow. One that the front end turned down is sent again first."""


def open_next_months(
    desk: SupplierDesk, states: Sequence[LineState], book: RuleBook, as_of: date, change: Change
) -> list[str]:
    """Open the next month of every line that went out and has one soon; the cases that have a new version."""
    case_ids = sorted({each.case_id for each in states if each.state in FOLLOWED})
    if not case_ids:
        return []
    history(desk.store, HERE, book, change, as_of, write=True, case_ids=case_ids)
    versions = {each.case_id: each for each in desk.store.latest(case_ids)}
    cases = {id: case_of(each.text) for id, each in versions.items()}
    opened = []
    for due in due_cases(list(cases.values()), book, as_of, AHEAD.days):
        case = cases[due.case_id]
        gone = {each.line_number for each in states if each.case_id == due.case_id and each.state in FOLLOWED}
        days = dict(_next_days(case, due, gone, as_of + AHEAD))
        if not days:
            continue
        told = ", ".join(f"{day:%m/%d/%Y}" for day in sorted(set(days.values())))
        try:
            desk.store.save(
                _with_days(case, days), versions[due.case_id].version,
                Change(change.author, change.at, f"the next month: {told}", change.origin),
            )  # fmt: skip
        except Conflict:  # somebody has saved it meanwhile: the next time
            continue
        opened.append(due.case_id)
    return opened


def _next_days(case: Case, due: CaseDue, gone: set[int], until: date) -> Iterator[tuple[int, date]]:
    for item in case.items:
        if item.line_number not in gone or item.service_date is None:
            continue
        coming = [month.service_date for month in due.months if month.line_number == item.line_number and month.is_due]
        coming += [
            each.next_day for each in due.not_due if each.line_number == item.line_number and each.next_day is not None
        ]
        later = [day for day in coming if item.service_date < day <= until]
        if later:
            yield item.line_number, min(later)


def _with_days(case: Case, days: dict[int, date]) -> Case:
    items = [
        item.model_copy(update={"service_date": days[item.line_number]}) if item.line_number in days else item
        for item in case.items
    ]
    # What corrects a claim says so of that claim alone.
    return case.model_copy(update={"items": items, "correction": None})
