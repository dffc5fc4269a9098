"""How the authorization of each line stands, in three values, for lists over many cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.engine.roles import Role
from oxyclaim.services.authorization.contents import Answer, LineAnswer, Needed
from oxyclaim.services.authorization.making import requests_for
from oxyclaim.services.rule_book import RuleBook

UNASKED = (Needed.NO, Needed.NO_RULE)
"""Lines for which nothing is to be asked."""


@dataclass(frozen=True)
class LineStanding:
    """Whether a line needs an authorization, how that stands, and the last day of the latest approval."""

    need: Needed
    answer: Answer
    until: date | None


def standings(cases: Sequence[Case], book: RuleBook, as_of: date) -> dict[tuple[str, int], LineStanding]:
    """How each line stands for which an authorization may be wanted, by case id and line number.

    Cases of payers of whom no rule wants one are not looked at.
    """
    asking = [case for case in cases if any(_asks(book, case, item.service_date) for item in case.items)]
    return {
        (found.case_id, line.line): LineStanding(line.need.answer, line.answer, _until(line))
        for found in (requests_for(asking, book, as_of) if asking else ())
        for line in found.lines
        if line.need.answer not in UNASKED or line.earlier
    }


def _asks(book: RuleBook, case: Case, day: date) -> bool:
    wanting = (rule for rule in book.rules if Role.AUTHORIZATION in rule.roles)
    return any(book.uses(case.coverage.payer, rule, day) for rule in wanting)


def _until(line: LineAnswer) -> date | None:
    """The last day of the latest approval."""
    given = [each.ends for each in line.earlier if each.status == "approved" and each.ends]
    return max(given, default=None)
