"""The last day of an appeal to a payer whose own file has days for it, with its arithmetic."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from oxyclaim.engine.denials import Route
from oxyclaim.engine.parameters import value_in_force
from oxyclaim.services.denial import Limit
from oxyclaim.services.rule_book import RuleBook

APPEAL_DAYS = "appeal_days"


def plan_limit(
    route: Route, title: str, values: Mapping[str, Sequence[Any]], service: date, remittance: date, book: RuleBook
) -> Limit | None:
    """By the days of a payer's file (``values``) for the service date; None where it has none. Of days on which sources
    differ the shorter are taken."""
    value = value_in_force(values.get(APPEAL_DAYS, ()), service)
    if value is None:
        return None
    days = min((value.value, *value.contested))
    last = remittance + timedelta(days=days)
    steps = [f"day {days} from the remittance of {remittance.isoformat()} is {last:%A} {last.isoformat()}"]
    if value.contested:
        others = ", ".join(str(each) for each in sorted({value.value, *value.contested} - {days}))
        steps.append(f"another source says {others} days: the shorter time is taken")
    if value.note:
        steps.append(_as_a_step(value.note.rstrip(".")))
    cites = tuple(value.authority)
    return Limit(route.id, title, last, None, tuple(steps), cites, book.grade(cites), route.about, "")


def _as_a_step(note: str) -> str:
    """A note of the payer's file as the end of a sentence; names keep their capitals."""
    return note[:1].lower() + note[1:] if note[1:2] == " " or note[1:2].islower() else note
