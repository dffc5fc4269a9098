"""Claim files that are scrubbed: left here, worked on in the background, then what they would lose and a corrected
file.
"""

from dataclasses import dataclass

from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from oxyclaim.services.fix import FixAnswer
from oxyclaim.services.problems import BadInput
from oxyclaim.services.programs.kept import ScrubJob
from oxyclaim.services.programs.scrubbing import (
    SUFFIXES,
    TABLES,
    begin_fix,
    begin_scrub,
    fix_answer,
    fix_of,
    scrub_answer,
    why_failed,
)
from oxyclaim.services.scrub import ScrubAnswer
from oxyclaim.services.scrub_costs import FixFirst
from oxyclaim.views.blocks import Document
from oxyclaim.views.costs.page import page as report_page
from oxyclaim.views.costs.rows import mostly, reason, to_do
from oxyclaim.views.costs.workbook import workbook as made_workbook
from oxyclaim.views.scrub import view as scrub_view
from oxyclaim.web.access import NotFound, Pages, Signed, Visit
from oxyclaim.web.drawing import page

pages = Pages()
WHO = ("biller", "compliance", "manager")
MOST_BYTES = 50_000_000
SHOWN = 20
"""Rows of a table; the downloads have all."""
CSV, HTML, XLSX = (
    "text/csv; charset=utf-8", "text/html; charset=utf-8",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)  # fmt: skip
WHOLE = 100


@dataclass(frozen=True)
class ScrubPage:
    """The latest jobs, with how far each is, in percent; ``suffixes``: what a file's name may end with."""

    jobs: tuple[tuple[ScrubJob, int], ...]
    suffixes: str
    problems: tuple[str, ...]


@dataclass(frozen=True)
class ToDo:
    """A reason that costs much: what it is, what to do, who, where most of its money lies."""

    fix: FixFirst
    reason: str
    cure: str
    who: str
    mostly: str


@dataclass(frozen=True)
class JobPage:
    """A job: ``answer``: what it has come to, ``told``: its counts in full; ``fix``: the job that corrects its file."""

    job: ScrubJob
    percent: int
    failed: tuple[str, ...]
    answer: ScrubAnswer | None
    told: Document | None
    first: tuple[ToDo, ...]
    may_be_fixed: bool
    fix: ScrubJob | None
    fix_percent: int
    fix_failed: tuple[str, ...]
    fixed: FixAnswer | None
    shown: int
    problems: tuple[str, ...]


@pages.get("/scrub", *WHO)
def show(visit: Signed) -> Response:
    """The jobs."""
    return _list(visit)


@pages.post("/scrub", *WHO)
def take(visit: Signed) -> Response:
    """A claim file, or a claim table."""
    file, office = visit.form.get("file"), visit.office
    if not isinstance(file, UploadFile) or not file.filename:
        return _list(visit, ("choose a claim file, or a claim table",))
    content = file.file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        return _list(visit, ("the file is more than 50 MB; `oxyclaim scrub` takes any size",))
    try:
        job = begin_scrub(
            office.desk.programs, office.room, visit.account.supplier_id, file.filename, content, visit.account.name,
            office.now(), office.today(),
        )  # fmt: skip
    except BadInput as error:
        return _list(visit, tuple(map(str, error.problems)))
    visit.look("left a claim file to be scrubbed")
    return RedirectResponse(f"/scrub/{job.job_id}", status_code=303)


@pages.get("/scrub/{job}", *WHO)
def one(visit: Signed, job: str) -> Response:
    """How far a job is, and what it has come to."""
    return _one(visit, _job(visit, job))


@pages.get("/scrub/{job}/state", *WHO)
def state(visit: Signed, job: str) -> Response:
    """How far a job is, as a part of its page; the whole page once it is done."""
    found = _job(visit, job)
    works = found if found.is_at_work else fix_of(visit.office.desk.programs, found)
    if works is None or not works.is_at_work:
        return Response(status_code=204, headers={"HX-Redirect": f"/scrub/{found.job_id}"})
    return page(visit, "pages/scrub/state.html", _job_page(visit, found))


@pages.post("/scrub/{job}/fix", *WHO)
def fix(visit: Signed, job: str) -> Response:
    """Have the file corrected."""
    found = _job(visit, job)
    try:
        begin_fix(visit.office.desk.programs, found, visit.account.name, visit.office.now())
    except BadInput as error:
        return _one(visit, found, tuple(map(str, error.problems)))
    visit.look("had a claim file corrected")
    return RedirectResponse(f"/scrub/{found.job_id}#corrected", status_code=303)


