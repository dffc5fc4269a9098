"""The two questions and their answers: what does a request hold, and what is to be renewed?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.services.authorization.contents import AuthorizationAnswer, RenewalsAnswer
from oxyclaim.services.authorization.making import requests_for
from oxyclaim.services.authorization.renewing import renewals_due
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.version import __version__


@dataclass(frozen=True)
class AuthorizationRequest:
    """The cases, and the day on which a request would go out.

    ``lines``: the numbers of the lines that are to be asked for, whether or not they need it; none: those that do.
    ``problems``: what could not be read of the input.
    """

    cases: Sequence[Case]
    as_of: date
    lines: Collection[int] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class RenewalsRequest:
    """The cases, the day of the run, and how many days to look ahead."""

    cases: Sequence[Case]
    as_of: date
    ahead_days: int = 60
    problems: tuple[Problem, ...] = ()


def authorization(request: AuthorizationRequest, book: RuleBook) -> AuthorizationAnswer:
    """What each case's lines need and what the requests hold. Raises BadInput where a case has no such line."""
    problems = [problem for case in request.cases if (problem := _no_such_line(case, request.lines))]
    if problems:
        raise BadInput(problems)
    return AuthorizationAnswer(
        oxyclaim=__version__,
        answer="authorization",
        rule_book=book.hash,
        as_of=request.as_of,
        cases=tuple(requests_for(request.cases, book, request.as_of, request.lines)),
        problems=request.problems,
    )


def renewals(request: RenewalsRequest, book: RuleBook) -> RenewalsAnswer:
    """The approvals that end soon or have ended."""
    return RenewalsAnswer(
        oxyclaim=__version__,
        answer="renewals",
        rule_book=book.hash,
        as_of=request.as_of,
        ahead_days=request.ahead_days,
        renewals=tuple(renewals_due(request.cases, book, request.as_of, request.ahead_days)),
        problems=request.problems,
    )


def _no_such_line(case: Case, lines: Collection[int]) -> Problem | None:
    numbers = [item.line_number for item in case.items]
    if not lines or set(lines) & set(numbers):
        return None
    told = ", ".join(map(str, numbers))
    return Problem(
        "no_such_line", f"case {case.case_id} has no such line; its lines are {told}", path="--line",
        found=", ".join(map(str, sorted(lines))), allowed=tuple(map(str, numbers)),
    )  # fmt: skip
