"""Claim files that are left here to be scrubbed or corrected: taken in at once, worked on in the background, once."""

import json
import secrets
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.answers import plain
from oxyclaim.services.fix import FixAnswer, FixRequest, fix_files
from oxyclaim.services.problems import BadInput, Problem, Refusal
from oxyclaim.services.programs.kept import Programs, ScrubJob
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.scrub import ScrubAnswer, ScrubRequest, scrub

if TYPE_CHECKING:
    from oxyclaim.services.desk.kept import FileRoom

TABLES = (".csv",)
SUFFIXES = (".x12", ".837", ".edi", ".txt", *TABLES)
"""How a claim file's name may end; CSV files are claim tables."""
LEASE = timedelta(minutes=30)
MOST_TRIES = 3
FINDINGS, REPORT, FIXED = "findings.csv", "report.html", "corrected"
STEPS = 50
"""How often at most a job says how far it is."""


def begin_scrub(
    programs: Programs, room: "FileRoom", supplier_id: str, name: str, content: bytes, author: str, now: datetime,
    as_of: date,
) -> ScrubJob:  # fmt: skip
    """Take a file in. Raises BadInput."""
    problems = []
    if Path(name).suffix.lower() not in SUFFIXES:
        message = "the file's name must end as that of a claim file"
        problems.append(Problem("wrong_suffix", message, path="file", allowed=SUFFIXES))
    if not content:
        problems.append(Problem("empty_file", "the file is empty", path="file"))
    if problems:
        raise BadInput(problems)
    suffix = Path(name).suffix.lower()
    job = ScrubJob(
        job_id=secrets.token_urlsafe(9), supplier_id=supplier_id, author=author, made_at=now.isoformat(), as_of=as_of,
        name=f"claims{suffix}", content_sha256=room.put(content), state="waiting", tries=0, size_bytes=len(content),
    )  # fmt: skip
    programs.add_scrub(job)
    return job


def begin_fix(programs: Programs, of: ScrubJob, author: str, now: datetime) -> ScrubJob:
    """Have the file of a job corrected; the job that does so already, where there is one. Raises BadInput."""
    if Path(of.name).suffix in TABLES:
        message = "a claim table is corrected where it was made; only claim files (837P) are corrected here"
        raise BadInput([Problem("no_claim_file", message, path="file")])
    there = fix_of(programs, of)
    if there is not None and there.state != "failed":
        return there
    job = replace(
        of, job_id=secrets.token_urlsafe(9), author=author, made_at=now.isoformat(), state="waiting", tries=0,
        ended_at=None, answer=None, findings_sha256=None, work="fix", done_bytes=0, fixed_sha256=None,
    )  # fmt: skip
    programs.add_scrub(job)
    return job


def fix_of(programs: Programs, of: ScrubJob) -> ScrubJob | None:
    """The latest job that corrects the file of another one as of its day."""
    for each in programs.scrub_jobs(of.supplier_id, most=500):
        if each.work == "fix" and (each.content_sha256, each.as_of) == (of.content_sha256, of.as_of):
            return each
    return None


def scrub_next(
    programs: Programs, room: "FileRoom", rule_book: Callable[[], RuleBook], fees: FeeStore | None, now: datetime
) -> ScrubJob | None:
    """Work on the next file; None where there is none. What is cut off is taken up again."""
    job = programs.take_scrub(now, LEASE, MOST_TRIES)
    if job is None:
        return None
    with tempfile.TemporaryDirectory(prefix="oxyclaim-scrub-") as name:
        folder = Path(name)
        try:
            (folder / job.name).write_bytes(room.get(job.content_sha256))
            done = _corrected(job, programs, folder, rule_book()) if job.work == "fix" else _scrubbed(
                job, programs, folder, rule_book(), fees
            )  # fmt: skip
        except KeyError:
            _refuse(programs, job, [Problem("file_gone", "the file is no longer there; send it again")], now)
        except BadInput as error:
            _refuse(programs, job, [_without_place(each, folder) for each in error.problems], now)
        else:
            text = json.dumps(plain(done.answer)).replace(str(folder) + "/", "")
            findings, fixed = (_kept(room, each) for each in (folder / FINDINGS, done.fixed))
            programs.end_scrub(job.job_id, now, "done", text, findings, fixed)
    return job


@dataclass(frozen=True)
class _Done:
    """What came of a job; ``fixed``: the corrected file, if any."""

    answer: object
    fixed: Path | None = None


@dataclass
class _Progress:
    """Tells the store how far a job is, seldom enough."""

    programs: Programs
    job: ScrubJob
    done: int = 0
    told: int = field(default=0)

    def start(self, files: Sequence[Path]) -> Callable[[int], None]:
        """Of files that are about to be read."""
        return self.add

    def add(self, count: int) -> None:
        """So many bytes more were read."""
        self.done += count
        if self.done - self.told >= max(self.job.size_bytes // STEPS, 1):
            self.told = self.done
            self.programs.put_done(self.job.job_id, self.done)


def _scrubbed(job: ScrubJob, programs: Programs, folder: Path, book: RuleBook, fees: FeeStore | None) -> _Done:
    request = ScrubRequest(
        [folder / job.name], job.as_of, fees, folder / FINDINGS, report=folder / REPORT
    )  # fmt: skip
    answer = scrub(request, book, _Progress(programs, job).start)
    return _Done(replace(answer, report_file=None))


def _corrected(job: ScrubJob, programs: Programs, folder: Path, book: RuleBook) -> _Done:
    target = folder / f"{FIXED}{Path(job.name).suffix}"
    request = FixRequest([folder / job.name], target, job.as_of, folder / FINDINGS)
    answer = fix_files(request, book, _Progress(programs, job).start)
    return _Done(answer, target)


def _kept(room: "FileRoom", path: Path | None) -> str | None:
    return room.put(path.read_bytes()) if path and path.exists() else None


def _refuse(programs: Programs, job: ScrubJob, problems: list[Problem], now: datetime) -> None:
    programs.end_scrub(job.job_id, now, "failed", json.dumps(plain(Refusal("bad input", tuple(problems)))))


def _without_place(problem: Problem, folder: Path) -> Problem:
    text = json.dumps(plain(problem)).replace(str(folder) + "/", "")
    values = json.loads(text)
    return Problem(**values | {"allowed": tuple(values["allowed"]) if values["allowed"] else None})


def scrub_answer(job: ScrubJob) -> ScrubAnswer | None:
    """What a job that scrubs has come to; None where it is not done, or an older program did it without costs."""
    if job.work != "scrub" or job.state != "done" or not job.answer:
        return None
    answer = _SCRUBBED.validate_json(job.answer)
    return answer if answer.costs else None


def fix_answer(job: ScrubJob | None) -> FixAnswer | None:
    """What a job that corrects has come to."""
    if job is None or job.work != "fix" or job.state != "done" or not job.answer:
        return None
    return _FIXED.validate_json(job.answer)


def why_failed(job: ScrubJob | None) -> tuple[str, ...]:
    """What is wrong with the file of a job that has failed."""
    if job is None or job.state != "failed":
        return ()
    told = json.loads(job.answer or "{}").get("problems", [])
    return tuple(each["message"] for each in told) or ("it was begun several times and never came to an end",)


_SCRUBBED, _FIXED = TypeAdapter(ScrubAnswer), TypeAdapter(FixAnswer)
