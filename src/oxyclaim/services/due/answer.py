"""The answer to ``due``: every month, everything that comes up, and counts of what came in and went out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.rentals.coming_up import ComingUp
from oxyclaim.rentals.due import DueMonth, NotKnown, explained
from oxyclaim.services.answers import Head
from oxyclaim.services.claim_obstacles import held_months
from oxyclaim.services.due.portions import EXPLAINED_UP_TO, DueList, DueRequest, Portion, gathered, portion_of_cases
from oxyclaim.services.problems import Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.version import __version__


@dataclass(frozen=True)
class DueCounts:
    """The totals: what goes in comes out. ``lines_not_due``: by the reason."""

    files: int
    places_with_problems: int
    cases_read: int
    cases_due: int
    cases_not_due: int
    months_due: int
    months_too_late: int
    months_not_known: int
    verdicts: dict[str, int]
    lines_not_due: dict[str, int]
    coming_up: int


@dataclass(frozen=True)
class LineNotDue:
    """A line of which no month falls due, why, and the next day on which one does, if it is known."""

    case_id: str
    line_number: int
    code: str
    why: str
    next_day: date | None


@dataclass(frozen=True)
class InTheWay:
    """A rule that stands in the way of so many due months."""

    rule: str
    title: str
    months: int


@dataclass(frozen=True, kw_only=True)
class DueAnswer(Head):
    """Every month, by date; see ``rentals.due``.

    ``payers``: by case. ``not_known``: months of which nobody can say whether they are due. ``in_the_way``: the rule
    that stands in the way of the most months first. ``problems``: what could not be read.
    """

    ahead_days: int
    summary: DueCounts
    months: tuple[DueMonth, ...]
    coming_up: tuple[ComingUp, ...]
    not_due: tuple[LineNotDue, ...]
    not_known: tuple[NotKnown, ...]
    payers: dict[str, str]
    in_the_way: tuple[InTheWay, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def due(self) -> list[DueMonth]:
        """The months for which a claim would still be timely."""
        return [month for month in self.months if month.is_due]

    @property
    def is_fine(self) -> bool:
        """Whether nothing that is due is wrong or to be checked, and nothing is beyond knowing."""
        return not self.not_known and not any(month.to_check or month.wrong for month in self.due)


def due(cases: Sequence[Case], request: DueRequest, book: RuleBook) -> DueAnswer:
    """The answer for cases that are at hand."""
    return due_of_portions([portion_of_cases(cases, request, book)], request, book)


def due_of_portions(
    portions: Iterable[Portion], request: DueRequest, book: RuleBook, problems: Iterable[Problem] = ()
) -> DueAnswer:
    """The answer for what was read in portions. ``problems``: what is wrong besides that of the portions."""
    found = gathered(portions, problems)
    months = _with_sentences(found, request, book)
    timely = [month for month in months if month.is_due]
    titles = {rule.id: rule.title for rule in book.rules}
    asked = Counter(point.rule for month in timely for point in (*month.to_check, *month.wrong) if point.rule)
    return DueAnswer(
        oxyclaim=__version__,
        answer="due",
        rule_book=book.hash,
        as_of=request.as_of,
        ahead_days=request.ahead,
        summary=_counts(found, months, timely),
        months=tuple(months),
        coming_up=tuple(found.coming_up),
        not_due=tuple(
            LineNotDue(each.due.case_id, line.line_number, line.code, line.why, line.next_day)
            for each in found.found
            for line in each.due.not_due
        ),
        not_known=tuple(line for each in found.found for line in each.due.not_known),
        payers={each.due.case_id: each.due.payer for each in found.found},
        in_the_way=tuple(InTheWay(rule, titles[rule], count) for rule, count in asked.most_common()),
        problems=found.problems,
    )


def _with_sentences(found: DueList, request: DueRequest, book: RuleBook) -> list[DueMonth]:
    months = found.months
    timely = [month for month in months if month.is_due]
    chosen = timely if len(timely) <= EXPLAINED_UP_TO else timely[: request.shown]
    told = {}
    for month in explained(chosen, found.cases, book, request.as_of):
        case = found.cases.get(month.case_id)
        (told[month.key],) = held_months([month], case, book, request.as_of) if case else (month,)
    return [told.get(month.key, month) for month in months]


def _counts(found: DueList, months: Sequence[DueMonth], timely: Sequence[DueMonth]) -> DueCounts:
    cases_due = sum(each.due.is_due for each in found.found)
    return DueCounts(
        files=found.files,
        places_with_problems=found.broken,
        cases_read=len(found.found),
        cases_due=cases_due,
        cases_not_due=len(found.found) - cases_due,
        months_due=len(timely),
        months_too_late=len(months) - len(timely),
        months_not_known=sum(line.months for each in found.found for line in each.due.not_known),
        verdicts=dict(Counter(month.verdict for month in timely)),
        lines_not_due=dict(Counter(line.why for each in found.found for line in each.due.not_due)),
        coming_up=len(found.coming_up),
    )
