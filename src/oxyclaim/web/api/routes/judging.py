"""Cases that the program sends are judged; nothing is kept."""

from datetime import date

from fastapi.responses import Response

from oxyclaim.case.models import Case
from oxyclaim.services.calendar import CalendarAnswer, CalendarRequest, calendar
from oxyclaim.services.cases import cases_of, under
from oxyclaim.services.check import CheckAnswer, CheckRequest, check
from oxyclaim.services.checklist import ChecklistAnswer, ChecklistRequest, checklist
from oxyclaim.services.desk.settings import profile_kept
from oxyclaim.services.due import DueAnswer, DueRequest, due
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.programs.patients import check_text
from oxyclaim.services.what_if import payers_named
from oxyclaim.web.api.bodies import CasesBody, CheckBody, DueBody
from oxyclaim.web.api.calls import Call, Called, Calls, said

calls = Calls("Judging cases that you send")


@calls.ask("/check", "judge", CheckAnswer)
def check_cases(call: Called, body: CheckBody) -> Response:
    """May each line be billed, how exactly, and if not, what is missing?

    The answer is that of `oxyclaim check --format json`. A case that cannot be read is told in `problems`, and the
    others are judged; where none can be read, the call fails.
    """
    cases, problems = _cases(call, body)
    if body.payer is not None:
        (payer,) = payers_named([body.payer], call.office.rule_book())
        cases = under(cases, payer)
    request = CheckRequest(
        cases, _day(call, body), call.office.fees, body.formal_denial, problems, supposed=body.payer is not None
    )
    return said(check(request, call.office.rule_book()))


@calls.ask("/checklist", "judge", ChecklistAnswer)
def list_papers(call: Called, body: CasesBody) -> Response:
    """What must be on file, what is missing, from whom, by when? As `oxyclaim checklist --format json`."""
    cases, problems = _cases(call, body)
    return said(checklist(ChecklistRequest(cases, _day(call, body), problems), call.office.rule_book()))


@calls.ask("/calendar", "judge", CalendarAnswer)
def show_months(call: Called, body: CasesBody) -> Response:
    """What became of each month of a rental, and what would become of those ahead? As `oxyclaim calendar`."""
    cases, problems = _cases(call, body)
    return said(calendar(CalendarRequest(cases, _day(call, body), problems), call.office.rule_book()))


@calls.ask("/due", "judge", DueAnswer)
def list_due(call: Called, body: DueBody) -> Response:
    """Which months fall due, what is to be checked first, what is wrong already? As `oxyclaim due`."""
    cases, problems = _cases(call, body)
    if problems:
        raise BadInput(problems)
    return said(due(cases, DueRequest(_day(call, body), body.ahead), call.office.rule_book()))


def _cases(call: Call, body: CasesBody) -> tuple[list[Case], tuple[Problem, ...]]:
    """The cases that can be read, and the problems with the others. Raises BadInput where none can be."""
    check_text(body.cases)
    profile = profile_kept(call.desk) if body.with_settings else None
    read = cases_of(body.cases, call.office.rule_book(), profile=profile)
    if not read.cases:
        raise BadInput(read.problems)
    return list(read.cases), read.problems


def _day(call: Call, body: CasesBody) -> date:
    return body.as_of or call.office.today()
