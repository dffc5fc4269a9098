"""The last day of an appeal, or of an answer to a request for records, with its arithmetic."""

from collections.abc import Sequence
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.policy.appeals import Level
from oxyclaim.policy.denials import Dates, deadlines
from oxyclaim.services.appeals.request import AppealedLine
from oxyclaim.services.denial import Limit, limit
from oxyclaim.services.plan_days import plan_limit
from oxyclaim.services.rule_book import RuleBook

RECORDS = "records"


def appeal_limit(
    level: Level, case: Case, lines: Sequence[AppealedLine], remittance: date | None, decided: date | None,
    book: RuleBook,
) -> Limit:  # fmt: skip
    """By the route's time limit or, where the payer's file has days of its own, by these."""
    route = book.denials.routes[level.route]
    (found,) = deadlines([route], Dates(remittance=remittance, decided=decided))
    told = limit(found, book)
    day = min(each.service_date for each in lines)
    if level.business or remittance is None:
        return told
    values = book.values[case.coverage.payer]
    return plan_limit(route, level.title.lower(), values, day, remittance, book) or told


def records_limit(requested: date | None, book: RuleBook) -> Limit:
    """45 days from the request, as the route has it."""
    (found,) = deadlines([book.denials.routes[RECORDS]], Dates(requested=requested))
    return limit(found, book)
