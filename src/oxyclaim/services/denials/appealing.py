"""What follows while an appeal is out, and after one that was lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from oxyclaim.engine.denials import Route
from oxyclaim.policy.appeals import appeals as levels
from oxyclaim.policy.denials import Dates, deadlines
from oxyclaim.policy.denials.work import WRITE_OFF
from oxyclaim.remittance.denials.appealed import appeals
from oxyclaim.services.denial import limit
from oxyclaim.services.denials.answer import Appeal
from oxyclaim.services.denials.ways import TOO_LATE, Way
from oxyclaim.services.rule_book import RuleBook

WAIT = "Wait for the decision: the {title} went out on {sent}."
BY_THEN = " The contractor decides within {days} days, by {day}."
OVERDUE = " That day has passed: ask the contractor."
LOST = (
    "The {title} was decided against us on {lost}. Ask for a {then} with what the decision called missing, where the "
    "records bear it out; otherwise compliance decides on writing it off."
)
LOST_LAST = (
    "The {title} was decided against us on {lost}. See whether contract or law gives another step; otherwise "
    "compliance decides on writing it off."
)


@dataclass(frozen=True)
class Appeals:
    """The appeals that stand in a ledger, by claim and line (None: of the whole claim)."""

    by_line: Mapping[tuple[str, str | None], Appeal]

    @classmethod
    def of(cls, entries: pl.DataFrame) -> "Appeals":
        """From all entries."""
        rows = appeals(entries).iter_rows(named=True)
        return cls(
            {(row["claim_id"], row["line_id"]): Appeal(row["level"], row["sent_on"], row["lost_on"]) for row in rows}
        )

    def about(self, row: Mapping[str, Any]) -> Appeal | None:
        """That of a line which answers what the payer says now: one that went out before is decided by it."""
        found = self.by_line.get((row["claim_id"], row["line_id"])) or self.by_line.get((row["claim_id"], None))
        said_on = row.get("on")
        return found if found and said_on and found.sent_on >= said_on else None


def way_after(appeal: Appeal, as_of: date, book: RuleBook) -> Way:
    """The way on: waiting for the decision, or the next level."""
    route = book.denials.routes[levels().levels[appeal.level].route]
    return _waiting(appeal, route, as_of) if appeal.lost_on is None else _next(appeal, route, as_of, book)


def _waiting(appeal: Appeal, route: Route, as_of: date) -> Way:
    action = WAIT.format(title=route.title, sent=appeal.sent_on)
    if route.decided_in is None:
        return Way(route.id, None, None, (), action, False)
    day = appeal.sent_on + timedelta(days=route.decided_in)
    action += BY_THEN.format(days=route.decided_in, day=day) + (OVERDUE if day < as_of else "")
    return Way(route.id, day, route.id, (), action, False)


def _next(appeal: Appeal, route: Route, as_of: date, book: RuleBook) -> Way:
    then = book.denials.routes.get(route.then or "")
    if then is None:
        return Way(WRITE_OFF, None, None, (), LOST_LAST.format(title=route.title, lost=appeal.lost_on), False)
    (found,) = deadlines([then], Dates(decided=appeal.lost_on))
    told = limit(found, book)
    action = LOST.format(title=route.title, lost=appeal.lost_on, then=then.title)
    is_late = told.last_day is not None and told.last_day < as_of
    if is_late:
        action = TOO_LATE.format(ended=f"{told.title}: {told.last_day}", action=action)
    safe = told.safe_day if told.safe_day and told.safe_day >= as_of else told.last_day
    return Way(then.id, safe, then.id if safe else None, (told,), action, is_late)
