"""What `check` will hold for in the months that begin soon, judged as if every month until then were billed and paid.

An approval that ends or that is needed from some month on, a rent that reaches its end, a paper of later months, a
source that grows too old. Left out is what is asked anew of each month.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from oxyclaim.case.days import add_months
from oxyclaim.case.models import BilledMonth, Case, Item
from oxyclaim.engine.bulk import verdicts
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import NEVER, value_in_force
from oxyclaim.engine.roles import Role
from oxyclaim.engine.words import Effect, Kind
from oxyclaim.rentals.coming_up import BILLER, ComingUp
from oxyclaim.rentals.dated import on_days
from oxyclaim.rentals.monthly import of_each_month

MOST_MONTHS = 6
"""Months ahead that are judged at most."""
_NOT_HELD = ("met", None)
_WILL_BE = {effect: effect.verdict for effect in Effect} | {Effect.HOLD: "on hold", Effect.REVIEW: "for review"}


@dataclass(frozen=True)
class Ahead:
    """A line billed by the month: its unbilled days up to the day of the run, the next one, the rules that are told of
    already, for the days that are due or with a date of their own."""

    case: Case
    item: Item
    due: Sequence[date]
    next_day: date | None
    told: frozenset[str]


def foreseen(lines: Sequence[Ahead], catalogue: Catalogue, on: date, ahead: int) -> dict[str, list[ComingUp]]:
    """By case, every rule that a coming month will not meet and that is not told already."""
    horizon = on + timedelta(days=ahead)
    anew = of_each_month(catalogue)
    rules = {rule.id: rule for rule in catalogue.rules if rule.kind is Kind.VERDICT and rule.id not in anew}
    wanted = [(line, day, case) for line in lines for day, case in _coming(line, horizon)]
    found: dict[str, list[ComingUp]] = {}
    seen: set[tuple[str, int, str]] = set()
    if wanted:
        dated = [(case, {day: [line.item]}) for line, day, case in wanted]
        frame = verdicts(on_days(dated, catalogue.presumptions, on, keep_own_month=True), catalogue)
        states = {id: frame[id].to_list() for id in rules}
        for row, (line, day, case) in enumerate(wanted):
            for id, rule in rules.items():
                state = states[id][row]
                effect = {"not met": rule.not_met, "unknown": rule.unknown}.get(state, Effect.REVIEW)
                key = case.case_id, line.item.line_number, id
                if state in _NOT_HELD or effect is Effect.NONE or id in line.told or key in seen:
                    continue
                seen.add(key)
                what = f"From the month of {day} on {line.item.code} will be {_WILL_BE[effect]}: {rule.title}"
                found.setdefault(case.case_id, []).append(
                    ComingUp(case.case_id, (line.item.line_number,), what, day, day, BILLER, id)
                )
    for line in lines:
        for each in _ageing(catalogue, line, on, horizon):
            if each not in found.setdefault(line.case.case_id, []):
                found[line.case.case_id].append(each)
    return found


def _coming(line: Ahead, horizon: date) -> Iterator[tuple[date, Case]]:
    """The days that come, each with the case as it stands if all months before are billed and paid by then."""
    if line.next_day is None or line.item.acquisition not in (None, "rental"):
        return
    days = [add_months(line.next_day, months) for months in range(MOST_MONTHS)]
    before = list(line.due)
    for day in days:
        if day > horizon:
            return
        yield day, _with_months(line.case, line.item, before)
        before.append(day)


def _with_months(case: Case, item: Item, days: Sequence[date]) -> Case:
    if case.history is None:
        return case
    paid = [
        BilledMonth(
            code=item.code, service_date=day, kind="rental", payer=case.coverage.payer.split("/")[0], outcome="paid",
            supplier="own", paid=item.charge, allowed=item.charge,
        )
        for day in days
    ]  # fmt: skip
    return case.model_copy(update={"history": [*case.history, *paid]})


def _ageing(catalogue: Catalogue, line: Ahead, on: date, horizon: date) -> Iterator[ComingUp]:
    """Sources that grow too old within the days asked about, or have done so since the last month began."""
    since = min([*line.due, add_months(on, -1)])
    payer = line.case.coverage.payer
    read = {
        name
        for rule in catalogue.rules_of(payer)
        if rule.kind is Kind.VERDICT and Role.OF_PAYER in rule.roles
        for name in catalogue.parameters_read(rule)
    }
    ends: dict[date, set[str]] = {}
    for name in read:
        value = value_in_force(catalogue.values[payer].get(name, ()), on)
        if value is None or value.value is None or value.rests_until in (None, NEVER):
            continue
        if value.rests_until is not None and since <= value.rests_until < horizon:
            ends.setdefault(value.rests_until + timedelta(days=1), set()).update(value.authority)
    for day, cites in sorted(ends.items()):
        sources = ", ".join(sorted({cite.partition(",")[0] for cite in cites}))
        turns = "turns" if day > on else "has turned"
        what = (
            f"{sources} {turns} too old to rest on: make sure that it still holds (oxyclaim payers review "
            f"{payer.split('/')[0]}), or lines from then on are for review"
        )
        rule = catalogue.one_in_role(Role.CODE_STATUS)
        yield ComingUp(line.case.case_id, (line.item.line_number,), what, day, day, BILLER, rule)
