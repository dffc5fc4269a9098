"""A patient's case as it stands, from what was judged last; it is judged only where that is out of date."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.canonical import case_of
from oxyclaim.case.models import Case
from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.desk.judging import judge
from oxyclaim.services.desk.kept import LineState, SupplierDesk
from oxyclaim.services.rule_book import RuleBook


@dataclass(frozen=True)
class PatientNow:
    """A case in its latest version, and how its lines stand; none where the rule book does not know the payer."""

    case: Case
    version: int
    states: tuple[LineState, ...]
    payer: str
    rule_book: str
    as_of: date


def patient_now(
    desk: SupplierDesk, case_id: str, rule_book: Callable[[], RuleBook], as_of: date, fees: FeeStore | None
) -> PatientNow:
    """The case and how it stands. Raises KeyError for an unknown case."""
    head, book = desk.head(case_id), rule_book()
    states = desk.states([case_id])
    fresh = states and all(
        (each.version, each.as_of, each.rule_book) == (head.version, as_of, book.hash) for each in states
    )
    if not fresh:
        states = list(judge(desk, [case_id], book, as_of, fees).states)
    case = case_of(head.text)
    return PatientNow(case, head.version, tuple(states), payer_name(case, book), book.hash, as_of)


def payer_name(case: Case, book: RuleBook) -> str:
    """The payer as the rule book calls it, else as the case does."""
    profile = book.profiles.get(case.coverage.payer)
    return profile.name if profile else case.coverage.payer
