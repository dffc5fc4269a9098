"""A patient's lines as they stand now: judged when they are asked for, by what ``check`` says of the case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from oxyclaim.case.canonical import case_of
from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.check import CheckAnswer, CheckedLine
from oxyclaim.services.desk.judging import judge
from oxyclaim.services.desk.kept import SupplierDesk
from oxyclaim.services.desk.patient import PatientNow, payer_name
from oxyclaim.services.desk.states import SENT, WRITTEN
from oxyclaim.services.rule_book import RuleBook


@dataclass(frozen=True)
class Month:
    """A case as it stands, and all that ``check`` says of its lines; none where the payer is not known.

    ``sent_on``: by number, the lines that stand in a claim file and are not answered, with the day on which somebody
    said that the file went out; None where nobody did.
    """

    now: PatientNow
    answer: CheckAnswer
    sent_on: Mapping[int, date | None]

    @property
    def lines(self) -> tuple[CheckedLine, ...]:
        """The lines, in order."""
        return self.answer.cases[0].lines if self.answer.cases else ()

    def state_of(self, line_number: int) -> str:
        """Where a line stands."""
        return next(each.state for each in self.now.states if each.line_number == line_number)

    def standing_of(self, line_number: int) -> str:
        """The same in words; of a claim that was written also whether it went out."""
        state = self.state_of(line_number)
        if line_number not in self.sent_on:
            return state
        day = self.sent_on[line_number]
        return f"sent {day:%m/%d/%Y}, not answered yet" if day else f"{state}, not marked sent"

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
    return Month(now, judged.answer, _sent_on(desk, case_id, now))


def _sent_on(desk: SupplierDesk, case_id: str, now: PatientNow) -> dict[int, date | None]:
    """When the files went out in which lines stand."""
    waiting = {(each.line_number, each.service_date) for each in now.states if each.state in (WRITTEN, SENT)}
    if not waiting:
        return {}
    lines = [each for each in desk.store.sent_lines([case_id]) if (each.line_number, each.service_date) in waiting]
    return {each.line_number: date.fromisoformat(each.sent_at[:10]) if each.sent_at else None for each in lines}
