"""Prior authorizations over all patients: what is to be asked for, what was asked, given, and what ends.

Drawn from lines as they were judged last; only the request of one patient is made when somebody asks for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from oxyclaim.case.models import Case
from oxyclaim.services.authorization import (
    Answer,
    AuthorizationAnswer,
    AuthorizationRequest,
    authorization,
)
from oxyclaim.services.desk.kept import LineState, SupplierDesk
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import Patient

AHEAD = timedelta(days=60)
"""How long before its end an approval is renewed."""
TO_ASK, ASKED, ENDING, GIVEN = "to ask for", "asked for", "ending", "given"
GROUPS = (TO_ASK, ASKED, ENDING, GIVEN)
SHOWN = 50


@dataclass(frozen=True)
class AuthorizationRow:
    """Lines of a patient whose authorization stands alike; ``need`` and ``answer`` in the words of the request."""

    handle: str
    patient: Patient
    payer: str
    codes: tuple[str, ...]
    need: str
    answer: str
    until: date | None
    claim_by: date | None


@dataclass(frozen=True)
class Authorizations:
    """The rows of one group, of how many, and how many rows each group has."""

    group: str
    rows: tuple[AuthorizationRow, ...]
    counts: tuple[tuple[str, int], ...]

    @property
    def more(self) -> int:
        """How many rows are not shown."""
        return dict(self.counts)[self.group] - len(self.rows)


def group_of(line: LineState, as_of: date) -> str:
    """In which group a line stands."""
    if line.authorized == Answer.ON_FILE:
        return ENDING if line.authorized_until and line.authorized_until <= as_of + AHEAD else GIVEN
    return ASKED if line.authorized == Answer.ASKED else TO_ASK


def authorizations(desk: SupplierDesk, group: str, as_of: date, name_of_payer: Callable[[str], str]) -> Authorizations:
    """The lines of a group, those that end first before the others, a row for each patient."""
    together: dict[str, dict[tuple[str, str, str], list[LineState]]] = {each: {} for each in GROUPS}
    for line in desk.states(authorizable=True, most=None):
        key = (line.case_id, line.authorization or "", line.authorized or "")
        together[group_of(line, as_of)].setdefault(key, []).append(line)
    shown = group if group in GROUPS else TO_ASK
    found = sorted(together[shown].values(), key=_first)[:SHOWN]
    ids = list(dict.fromkeys(some[0].case_id for some in found))
    handles, patients = desk.handles(ids), desk.patients(ids)
    rows = tuple(_row(handles[some[0].case_id], patients[some[0].case_id], some, name_of_payer) for some in found)
    return Authorizations(shown, rows, tuple((each, len(together[each])) for each in GROUPS))


def request_of(case: Case, book: RuleBook, as_of: date) -> AuthorizationAnswer | None:
    """What a request for a patient holds; None where the rule book does not know the payer, or nothing is asked."""
    if case.coverage.payer not in book.payers:
        return None
    answer = authorization(AuthorizationRequest([case], as_of), book)
    return answer if any(found.requests for found in answer.cases) else None


def _first(lines: Sequence[LineState]) -> tuple[date, date, str]:
    ends = min((line.authorized_until for line in lines if line.authorized_until), default=date.max)
    return ends, min((line.claim_by for line in lines if line.claim_by), default=date.max), lines[0].case_id


def _row(
    handle: str, patient: Patient, lines: Sequence[LineState], name_of_payer: Callable[[str], str]
) -> AuthorizationRow:
    return AuthorizationRow(
        handle=handle,
        patient=patient,
        payer=name_of_payer(lines[0].payer),
        codes=tuple(dict.fromkeys(line.code for line in lines)),
        need=lines[0].authorization or "",
        answer=lines[0].authorized or "",
        until=min((line.authorized_until for line in lines if line.authorized_until), default=None),
        claim_by=min((line.claim_by for line in lines if line.claim_by), default=None),
    )
