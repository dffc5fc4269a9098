"""The count of paid months as one would do it by hand: one world at a time, one event after the other.

What is not known makes two worlds, in one of which it is so and in the other not. Slow, and meant to be obviously
right.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

from oxyclaim.case.days import add_months, anniversary_after

STATIONARY = {"E0424", "E0439", "E1390", "E1391", "E1405", "E1406"}
PORTABLE = {"E0431", "E0433", "E0434", "E1392", "K0738"}
PAID_MONTHS, BREAK_DAYS, LIFETIME_MONTHS = 36, 60, 60

Record = Mapping[str, Any]
Truth = bool | None


@dataclass(frozen=True)
class Line:
    """What the count turns on: a kind of codes, the start, the service date, whether the start replaces a rental."""

    kind: frozenset[str]
    start: date
    service: date
    replaces: Truth
    contractor_resumes: bool


def both(*answers: Truth) -> Truth:
    """Kleene's and."""
    return False if False in answers else None if None in answers else True


def same(value: Any, wanted: Any) -> Truth:
    """Whether a value is the wanted one; unknown where there is none."""
    return None if value is None else value == wanted


def is_paid(month: Record, line: Line) -> Truth:
    """A paid rental month of the kind, no longer than a lifetime before the start, before the service date."""
    earliest = add_months(line.start, -LIFETIME_MONTHS)
    return both(
        None if month["code"] is None else month["code"] in line.kind,
        same(month["kind"], "rental"),
        same(month["payer"], "medicare"),
        None if month["outcome"] == "pending" else same(month["outcome"], "paid"),
        earliest <= month["service_date"] < line.service,
    )


def is_long(absence: Record, months: list[Record], line: Line) -> Truth:
    """More than 60 days and the rest of the rental month in which the break began."""
    first, last = absence["first_day"], absence["last_day"]
    days = (last - first).days + 1
    if days <= BREAK_DAYS:
        return False
    if days > BREAK_DAYS + 31:
        return True
    surely: set[bool] = set()
    perhaps: set[bool] = set()
    for month in months:
        shortly_before = add_months(first, -3) < month["service_date"] <= first
        of_kind = both(
            None if month["code"] is None else month["code"] in line.kind,
            same(month["kind"], "rental"),
            None if month["outcome"] is None else month["outcome"] != "denied",
        )
        if shortly_before and of_kind is not False:
            next_month = anniversary_after(month["service_date"], first)
            beyond = last > next_month + timedelta(days=BREAK_DAYS - 1)
            (surely if of_kind else perhaps).add(beyond)
    found = {agreed(surely | set(some)) for number in range(3) for some in combinations(perhaps, number)}
    return found.pop() if len(found) == 1 else None


def agreed(answers: set[bool]) -> Truth:
    """The one answer; unknown where there is none or two."""
    return next(iter(answers)) if len(answers) == 1 else None


def opens_anew(absence: Record, months: list[Record], line: Line) -> Truth:
    """A break in need with new proof of it; time in a plan may be one, where the contractor leaves that open."""
    over = absence["last_day"] < line.service
    documented, long = absence["new_need_documented"], is_long(absence, months, line)
    in_need = both(same(absence["reason"], "no_need"), over, documented, long)
    days = (absence["last_day"] - absence["first_day"]).days + 1
    in_plan = both(same(absence["reason"], "medicare_advantage"), over, days >= BREAK_DAYS)
    if in_need or in_plan is False or line.contractor_resumes:
        return in_need
    return None


def worlds(answers: list[Truth]) -> Iterator[tuple[bool, ...]]:
    """Every way in which the unknown ones may turn out."""
    return product(*[(False, True) if answer is None else (answer,) for answer in answers])


def count(months: list[Record], absences: list[Record], line: Line) -> tuple[int, int]:
    """The fewest and the most months that may have been paid before the service date, in the line's own rental."""
    paid = [is_paid(month, line) for month in months]
    opens = [opens_anew(absence, months, line) for absence in absences]
    found = set()
    for paid_here, opens_here, replaces in product(
        list(worlds(paid)), list(worlds(opens)), list(worlds([line.replaces]))
    ):
        days = {month["service_date"] for month, is_so in zip(months, paid_here, strict=True) if is_so}
        ends = {absence["last_day"] for absence, is_so in zip(absences, opens_here, strict=True) if is_so}
        found.add(in_one_world(days, ends, line, replaces[0]))
    return min(found), max(found)


def in_one_world(days: set[date], ends: set[date], line: Line, replaces: bool) -> int:
    """The count, where everything is known: day by day, of those on which anything happens."""
    paid = 0
    for day in sorted({*days, *ends, line.start}):
        if day >= line.service:
            break
        if day == line.start and replaces:
            paid = 0
        if day in days:
            paid += 1
        if day in ends and paid < PAID_MONTHS:
            paid = 0
    return paid
