"""A patient's lines as they stand now: judged when they are asked for, by what ``check`` says of the case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.canonical import case_of
from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.check import CheckAnswer, CheckedLine
from oxyclaim.services.desk.judging import judge
from oxyclaim.services.desk.kept import SupplierDesk
from oxyclaim.services.desk.patient import PatientNow, payer_name
from oxyclaim.services.rule_book import RuleBook


@dataclass(frozen=True)
class Month:
    """A case as it stands, and all that ``check`` says of its lines; none where the payer is not known."""

    now: PatientNow
    answer: CheckAnswer

    @property
    def lines(self) -> tuple[CheckedLine, ...]:
        """The lines, in order."""
        return self.answer.cases[0].lines if self.answer.cases else ()

    def state_of(self, line_number: int) -> str:
        """Where a line stands."""
        return next(each.state for each in self.now.states if each.line_number == line_number)

    def charge_of(self, line_number: int) -> int | None:
        """What a line is billed with, in cents."""
        return next(each.charge_cents for each in self.now.states if each.line_number == line_number)


def this_month(
    desk: SupplierDesk, case_id: str, rule_book: Callable[[], RuleBook], as_of: date, fees: FeeStore | None
) -> Month:
    """Judge a case, and keep how it stands. Raises KeyError for an unknown case."""
    book = rule_book()
    case = case_of(desk.head(case_id).text)
    judged = judge(desk, [case_id], book, as_of, fees)
    now = PatientNow(case, judged.versions[case_id], judged.states, payer_name(case, book), book.hash, as_of)
    return Month(now, judged.answer)
