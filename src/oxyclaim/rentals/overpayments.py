"""Months already paid that a finding also spoils: what may have to be given back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from oxyclaim.case.days import add_months
from oxyclaim.case.models import BilledMonth, Case, Item
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import value_on
from oxyclaim.engine.roles import Role
from oxyclaim.engine.verdict import Finding, LineVerdict
from oxyclaim.rentals.dated import verdicts_on
from oxyclaim.rentals.past import as_it_was, one_day_each

SPOILED = ("not covered", "not payable", "excluded")
"""Verdicts under which a month should not have been paid. What is held or open is no overpayment yet."""


@dataclass(frozen=True)
class PaidMonth:
    """A month that was paid and should not have been, as the case stands now. ``paid_cents`` null: not given.

    ``in_reach`` is false where the month lies longer ago than the payer looks back.
    """

    line_number: int
    code: str
    service_date: date
    paid_cents: int | None
    verdict: str
    finding: Finding
    in_reach: bool


@dataclass(frozen=True)
class Duty:
    """What the payer's law asks of whoever finds an overpayment. Days and years; ``grade`` of its source."""

    report_days: int
    investigation_days: int | None
    lookback_years: int | None
    authorities: tuple[str, ...]
    grade: str


@dataclass(frozen=True)
class Overpayment:
    """The spoiled months of a case. ``total_cents`` adds up the amounts that are given; ``without_amount`` are not.

    ``not_judged``: months paid under another code than that of any line, or of which it is not known whether they were
    this supplier's, for which code or for which day; nothing here judges them.
    """

    case_id: str
    months: tuple[PaidMonth, ...]
    total_cents: int
    without_amount: int
    not_judged: int
    duty: Duty | None


def overpayments(
    cases: Sequence[Case], verdicts: Iterable[LineVerdict], catalogue: Catalogue, as_of: date
) -> dict[str, Overpayment]:
    """By case id, the months paid to the supplier that the findings on a case's lines also spoil.

    Looked at are the cases of which a line is not covered, not payable or excluded: each month that Medicare paid to
    this supplier for a line's code is judged again, by the rules of its own date and by what was true of it (see
    ``oxyclaim.rentals.past``). A payer that has no rule on overpayments in its file gives no ``duty``.
    """
    found = {verdict.case_id for verdict in verdicts if _spoiling(verdict, catalogue)}
    looked_at = [case for case in cases if case.case_id in found and case.history]
    wanted = [(case, _days(case)) for case in looked_at]
    as_they_were = [as_it_was(case, day) for case, days in wanted for day in one_day_each(days)]
    judged = verdicts_on(as_they_were, catalogue, as_of, keep_own_month=False)
    spoiled: dict[str, Overpayment] = {}
    for case, days in wanted:
        months = tuple(_spoiled(case, days, judged, catalogue, as_of))
        if months:
            amounts = [month.paid_cents for month in months if month.paid_cents is not None]
            judged_codes = {item.code for items in days.values() for item in items}
            own = [month for month in _own_paid(case) if month.code in judged_codes]
            others = len(_perhaps_own_paid(case)) - len(own)
            spoiled[case.case_id] = Overpayment(
                case_id=case.case_id,
                months=months,
                total_cents=sum(amounts),
                without_amount=len(months) - len(amounts),
                not_judged=others,
                duty=duty_of(case.coverage.payer, catalogue, as_of),
            )
    return spoiled


def _own_paid(case: Case) -> list[BilledMonth]:
    """The months that the case's payer has paid to this supplier, with their day and code."""
    return [
        month
        for month in case.history or ()
        if month.payer == case.coverage.payer and month.outcome == "paid" and month.supplier == "own"
        and month.service_date is not None and month.code is not None
    ]  # fmt: skip


def _perhaps_own_paid(case: Case) -> list[BilledMonth]:
    """The months that may have been paid to this supplier."""
    return [
        month
        for month in case.history or ()
        if month.payer in (case.coverage.payer, None) and month.outcome in ("paid", None) and month.supplier != "other"
    ]


def _days(case: Case) -> dict[date, list[Item]]:
    """Each day for which a line's code was paid, with those lines."""
    days: dict[date, list[Item]] = {}
    for month in _own_paid(case):
        assert month.service_date is not None
        for item in case.items:
            same = days.setdefault(month.service_date, [])
            if item.code == month.code and _billed_as(item) == month.kind and item.code not in {x.code for x in same}:
                same.append(item)
    return {day: items for day, items in sorted(days.items()) if items}


def _billed_as(item: Item) -> str | None:
    return item.acquisition or "rental"


def _spoiled(
    case: Case,
    days: Mapping[date, Sequence[Item]],
    judged: Mapping[tuple[str, int, date], LineVerdict],
    catalogue: Catalogue,
    as_of: date,
) -> Iterator[PaidMonth]:
    paid = {(month.service_date, month.code): month.paid for month in _own_paid(case)}
    years = _value(case, catalogue, as_of, "overpayment_lookback_years")
    for day, items in days.items():
        for item in items:
            verdict = judged[case.case_id, item.line_number, day]
            if spoiling := _spoiling(verdict, catalogue):
                amount = paid[day, item.code]
                yield PaidMonth(
                    line_number=item.line_number,
                    code=item.code,
                    service_date=day,
                    paid_cents=None if amount is None else int(amount * 100),
                    verdict=spoiling.effect,
                    finding=spoiling,
                    in_reach=years is None or add_months(day, 12 * years) >= as_of,
                )


def _spoiling(verdict: LineVerdict, catalogue: Catalogue) -> Finding | None:
    """The strongest finding by which the month should not have been paid; one that was paid was claimed in time."""
    of_claim_to_come = catalogue.in_role(Role.TIMELY_FILING)
    found = (each for each in verdict.findings if each.effect in SPOILED and each.rule not in of_claim_to_come)
    return next(found, None)


def _value(case: Case, catalogue: Catalogue, day: date, name: str) -> Any:
    return value_on(catalogue.values[case.coverage.payer].get(name, ()), day)


def duty_of(payer: str, catalogue: Catalogue, as_of: date) -> Duty | None:
    """What a payer's law asks of whoever finds an overpayment; None where its file has no rule on it."""
    names = ("overpayment_report_days", "overpayment_investigation_days", "overpayment_lookback_years")
    values = catalogue.values[payer]
    days, investigation, years = (value_on(values.get(name, ()), as_of) for name in names)
    if days is None:
        return None
    cites = [
        cite
        for name in names
        for value in values.get(name, ())
        if value.first <= as_of and (value.last is None or as_of <= value.last)
        for cite in value.authority
    ]
    authorities = tuple(dict.fromkeys(cites))
    return Duty(days, investigation, years, authorities, catalogue.grade(authorities))
