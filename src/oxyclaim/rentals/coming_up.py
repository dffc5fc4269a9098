"""What comes up in a rental: repeat tests, orders that end, records that grow old, the end of the rent, lifetimes.

The dates are arithmetic on a payer's parameters; whether a rule is met is never decided here. Each entry names the rule
(or, where none is about it, the parameter) that makes the date matter.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Case, Documented, Item
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.roles import Role
from oxyclaim.rentals.monthly import Billed, Values

PRACTITIONER, BILLER, SUPPLIER = "the treating practitioner", "the biller", "the supplier"
PROOFS_OF_USE = ("medical_record", "refill_record", "patient_confirmation")
VISIT_INTERVAL = "visit_months"
"""Months between the end of the rent, or a visit, and the next visit; without it in the rule book no visit comes up."""


@dataclass(frozen=True)
class ComingUp:
    """Something with a date, or a window of dates, that somebody has to see to."""

    case_id: str
    lines: tuple[int, ...]
    what: str
    first: date
    last: date
    who: str
    rule: str


@dataclass(frozen=True)
class Standing:
    """How a line stands on ``day``, its first unbilled day: its group, and the paid months before that day.

    ``retest_from``: the first day for the repeat test that the rental is bound to, if any. ``pending``: months billed
    before that day and not answered yet.
    """

    item: Item
    billed: Billed
    day: date
    rent_ended: bool
    group: str | None
    retest_from: date | None
    paid_least: int | None
    paid_most: int | None
    last_paid_month: date | None
    pending: int


Waiting = tuple[int, str, date, date | None]
"""An unbilled month: line number, code, service date, last day for a timely claim."""


def coming_up(
    case: Case, lines: Sequence[Standing], waiting: Iterable[Waiting], catalogue: Catalogue, on: date, ahead: int
) -> list[ComingUp]:
    """What comes up from ``on`` to so many days after it, by date; what several lines share is told once."""
    values = Values(catalogue, case.coverage.payer, on)
    horizon = on + timedelta(days=ahead)
    told: dict[tuple[str, date, date], ComingUp] = {}
    for each in _all(case, lines, waiting, values):
        if each.first <= horizon and each.last >= on:
            key = each.what, each.first, each.last
            earlier = told[key].lines if key in told else ()
            told[key] = replace(each, lines=(*earlier, *(n for n in each.lines if n not in earlier)))
    return sorted(told.values(), key=lambda each: (each.first, each.last, each.lines, each.what))


def _all(case: Case, lines: Sequence[Standing], waiting: Iterable[Waiting], values: Values) -> Iterator[ComingUp]:
    for number, code, day, claim_by in waiting:
        if claim_by:
            what = f"Last day for a timely claim of {code} for {day}"
            yield ComingUp(case.case_id, (number,), what, claim_by, claim_by, BILLER, "timely_filing_years")
    stationary = next((each.item.rental_start for each in lines if each.billed.kind == "stationary"), None)
    for standing in lines:
        if standing.billed.what == "rental":
            if not standing.rent_ended:
                yield from _retest(case, standing, values)
                yield from _order_ends(case, standing.item, values)
                yield from _records_grow_old(case, standing.item, values)
            yield from _end_of_rent(case, standing, values)
            yield from _lifetime(case, standing, stationary, values)


def _retest(case: Case, standing: Standing, values: Values) -> Iterator[ComingUp]:
    start, first, last = standing.retest_from, values("retest_first_day"), values("initial_period_days")
    if start is None or first is None or last is None:
        return
    window = start, start + timedelta(days=last - 1 - first)
    if not any(test.date and window[0] <= test.date <= window[1] for test in case.tests or ()):
        what = "Repeat the blood gas study of Group II or III, have it evaluated, and obtain a new order"
        yield ComingUp(
            case.case_id, (standing.item.line_number,), what, *window, PRACTITIONER, values.rule_of(Role.REPEAT_TEST)
        )


def _order_ends(case: Case, item: Item, values: Values) -> Iterator[ComingUp]:
    """The day on which the last order for the code runs out; none while an order without an end stands beside it."""
    orders = [order for order in case.orders or () if item.code in (order.items or ()) and order.order_date]
    if not orders or any(order.length_of_need_days is None for order in orders):
        return
    begins = [max(order.order_date, item.rental_start or order.order_date) for order in orders if order.order_date]
    ends = [
        day + timedelta(days=order.length_of_need_days or 0) for day, order in zip(begins, orders, strict=True)
    ]  # fmt: skip
    rule = values.rule_of(Role.LENGTH_OF_NEED)
    what = "The length of need ordered ends: obtain a new standard written order"
    yield ComingUp(case.case_id, (item.line_number,), what, max(ends), max(ends), PRACTITIONER, rule)


def _records_grow_old(case: Case, item: Item, values: Values) -> Iterator[ComingUp]:
    months = values("follow_up_months")
    if months is None:
        return
    on_file = {document.id for document in case.documents or () if document.on_file}
    shown = [each for each in case.follow_ups or () if _is_shown(each, on_file)]
    need = [each.date for each in shown if each.source == "medical_record" and each.shows_need]
    need += [
        order.order_date
        for order in case.orders or ()
        if item.code in (order.items or ()) and _is_shown(order, on_file)
    ]
    need += [each.date for each in case.encounters or () if each.supports_order and _is_shown(each, on_file)]
    use = [each.date for each in shown if each.source in PROOFS_OF_USE and each.shows_use]
    told = (
        (need, Role.CONTINUED_NEED, "continued need", "obtain a recent note or order", PRACTITIONER),
        (use, Role.CONTINUED_USE, "continued use", "ask the patient and note the answer", SUPPLIER),
    )
    for days, role, of_what, cure, who in told:
        if known := [day for day in days if day]:
            old = add_months(max(known), months)
            what = f"The last record of {of_what}, of {max(known)}, turns {months} months old: {cure}"
            yield ComingUp(case.case_id, (item.line_number,), what, old, old, who, values.rule_of(role))


def _is_shown(record: Documented, on_file: set[str]) -> bool:
    return record.document in on_file


def _end_of_rent(case: Case, standing: Standing, values: Values) -> Iterator[ComingUp]:
    """The last paid month if it is still ahead; once it is known, the first visit for maintenance."""
    limit, number = values("rental_months_paid"), (standing.item.line_number,)
    if limit is None or standing.paid_least is None or standing.paid_least != standing.paid_most:
        return
    if standing.last_paid_month is None:
        left = limit - standing.paid_least - standing.pending
        if left > 0:
            last = add_months(standing.day, left)
            what = (
                f"Month {limit} of the rent ends, if every month until then is paid: no rent is paid from this day on"
            )
            yield ComingUp(case.case_id, number, what, last, last, BILLER, values.rule_of(Role.PAID_MONTHS))
        return
    interval = values(VISIT_INTERVAL)
    if interval is not None and values.names("maintenance_codes", standing.item.code):
        ended = add_months(standing.last_paid_month, 1)
        visits = [m.service_date for m in case.history or () if m.kind == "maintenance" and m.outcome != "denied"]
        warranty = standing.item.device.warranty_ends if standing.item.device else None
        first = max(
            add_months(max([ended, *(v for v in visits if v)]), interval), *([warranty] if warranty else [ended])
        )
        what = f"A maintenance visit of {standing.item.code} may be billed from this day on, if it is made"
        yield ComingUp(case.case_id, number, what, first, first, SUPPLIER, VISIT_INTERVAL)


def _lifetime(case: Case, standing: Standing, stationary: date | None, values: Values) -> Iterator[ComingUp]:
    """The end of the reasonable useful lifetime: that of the stationary unit also for the portable one beside it."""
    years = values("lifetime_years")
    start = stationary or standing.item.rental_start
    if years is not None and start is not None:
        end = add_months(start, 12 * years)
        what = f"The lifetime of {years} years, begun on {start}, ends: the patient may choose a replacement"
        yield ComingUp(case.case_id, (standing.item.line_number,), what, end, end, SUPPLIER, "lifetime_years")
