"""Claim files: written of what may be billed, taken, and said to have gone out. And claim files of others, scrubbed."""

import json
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from oxyclaim.services.batch import BatchAnswer
from oxyclaim.services.correcting import Course
from oxyclaim.services.desk.billing import check_run, write_run
from oxyclaim.services.desk.kept import ClaimFileTold
from oxyclaim.services.desk.resending import ResendForm, Resent, resend, try_resend
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.programs.kept import ScrubJob
from oxyclaim.services.programs.patients import check_text
from oxyclaim.services.programs.scrubbing import begin_scrub
from oxyclaim.services.scrub import ScrubAnswer
from oxyclaim.web.api.bodies import AgainBody, ClaimsBody, Id, Number
from oxyclaim.web.api.calls import Call, Called, Calls, said
from oxyclaim.web.api.named import claim_named
from oxyclaim.web.api.problem import CallFailed, not_found

calls = Calls("Claims")
X12 = "application/edi-x12"
FILES = {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": {
    "type": "object", "required": ["files"],
    "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
}}}}}  # fmt: skip
"""How files are sent."""


@dataclass(frozen=True)
class ClaimRun:
    """What was written (`batch`), the claim files that hold it, and, of a trial, what a scrub says to them."""

    batch: BatchAnswer
    files: tuple[ClaimFileTold, ...]
    scrub: ScrubAnswer | None


@dataclass(frozen=True)
class ClaimAgain:
    """A claim that puts another right, as it would be or as it was written. `course`: how the payer has it put right;
    `goes`: whether a claim is written; `why_not`: what keeps lines from going; `files`: those that hold it."""

    claim: str
    course: Course
    goes: bool
    why_not: tuple[str, ...]
    batch: BatchAnswer
    files: tuple[ClaimFileTold, ...]


@dataclass(frozen=True)
class ScrubTold:
    """A scrub job: waiting, running, done or failed. ``answer``: as `oxyclaim scrub --format json`, or a refusal."""

    id: str
    state: str
    made_at: str
    ended_at: str | None
    answer: dict[str, Any] | None
    findings: str | None


@calls.post("/claims", "claims:write", ClaimRun, status=201, responses={200: {"description": "Nothing was written"}})
def write(call: Called, body: ClaimsBody) -> Response:
    """Write claim files (837P) of what may be billed of these patients. What went out before does not go again.

    `refused` and `set_aside` say what is not in them, and why. The files are kept whole, or not at all.
    """
    office = call.office
    case_ids = _cases(call, body.patients)
    if body.dry_run:
        checked = check_run(call.desk, case_ids, office.rule_book(), office.today(), office.local_time(), office.fees)
        return said(ClaimRun(checked.answer, (), checked.scrub))
    written = write_run(
        call.desk, case_ids, office.rule_book(), office.today(), office.local_time(), office.fees, office.payers,
        call.change("claim files for a program"),
    ).answer  # fmt: skip
    return said(ClaimRun(written, _files(call, written), None), 201 if written.files else 200)


@calls.post(
    "/claims/again", "claims:write", ClaimAgain, status=201, responses={200: {"description": "Nothing was written"}}
)
def send_again(call: Called, body: AgainBody) -> Response:
    """Write a claim that puts an earlier one right: a new one after a rejection, or one in its place where the payer
    takes that.

    With `dry_run` it says what would go out, or why nothing would. What is not to be sent is refused with the reason.
    """
    check_text(body.reason)
    at, office, form = claim_named(call, body.claim), call.office, ResendForm(body.kind, body.reason)
    book, today = office.rule_book(), office.today()
    if body.dry_run:
        return said(
            _again(call, body, try_resend(call.desk, at.case, at.claim, form, book, today, office.local_time()))
        )
    done = resend(
        call.desk, at.case, at.version, at.claim, form, book, today, office.local_time(), office.fees, office.payers,
        call.change("claim sent again by a program"),
    )  # fmt: skip
    return said(_again(call, body, done), 201)


@calls.get("/claims", "claims:read", list[ClaimFileTold])
def list_files(
    call: Called,
    to_send: Annotated[bool, Query(description="Only files that were not marked sent; all of them.")] = False,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 50,
) -> Response:
    """The claim files that were written, the latest first."""
    return said(call.desk.claim_files(to_send=to_send, most=None if to_send else limit))


