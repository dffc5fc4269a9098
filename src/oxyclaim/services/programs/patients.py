"""Patients as another program has them: listed, added, read, saved on the version that it has seen, judged."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from oxyclaim.case.canonical import case_of
from oxyclaim.case.models import Case
from oxyclaim.case.runs import in_one_run
from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.cases import cases_of
from oxyclaim.services.desk.judging import judge
from oxyclaim.services.desk.kept import LineState, SupplierDesk, Task
from oxyclaim.services.desk.patient import patient_now
from oxyclaim.services.desk.tasks import told
from oxyclaim.services.due import DueAnswer, DueRequest, due_of_portions
from oxyclaim.services.due.portions import TOGETHER, Portion, portion_of_cases
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.programs.hooks import task_id
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.store.kept import CaseVersion, Change

MOST = 200
"""Patients on a page of the list."""
_OWN = ("case_id", "rank", "rules", "practitioner")
"""What of a line's state is not told: the case has an id of its own outside."""


@dataclass(frozen=True)
class LineTold:
    """A line as it stands: state and verdict, whose it is, why, by when, the money in cents, its authorization."""

    patient: str
    line_number: int
    code: str
    service_date: date
    payer: str
    verdict: str
    state: str
    owner: str
    modifiers: str
    why: str
    claim_by: date | None
    charge_cents: int | None
    expected_cents: int | None
    version: int
    as_of: date
    rule_book: str
    authorization: str | None = None
    authorized: str | None = None
    authorized_until: date | None = None


@dataclass(frozen=True)
class PatientRow:
    """A patient in a list. ``id``: by which calls name the patient; ``case_id``: as the case names itself."""

    id: str
    case_id: str
    version: int
    name: str
    birth_date: date | None
    payer: str
    codes: str
    last_service_date: date | None
    changed_at: str


@dataclass(frozen=True)
class PatientPage:
    """Some patients, and where the next ones begin; None: there are no more."""

    patients: tuple[PatientRow, ...]
    next: str | None


@dataclass(frozen=True)
class PatientTold:
    """A patient: the case in its latest version, and how its lines stand."""

    id: str
    version: int
    author: str
    reason: str
    changed_at: str
    case: dict[str, Any]
    lines: tuple[LineTold, ...]


@dataclass(frozen=True)
class VersionRow:
    """A version of a case: who made it, when, why, from where."""

    version: int
    author: str
    at: str
    reason: str
    origin: str
    sha256: str


@dataclass(frozen=True)
class VersionTold:
    """A version of a case, with the case as it stood."""

    version: int
    author: str
    at: str
    reason: str
    origin: str
    sha256: str
    case: dict[str, Any]


@dataclass(frozen=True)
class TaskRow:
    """Something that is wanted for a patient: what, of whom, whose work it is, by when."""

    id: str
    patient: str
    question: str
    who: str
    owner: str
    state: str
    assigned: str | None
    due: date | None
    codes: tuple[str, ...]
    charge_cents: int


def list_patients(desk: SupplierDesk, after: str, most: int) -> PatientPage:
    """Patients in the order of their case ids. Raises KeyError for an ``after`` that is none."""
    begin = ""
    if after:
        found = desk.case_of(after)
        if found is None:
            raise KeyError(after)
        begin = found
    rows = desk.patients_after(begin, most + 1)
    return _page(desk, rows[:most], has_more=len(rows) > most)


def find_patients(desk: SupplierDesk, begins: str) -> PatientPage:
    """Patients whose name, case id, member id or account number begins so; the first ``MOST``."""
    return _page(desk, desk.store.find(begins.strip(), most=MOST), has_more=False)


def _page(desk: SupplierDesk, rows: list[Any], *, has_more: bool) -> PatientPage:
    handles = desk.handles([each.case_id for each in rows])
    told = tuple(PatientRow(id=handles[each.case_id], **vars(each)) for each in rows)
    return PatientPage(told, told[-1].id if has_more and told else None)


def read_patient(desk: SupplierDesk, case_id: str, book: RuleBook, as_of: date, fees: FeeStore | None) -> PatientTold:
    """A patient as things are today. Raises KeyError."""
    head = desk.head(case_id)
    handle = desk.handles([case_id])[case_id]
    states = patient_now(desk, case_id, lambda: book, as_of, fees).states
    return PatientTold(
        id=handle, version=head.version, author=head.author, reason=head.reason, changed_at=head.at,
        case=json.loads(head.text), lines=tuple(_lines(states, {case_id: handle})),
    )  # fmt: skip


def add_patient(
    desk: SupplierDesk, facts: Mapping[str, Any], named: str, book: RuleBook, change: Change, as_of: date,
    fees: FeeStore | None,
) -> tuple[str, bool]:  # fmt: skip
    """Add a patient; the case's id, and whether it is new. ``named``: the id that it gets where it has none.

    The same facts once more change nothing. Raises BadInput, also where another case has this id.
    """
    case = read_case({"schema_version": 1, "case_id": named, **facts}, book)
    head = next(iter(desk.store.latest([case.case_id])), None)
    if head is not None:
        if case_of(head.text) == case:
            return case.case_id, False
        message = "there is a case with this id already; save a new version of it, or give another id"
        raise BadInput([Problem("case_exists", message, path="case_id", found=case.case_id)])
    desk.store.save(case, 0, change)
    judge(desk, [case.case_id], book, as_of, fees)
    return case.case_id, True


