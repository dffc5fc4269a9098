"""The dates that matter next for a line: the claim, an authorization that ends, a request to file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from oxyclaim.case.days import add_months
from oxyclaim.case.models import Authorization, Case
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import Value, value_in_force, value_on
from oxyclaim.engine.verdict import LineVerdict

FILING = ("filing_days_original", "filing_days_secondary", "timely_filing_years")
CONTRACT = "look in your contract"


@dataclass(frozen=True)
class NextDate:
    """A day by which something is due, and what."""

    day: date
    what: str


@dataclass(frozen=True)
class Clocks:
    """The days ahead of a line, the nearest first, and what is not sure about them."""

    ahead: tuple[NextDate, ...]
    passed: tuple[NextDate, ...]
    doubts: tuple[str, ...]


def clocks(case: Case, verdict: LineVerdict, catalogue: Catalogue, as_of: date) -> Clocks:
    """The clocks of a line, from its payer's values on the service date."""
    dates = sorted(_dates(case, verdict, catalogue), key=lambda each: each.day)
    values = catalogue.values[verdict.payer]
    return Clocks(
        ahead=tuple(each for each in dates if each.day >= as_of),
        passed=tuple(each for each in dates if each.day < as_of),
        doubts=tuple(_doubts(values, verdict)),
    )


def _dates(case: Case, verdict: LineVerdict, catalogue: Catalogue) -> Iterator[NextDate]:
    def value(name: str) -> Any:
        return value_on(catalogue.values[verdict.payer].get(name, ()), verdict.service_date)

    if verdict.claim_by:
        yield NextDate(verdict.claim_by, "last day for a timely claim")
    if corrected := value("filing_days_corrected"):
        yield NextDate(verdict.service_date + timedelta(days=corrected), "last day for a corrected claim")
    first = case.coverage.primary
    if first and first.outcome == "denied" and first.remittance_date:
        of_first = catalogue.values.get(first.payer or "", {})
        if days := value_on(of_first.get("appeal_days", ()), verdict.service_date):
            yield NextDate(first.remittance_date + timedelta(days=days), f"last day to appeal to {first.payer}")
    needs_new = any(finding.rule == NEEDS_AUTHORIZATION for finding in verdict.findings)
    for each in () if needs_new else case.authorizations or ():
        if each.status == "approved" and verdict.code in (each.codes or ()) and (last := _last_day(each, value)):
            yield NextDate(last, f"authorization {each.id} ends; ask for its renewal before")
    if needs_new and (days := value("authorization_file_by_days")):
        yield NextDate(
            verdict.service_date + timedelta(days=days), "last day to file the request for the authorization"
        )
    enrolled, days = case.coverage.enrolled_on, value("transition_days")
    if enrolled and days:
        yield NextDate(
            enrolled + timedelta(days=days - 1), "last day on which a course under way needs no authorization"
        )


NEEDS_AUTHORIZATION = "PAY-200"


def _last_day(authorization: Authorization, value: Any) -> date | None:
    if authorization.last_day or not authorization.first_day:
        return authorization.last_day
    months = value(
        "authorization_renewal_months" if authorization.kind == "renewal" else "authorization_initial_months"
    )
    return add_months(authorization.first_day, months) - timedelta(days=1) if months else None


def _doubts(values: Any, verdict: LineVerdict) -> Iterator[str]:
    in_force: dict[str, Value | None] = {
        name: value_in_force(values.get(name, ()), verdict.service_date) for name in FILING
    }
    if all(each is None or each.value is None for each in in_force.values()):
        yield f"the payer's file sets no days for a claim: {CONTRACT}"
    for each in in_force.values():
        if each is not None and each.contested:
            also = ", ".join(map(str, each.contested))
            yield f"sources differ on the days for a claim ({each.value}, also {also}), the shorter counts: {CONTRACT}"
