"""A patient's lines as they stand now: judged when they are asked for, by what ``check`` says of the case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.canonical import case_of
from oxyclaim.case.models import Case
from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.check import CheckAnswer, CheckedCase
from oxyclaim.services.desk.judging import judge
from oxyclaim.services.desk.kept import LineState, SupplierDesk
from oxyclaim.services.rule_book import RuleBook


@dataclass(frozen=True)
class Month:
    """A case with its verdicts. ``checked`` is None where the rule book does not know the payer."""

    case: Case
    version: int
    checked: CheckedCase | None
    answer: CheckAnswer
    states: tuple[LineState, ...]

    @property
    def name(self) -> str:
        """The patient's name as an office writes it; empty where it is not known."""
        who = self.case.patient
        return ", ".join(part for part in (who.last_name, who.first_name) if part) if who else ""

    def state_of(self, line_number: int) -> LineState:
        """Where a line stands."""
        return next(each for each in self.states if each.line_number == line_number)

    def charge_of(self, line_number: int) -> int | None:
        """What a line is billed with, in cents."""
        item = next(each for each in self.case.items if each.line_number == line_number)
        return None if item.charge is None else round(item.charge * 100)


def this_month(
    desk: SupplierDesk, case_id: str, rule_book: Callable[[], RuleBook], as_of: date, fees: FeeStore | None
) -> Month:
    """Judge a case, and keep how it stands. Raises KeyError for an unknown case."""
    judged = judge(desk, [case_id], rule_book(), as_of, fees)
    version = judged.versions[case_id]
    if not judged.cases:
        return Month(case_of(desk.head(case_id).text), version, None, judged.answer, ())
    return Month(judged.cases[0], version, judged.answer.cases[0], judged.answer, judged.states)
