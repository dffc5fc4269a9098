"""The question and its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.models import Case
from oxyclaim.engine.catalogue import Authority, authority_id
from oxyclaim.engine.standing import Standing
from oxyclaim.services.answers import Head
from oxyclaim.services.checklist.entries import Checklist
from oxyclaim.services.checklist.making import checklists
from oxyclaim.services.problems import Problem
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.version import __version__


@dataclass(frozen=True)
class ChecklistRequest:
    """The cases, and the day on which their papers are looked at. ``problems``: what could not be read of the input."""

    cases: Sequence[Case]
    as_of: date
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChecklistAnswer(Head):
    """How many things stand in each way, the checklist of each case, and the sources that are cited.

    It holds no name of a patient. ``problems``: what could not be read, and is therefore not among the cases.
    """

    summary: dict[str, int]
    cases: tuple[Checklist, ...]
    authorities: dict[str, Authority]
    problems: tuple[Problem, ...] = ()

    @property
    def is_fine(self) -> bool:
        """Whether every file is complete."""
        return all(each.complete for each in self.cases)


def checklist(request: ChecklistRequest, book: RuleBook) -> ChecklistAnswer:
    """The checklist of each case, in their order."""
    made = tuple(each for _, each in checklists(request.cases, book, request.as_of))
    cites = {cite for each in made for entry in each.entries for cite in entry.authorities}
    cites |= {cite for each in made for cite in each.keep_authorities}
    return ChecklistAnswer(
        oxyclaim=__version__,
        answer="checklist",
        rule_book=book.hash,
        as_of=request.as_of,
        summary={standing.value: sum(each.count(standing) for each in made) for standing in Standing},
        cases=made,
        authorities={id: book.authorities[id] for id in sorted({authority_id(cite) for cite in cites})},
        problems=request.problems,
    )
