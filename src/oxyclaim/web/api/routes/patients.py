"""Patients of the store and their versions: nothing is overwritten, and who saves says on which version it stands."""

import re
import secrets
from typing import Annotated

from fastapi import Header, Query
from fastapi.responses import Response

from oxyclaim.case.canonical import sha256
from oxyclaim.services.calendar import CalendarAnswer, CalendarRequest, calendar
from oxyclaim.services.check import CheckAnswer, CheckRequest, check
from oxyclaim.services.checklist import ChecklistAnswer, ChecklistRequest, checklist
from oxyclaim.services.due import DueAnswer, DueRequest, due
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.programs.patients import (
    LineTold,
    PatientPage,
    PatientTold,
    TaskRow,
    VersionRow,
    VersionTold,
    add_patient,
    beside_others,
    check_text,
    due_of_all,
    find_patients,
    lines_told,
    list_patients,
    read_patient,
    save_patient,
    tasks_told,
    version_of,
    versions_of,
)
from oxyclaim.services.store.kept import Conflict
from oxyclaim.web.api.bodies import AsOf, CaseBody, Day, Number, PatientId, SearchBody
from oxyclaim.web.api.calls import Call, Called, Calls, etag, said
from oxyclaim.web.api.problem import CallFailed, not_found

calls = Calls("Patients")
READ, WRITE = "patients:read", "patients:write"
Ahead = Annotated[int, Query(ge=0, le=366, description="Look so many days ahead.")]
_ETAG = {"headers": {"ETag": {"description": "The version, for If-Match.", "schema": {"type": "string"}}}}


