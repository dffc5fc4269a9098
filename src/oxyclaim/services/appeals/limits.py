"""The last day of an appeal, or of an answer to a request for records, with its arithmetic."""

from collections.abc import Sequence
from datetime import date, timedelta

from oxyclaim.case.models import Case
from oxyclaim.engine.parameters import value_in_force
from oxyclaim.policy.appeals import Level
from oxyclaim.policy.denials import Dates, deadlines
from oxyclaim.services.appeals.request import AppealedLine
from oxyclaim.services.denial import Limit, limit
from oxyclaim.services.rule_book import RuleBook

APPEAL_DAYS = "appeal_days"
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
    value = value_in_force(book.values[case.coverage.payer].get(APPEAL_DAYS, ()), day)
    if level.business or value is None or remittance is None:
        return told
    days = min((value.value, *value.contested))
    last = remittance + timedelta(days=days)
    steps = [f"day {days} from the remittance of {remittance.isoformat()} is {last:%A} {last.isoformat()}"]
    if value.contested:
        others = ", ".join(str(each) for each in sorted({value.value, *value.contested} - {days}))
        steps.append(f"another source says {others} days: the shorter time is taken")
    if value.note:
        steps.append(value.note.rstrip("."))
    cites = tuple(value.authority)
    return Limit(route.id, level.title.lower(), last, None, tuple(steps), cites, book.grade(cites), route.about, "")


def records_limit(requested: date | None, book: RuleBook) -> Limit:
    """45 days from the request, as the route has it."""
    (found,) = deadlines([book.denials.routes[RECORDS]], Dates(requested=requested))
    return limit(found, book)