def save_patient(
    desk: SupplierDesk, case_id: str, facts: Mapping[str, Any], version: int, book: RuleBook, change: Change,
    as_of: date, fees: FeeStore | None,
) -> None:  # fmt: skip
    """Save a case that was changed from a version. Raises BadInput and Conflict, and KeyError for an unknown case."""
    case = read_case({"schema_version": 1, "case_id": case_id, **facts}, book)
    if case.case_id != case_id:
        message = f"is another case; this patient's is {case_id}, and it keeps its id"
        raise BadInput([Problem("other_case", message, path="case_id", found=case.case_id)])
    desk.head(case_id)
    desk.store.save(case, version, change)
    judge(desk, [case_id], book, as_of, fees)


def read_case(facts: Mapping[str, Any], book: RuleBook) -> Case:
    """One case from plain values. Raises BadInput."""
    check_text(facts)
    return cases_of(facts, book).whole()[0]


def check_text(facts: object) -> None:
    """Refuse characters that no database and no claim can hold. Raises BadInput."""
    text = json.dumps(facts, ensure_ascii=False, default=str)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadInput([Problem("no_text", "holds half a character (a lone surrogate); send whole ones")]) from None
    if "\\u0000" in text:
        raise BadInput([Problem("no_text", "holds the character NUL; leave it out")])


def versions_of(desk: SupplierDesk, case_id: str) -> tuple[VersionRow, ...]:
    """Every version of a case, the latest first."""
    rows = reversed(desk.store.versions(case_id))
    return tuple(VersionRow(*_version(each)) for each in rows)


def version_of(desk: SupplierDesk, case_id: str, number: int) -> VersionTold:
    """A version of a case. Raises KeyError."""
    for each in desk.store.versions(case_id):
        if each.version == number:
            return VersionTold(*_version(each), case=json.loads(each.text))
    raise KeyError(number)


def _version(each: CaseVersion) -> tuple[int, str, str, str, str, str]:
    return each.version, each.author, each.at, each.reason, each.origin, each.text_sha256


def beside_others(desk: SupplierDesk, case_id: str) -> Case:
    """A case as one of the cases of its member, which know each other's lines. Raises KeyError."""
    head = desk.head(case_id)
    return in_one_run([case_of(each.text) for each in (head, *desk.store.beside(case_id, case_id))])[0]


def due_of_all(desk: SupplierDesk, request: DueRequest, book: RuleBook) -> DueAnswer:
    """What falls due of all patients, judged in portions; a case whose payer is not known is a problem."""
    strange: list[Problem] = []
    return due_of_portions(_portions(desk, request, book, strange), request, book, strange)


def _portions(desk: SupplierDesk, request: DueRequest, book: RuleBook, strange: list[Problem]) -> Iterator[Portion]:
    some: list[Case] = []
    for each in desk.store.latest():
        case = case_of(each.text)
        if case.coverage.payer not in book.payers:
            message = f"is judged by no payer of the rule book: {case.coverage.payer}"
            strange.append(Problem("payer_unknown", message, each.case_id))
            continue
        some.append(case)
        if len(some) == TOGETHER:
            yield portion_of_cases(in_one_run(some), request, book)
            some = []
    yield portion_of_cases(in_one_run(some), request, book)


def lines_told(desk: SupplierDesk, state: str, verdict: str, until: date | None, most: int) -> tuple[LineTold, ...]:
    """Lines as they stand, the earliest last day first."""
    states = desk.states(state=state, verdict=verdict, until=until, most=most)
    return tuple(_lines(states, desk.handles(list(dict.fromkeys(each.case_id for each in states)))))


def _lines(states: Any, handles: Mapping[str, str]) -> Iterator[LineTold]:
    names = [field.name for field in fields(LineState) if field.name not in _OWN]
    for each in states:
        yield LineTold(patient=handles[each.case_id], **{name: getattr(each, name) for name in names})


def tasks_told(
    desk: SupplierDesk, case_id: str | None = None, due_by: date | None = None, most: int | None = None, behind: int = 0
) -> tuple[TaskRow, ...]:
    """Tasks, the earliest due first; ``most``: so many, behind the first ``behind``."""
    return rows_of(desk, desk.tasks(case_id, due_by=due_by, most=most, behind=behind))


def rows_of(desk: SupplierDesk, tasks: Iterable[Task]) -> tuple[TaskRow, ...]:
    """These tasks, as programs are told them."""
    some = [told(each) for each in tasks]
    handles = desk.handles(list(dict.fromkeys(each.task.case_id for each in some)))
    return tuple(
        TaskRow(
            id=task_id(handles[each.task.case_id], each.task), patient=handles[each.task.case_id],
            question=each.task.question, who=each.task.who, owner=each.owner, state=each.task.state,
            assigned=each.task.assigned, due=each.task.due, codes=each.codes, charge_cents=each.charge_cents,
        )
        for each in some
    )  # fmt: skip
