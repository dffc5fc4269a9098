"""The dates that matter next for a line: the claim, an authorization that ends, a request to file.

They are arithmetic on the payer's parameters; whether a rule is met is never decided here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from oxyclaim.case.models import Case
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import Value, value_in_force
from oxyclaim.engine.roles import Role
from oxyclaim.engine.verdict import LineVerdict
from oxyclaim.rentals.monthly import Values
from oxyclaim.services.authorization.contents import Kind, Renewal
from oxyclaim.services.authorization.renewing import renewals_due

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


def clocks(
    cases: Sequence[Case], verdicts: Iterable[LineVerdict], catalogue: Catalogue, as_of: date
) -> dict[tuple[str, int], Clocks]:
    """The clocks of each line, by case and line number, from its payer's values on the service date."""
    by_id = {case.case_id: case for case in cases}
    approvals: dict[tuple[str, str], list[NextDate]] = {}
    for each in renewals_due([case for case in cases if case.authorizations], catalogue, as_of, EVERY_DAY_AHEAD):
        for code in each.codes:
            approvals.setdefault((each.case_id, code), []).append(NextDate(each.ends, _ending(each)))
    found = {}
    for verdict in verdicts:
        dates = [*_dates(by_id[verdict.case_id], verdict, catalogue)]
        dates += approvals.get((verdict.case_id, verdict.code), [])
        dates.sort(key=lambda date: date.day)
        found[verdict.case_id, verdict.line_number] = Clocks(
            ahead=tuple(each for each in dates if each.day >= as_of),
            passed=tuple(each for each in dates if each.day < as_of),
            doubts=tuple(_doubts(catalogue.values[verdict.payer], verdict)),
        )
    return found


EVERY_DAY_AHEAD = 3660


def _ending(approval: Renewal) -> str:
    if approval.kind is Kind.RENEWAL:
        return f"last day of authorization {approval.authorization}; its renewal must be approved by then"
    return f"authorization {approval.authorization}: {approval.why}; ask for a new one"


def _dates(case: Case, verdict: LineVerdict, catalogue: Catalogue) -> Iterator[NextDate]:
    value = Values(catalogue, verdict.payer, verdict.service_date)
    if verdict.claim_by:
        yield NextDate(verdict.claim_by, "last day for a timely claim")
    if corrected := value("filing_days_corrected"):
        yield NextDate(verdict.service_date + timedelta(days=corrected), "last day for a corrected claim")
    first = case.coverage.primary
    if first and first.payer in catalogue.values and first.outcome == "denied" and first.remittance_date:
        days = Values(catalogue, str(first.payer), verdict.service_date)("appeal_days")
        if days is not None:
            yield NextDate(first.remittance_date + timedelta(days=days), f"last day to appeal to {first.payer}")
    needs_new = any(finding.rule in catalogue.in_role(Role.AUTHORIZATION) for finding in verdict.findings)
    if needs_new and (days := value("authorization_file_by_days")):
        yield NextDate(
            verdict.service_date + timedelta(days=days), "last day to file the request for the authorization"
        )
    enrolled, days = case.coverage.enrolled_on, value("transition_days")
    if enrolled and days:
        yield NextDate(
            enrolled + timedelta(days=days - 1), "last day on which a course under way needs no authorization"
        )


def _doubts(values: Mapping[str, Sequence[Value]], verdict: LineVerdict) -> Iterator[str]:
    """Values on which sources differ; that none is set is a note of the rule book."""
    for name in FILING:
        each = value_in_force(values.get(name, ()), verdict.service_date)
        if each is not None and each.contested:
            also = ", ".join(map(str, each.contested))
            yield f"sources differ on the days for a claim ({each.value}, also {also}), the shorter counts: {CONTRACT}"