@calls.get("/patients", READ, PatientPage)
def list_all(
    call: Called,
    after: Annotated[str, Query(max_length=40, description="The `next` of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """All patients, page by page."""
    try:
        return said(list_patients(call.desk, after.replace("\0", ""), limit))
    except KeyError:
        raise not_found() from None


@calls.ask("/patients/search", READ, PatientPage)
def search(call: Called, body: SearchBody) -> Response:
    """Patients whose name, case id, member id or account number begins so; at most 200."""
    check_text(body.begins)
    return said(find_patients(call.desk, body.begins))


@calls.post(
    "/patients", WRITE, PatientTold, status=201, responses={200: {"description": "It is there already"} | _ETAG}
)
def add(call: Called, body: CaseBody) -> Response:
    """Add a patient with a case. The same facts once more change nothing; another case with this id is refused."""
    office, key = call.office, call.key
    named = f"P-{(sha256(f'{call.token.token_id} {key}') if key else secrets.token_hex(4))[:8].upper()}"
    _check_reason(body.reason)
    case_id, is_new = add_patient(
        call.desk, body.case, named, office.rule_book(), call.change(body.reason or "added by a program"),
        office.today(), office.fees,
    )  # fmt: skip
    call.about(case_id)
    told = _told(call, case_id)
    headers = {"ETag": etag(told.version), "Location": f"/api/v1/patients/{told.id}"}
    return said(told, 201 if is_new else 200, headers)


@calls.get("/patients/{patient}", READ, PatientTold, responses={200: _ETAG, 304: {"description": "Not changed"}})
def show(
    call: Called, patient: PatientId, if_none_match: Annotated[str | None, Header(max_length=100)] = None
) -> Response:
    """A patient: the case in its latest version, and how its lines stand today."""
    case_id = call.case_of(patient)
    version = call.desk.head(case_id).version
    if if_none_match is not None and etag(version) in if_none_match.replace(" ", "").split(","):
        return Response(status_code=304, headers={"ETag": etag(version)})
    told = _told(call, case_id)
    return said(told, headers={"ETag": etag(told.version)})


@calls.put("/patients/{patient}", WRITE, PatientTold, responses={200: _ETAG})
def save(
    call: Called,
    patient: PatientId,
    body: CaseBody,
    if_match: Annotated[str | None, Header(max_length=100, description='The ETag that was read, such as "3".')] = None,
) -> Response:
    """Save a new version of the case, whole. `If-Match` says which version was changed.

    Where somebody has saved a later one, nothing is saved (412): read it, change that, and save again.
    """
    case_id = call.case_of(patient)
    version = _version(if_match)
    now = call.desk.head(case_id).version
    if now != version:
        raise _later(now)
    _check_reason(body.reason)
    office = call.office
    try:
        save_patient(
            call.desk, case_id, body.case, version, office.rule_book(),
            call.change(body.reason or "saved by a program"), office.today(), office.fees,
        )  # fmt: skip
    except Conflict as conflict:
        raise _later(conflict.current, [each.path for each in conflict.sides]) from None
    told = _told(call, case_id)
    return said(told, headers={"ETag": etag(told.version)})


@calls.get("/patients/{patient}/versions", READ, list[VersionRow])
def list_versions(call: Called, patient: PatientId) -> Response:
    """Every version of the case, the latest first: who, when, why."""
    return said(versions_of(call.desk, call.case_of(patient)))


@calls.get("/patients/{patient}/versions/{version}", READ, VersionTold)
def show_version(call: Called, patient: PatientId, version: Number) -> Response:
    """The case as it stood in a version."""
    try:
        return said(version_of(call.desk, call.case_of(patient), version))
    except KeyError:
        raise not_found() from None


@calls.get("/patients/{patient}/check", READ, CheckAnswer)
def check_patient(call: Called, patient: PatientId, as_of: AsOf = None) -> Response:
    """The verdict of each line, beside the patient's other cases. As `oxyclaim check --store`."""
    case = beside_others(call.desk, _known(call, patient))
    return said(check(CheckRequest([case], as_of or call.office.today(), call.office.fees), call.office.rule_book()))


@calls.get("/patients/{patient}/checklist", READ, ChecklistAnswer)
def patient_papers(call: Called, patient: PatientId, as_of: AsOf = None) -> Response:
    """What must be on file, what is missing, from whom, by when."""
    case = beside_others(call.desk, _known(call, patient))
    return said(checklist(ChecklistRequest([case], as_of or call.office.today()), call.office.rule_book()))


@calls.get("/patients/{patient}/calendar", READ, CalendarAnswer)
def patient_months(call: Called, patient: PatientId, as_of: AsOf = None) -> Response:
    """The months of the rental."""
    case = beside_others(call.desk, _known(call, patient))
    return said(calendar(CalendarRequest([case], as_of or call.office.today()), call.office.rule_book()))


@calls.get("/patients/{patient}/due", READ, DueAnswer)
def patient_due(call: Called, patient: PatientId, as_of: AsOf = None, ahead: Ahead = 30) -> Response:
    """Which of the patient's months fall due."""
    case = beside_others(call.desk, _known(call, patient))
    return said(due([case], DueRequest(as_of or call.office.today(), ahead), call.office.rule_book()))


@calls.get("/patients/{patient}/tasks", READ, list[TaskRow])
def patient_tasks(call: Called, patient: PatientId) -> Response:
    """What is wanted for the patient, and of whom."""
    return said(tasks_told(call.desk, call.case_of(patient)))


@calls.get("/due", READ, DueAnswer)
def all_due(call: Called, as_of: AsOf = None, ahead: Ahead = 30) -> Response:
    """Which months of all patients fall due. Every case is judged at the call: some 10 ms each."""
    request = DueRequest(as_of or call.office.today(), ahead)
    return said(due_of_all(call.desk, request, call.office.rule_book()))


@calls.get("/lines", READ, list[LineTold])
def list_lines(
    call: Called,
    state: Annotated[str, Query(max_length=40, description="Such as ready, written, waiting for papers.")] = "",
    verdict: Annotated[str, Query(max_length=40)] = "",
    until: Annotated[Day | None, Query(description="Only lines whose last day for a claim is up to this one.")] = None,
    limit: Annotated[int, Query(ge=1, le=5000)] = 500,
) -> Response:
    """Lines as they were judged last, the earliest last day first; at once, however many there are."""
    return said(lines_told(call.desk, state.replace("\0", ""), verdict.replace("\0", ""), until, limit))


@calls.get("/tasks", READ, list[TaskRow])
def list_tasks(
    call: Called,
    due_by: Annotated[Day | None, Query(description="Only what is due by this day.")] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 2000,
    behind: Annotated[int, Query(ge=0, le=10**9, description="Leave out so many from the first on.")] = 0,
) -> Response:
    """The tasks of all patients, the earliest due first: fewer than `limit` are the last ones."""
    return said(tasks_told(call.desk, None, due_by, limit, behind))


def _known(call: Call, patient: str) -> str:
    """The case, where the rule book knows its payer. Raises BadInput, and CallFailed where there is none."""
    case_id = call.case_of(patient)
    payer = call.desk.patients([case_id])[case_id].payer
    if payer not in call.office.rule_book().payers:
        message = "the rule book has no such payer, so that nothing can be said of the case"
        raise BadInput([Problem("unknown_payer", message, path="coverage.payer", found=payer)])
    return case_id


def _told(call: Call, case_id: str) -> PatientTold:
    return read_patient(call.desk, case_id, call.office.rule_book(), call.office.today(), call.office.fees)


def _check_reason(reason: str) -> None:
    check_text(reason)


def _version(if_match: str | None) -> int:
    if if_match is None:
        detail = 'Send If-Match with the ETag that you read, such as "3", so that nobody\'s change is lost.'
        raise CallFailed(428, "no_version", detail)
    found = re.fullmatch(r'\s*"?(\d{1,9})"?\s*', if_match, re.ASCII)
    if found is None:
        raise CallFailed(412, "wrong_version", 'If-Match holds no version; send the ETag that you read, such as "3".')
    return int(found[1])


def _later(now: int, paths: list[str] | None = None) -> CallFailed:
    problems = [Problem("changed_by_both", "was changed by both", path=path) for path in paths or ()]
    detail = f"Version {now} is the latest. Read it, make your change in it, and save again."
    return CallFailed(412, "later_version", detail, problems, {"ETag": etag(now)})