@calls.get("/claims/{number}", "claims:read", ClaimFileTold)
def show_file(call: Called, number: Number) -> Response:
    """A claim file: for whom, how many claims, whether it went out."""
    return said(_file(call, number)[0])


@calls.get("/claims/{number}/file", "claims:read", responses={200: {"content": {X12: {}}}})
def take_file(call: Called, number: Number) -> Response:
    """The file itself (837P), as it was written."""
    told, content = _file(call, number)
    headers = {"Content-Disposition": f'attachment; filename="claims-{told.control_number:09d}.x12"'}
    return Response(content, 200, headers, X12)


@calls.post("/claims/{number}/sent", "claims:write", ClaimFileTold)
def mark_sent(call: Called, number: Number) -> Response:
    """The file went out to the payer. Once more changes nothing."""
    _file(call, number)
    call.desk.mark_sent(number, call.change("claim file sent"))
    return said(_file(call, number)[0])


@calls.post("/scrubs", "scrub", ScrubTold, status=202, extra=FILES)
def scrub_file(call: Called) -> Response:
    """Leave one claim file (837P, or a claim table as CSV) to be scrubbed in the background."""
    files = call.files()
    if len(files) != 1:
        raise CallFailed(422, "one_file", "A job scrubs one file; make a job for each.")
    ((_, name, content),) = files
    office = call.office
    job = begin_scrub(
        call.programs, office.room, call.supplier_id, name, content, call.author, office.now(), office.today()
    )
    return said(_told(job), 202, {"Location": f"/api/v1/scrubs/{job.job_id}"})


@calls.get("/scrubs", "scrub", list[ScrubTold])
def list_scrubs(call: Called) -> Response:
    """The latest 50 jobs, without their answers."""
    jobs = call.programs.scrub_jobs(call.supplier_id)
    return said([_told(each, with_answer=False) for each in jobs if each.work == "scrub"])


@calls.get("/scrubs/{job}", "scrub", ScrubTold)
def show_scrub(call: Called, job: Id) -> Response:
    """How far a job is, and what came of it."""
    return said(_told(_job(call, job)))


@calls.get("/scrubs/{job}/findings", "scrub", responses={200: {"content": {"text/csv": {}}}})
def take_findings(call: Called, job: Id) -> Response:
    """Every finding, a row each, as CSV."""
    found = _job(call, job)
    if found.state in ("waiting", "running"):
        raise CallFailed(
            409, "in_work", "The file is being scrubbed. Ask again in a while.", headers={"Retry-After": "2"}
        )
    if found.findings_sha256 is None:
        raise not_found()
    return Response(call.office.room.get(found.findings_sha256), 200, None, "text/csv; charset=utf-8")


def _cases(call: Call, patients: list[str]) -> list[str]:
    found = {each: call.desk.case_of(each.replace("\0", "")) for each in patients}
    missing = [each for each, case_id in found.items() if case_id is None]
    if missing:
        raise BadInput(Problem("no_patient", "there is no patient with this id", path="patients", found=each)
                       for each in missing)  # fmt: skip
    return [case_id for case_id in found.values() if case_id]


def _again(call: Call, body: AgainBody, resent: Resent) -> ClaimAgain:
    files = () if body.dry_run else _files(call, resent.answer)
    return ClaimAgain(body.claim, resent.course, resent.goes, resent.why_not, resent.answer, files)


def _files(call: Call, written: BatchAnswer) -> tuple[ClaimFileTold, ...]:
    """The claim files that were written, as they are kept."""
    numbers = {(each.receiver, each.control_number) for each in written.files}
    return tuple(each for each in call.desk.claim_files(most=None) if (each.receiver, each.control_number) in numbers)


def _file(call: Call, number: int) -> tuple[ClaimFileTold, bytes]:
    try:
        return call.desk.claim_file(number)
    except KeyError:
        raise not_found() from None


def _job(call: Call, job_id: str) -> ScrubJob:
    found = call.programs.scrub_job(call.supplier_id, job_id)
    if found is None or found.work != "scrub":
        raise not_found()
    return found


def _told(job: ScrubJob, *, with_answer: bool = True) -> ScrubTold:
    findings = f"/api/v1/scrubs/{job.job_id}/findings" if job.findings_sha256 else None
    answer = json.loads(job.answer) if job.answer and with_answer else None
    return ScrubTold(job.job_id, job.state, job.made_at, job.ended_at, answer, findings)