@pages.get("/scrub/{job}/report.html", *WHO)
def report(visit: Signed, job: str) -> Response:
    """What the file would lose, as one page to keep."""
    answer = _answer(visit, job)
    return _file(visit, report_page(answer).encode(), HTML, "scrub-report.html")


@pages.get("/scrub/{job}/report.xlsx", *WHO)
def workbook(visit: Signed, job: str) -> Response:
    """The same as a workbook."""
    answer = _answer(visit, job)
    return _file(visit, made_workbook(answer), XLSX, "scrub-report.xlsx")


@pages.get("/scrub/{job}/findings.csv", *WHO)
def findings(visit: Signed, job: str) -> Response:
    """Every finding, a row each."""
    return _kept(visit, _job(visit, job).findings_sha256, CSV, "findings.csv")


@pages.get("/scrub/{job}/corrected", *WHO)
def corrected(visit: Signed, job: str) -> Response:
    """The corrected file."""
    found = fix_of(visit.office.desk.programs, _job(visit, job))
    ending = found.name[found.name.rfind(".") :] if found else ""
    return _kept(visit, found.fixed_sha256 if found else None, "application/edi-x12", f"corrected{ending}")


@pages.get("/scrub/{job}/left.csv", *WHO)
def left(visit: Signed, job: str) -> Response:
    """What is left for a person once the file is corrected, a row each."""
    found = fix_of(visit.office.desk.programs, _job(visit, job))
    return _kept(visit, found.findings_sha256 if found else None, CSV, "left-to-do.csv")


def _job(visit: Visit, job_id: str) -> ScrubJob:
    """Raises NotFound."""
    found = visit.office.desk.programs.scrub_job(visit.account.supplier_id, job_id)
    if found is None or found.work != "scrub":
        raise NotFound
    return found


def _answer(visit: Visit, job_id: str) -> ScrubAnswer:
    answer = scrub_answer(_job(visit, job_id))
    if answer is None:
        raise NotFound
    return answer


def _kept(visit: Visit, sha256: str | None, media: str, name: str) -> Response:
    if sha256 is None:
        raise NotFound
    try:
        content = visit.office.room.get(sha256)
    except KeyError:
        raise NotFound from None
    return _file(visit, content, media, name)


def _file(visit: Visit, content: bytes, media: str, name: str) -> Response:
    visit.look("took a file of a scrub")
    return Response(content, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _percent(job: ScrubJob | None) -> int:
    if job is None or not job.is_at_work:
        return WHOLE
    return min(WHOLE * job.done_bytes // job.size_bytes, WHOLE - 1) if job.size_bytes else 0


def _list(visit: Visit, problems: tuple[str, ...] = ()) -> Response:
    visit.look("looked at what was scrubbed")
    jobs = visit.office.desk.programs.scrub_jobs(visit.account.supplier_id)
    shown = tuple((each, _percent(each)) for each in jobs if each.work == "scrub")
    context = ScrubPage(shown, ",".join(SUFFIXES), problems)
    return page(visit, "pages/scrub/scrub.html", context, 422 if problems else 200)


def _one(visit: Visit, job: ScrubJob, problems: tuple[str, ...] = ()) -> Response:
    visit.look("looked at what a claim file would lose")
    return page(visit, "pages/scrub/job.html", _job_page(visit, job, problems), 422 if problems else 200)


def _job_page(visit: Visit, job: ScrubJob, problems: tuple[str, ...] = ()) -> JobPage:
    answer, fixing = scrub_answer(job), fix_of(visit.office.desk.programs, job)
    first = answer.costs.fix_first if answer and answer.costs else ()
    return JobPage(
        job=job, percent=_percent(job), failed=why_failed(job), answer=answer,
        told=scrub_view(answer) if answer else None,
        first=tuple(ToDo(each, reason(each), *to_do(each), mostly(each)) for each in first),
        may_be_fixed=not job.name.endswith(TABLES), fix=fixing, fix_percent=_percent(fixing),
        fix_failed=why_failed(fixing), fixed=fix_answer(fixing), shown=SHOWN, problems=problems,
    )  # fmt: skip
