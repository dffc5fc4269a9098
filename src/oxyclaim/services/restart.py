"""May the paid rental months begin anew, why, and which papers does it take?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.rentals.restart import LineRestart, restarts
from oxyclaim.services.answers import Head
from oxyclaim.services.problems import Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.version import __version__


@dataclass(frozen=True, kw_only=True)
class RestartAnswer(Head):
    """The answer for each line that rents equipment, in order; see ``rentals.restart``.

    ``problems``: what could not be read, and is therefore not among the lines.
    """

    lines: tuple[LineRestart, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def is_fine(self) -> bool:
        """Whether the months begin anew for every line."""
        return all(line.answer == "yes" for line in self.lines)


@dataclass(frozen=True)
class RestartRequest:
    """The cases, of which one run consists, and the day of the run. ``problems``: what could not be read of the
    input.
    """

    cases: Sequence[Case]
    as_of: date
    problems: tuple[Problem, ...] = ()


def restart(request: RestartRequest, book: RuleBook) -> RestartAnswer:
    """The answer for every line that rents equipment."""
    return RestartAnswer(
        oxyclaim=__version__,
        answer="restart",
        rule_book=book.hash,
        as_of=request.as_of,
        lines=tuple(restarts(request.cases, book, request.as_of)),
        problems=request.problems,
    )
