"""Claim files that are left here to be scrubbed: taken in at once, worked on in the background, once."""

import json
import secrets
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from oxyclaim.claims.fees import FeeStore
from oxyclaim.services.answers import plain
from oxyclaim.services.problems import BadInput, Problem, Refusal
from oxyclaim.services.programs.kept import Programs, ScrubJob
from oxyclaim.services.rule_book import RuleBook
from oxyclaim.services.scrub import ScrubRequest, scrub

if TYPE_CHECKING:
    from oxyclaim.services.desk.kept import FileRoom

SUFFIXES = (".x12", ".837", ".edi", ".txt", ".csv")
"""How a claim file's name may end; CSV files are claim tables."""
LEASE = timedelta(minutes=30)
MOST_TRIES = 3
FINDINGS = "findings.csv"


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
        name=f"claims{suffix}", content_sha256=room.put(content), state="waiting", tries=0,
    )  # fmt: skip
    programs.add_scrub(job)
    return job


def scrub_next(
    programs: Programs, room: "FileRoom", rule_book: Callable[[], RuleBook], fees: FeeStore | None, now: datetime
) -> ScrubJob | None:
    """Work on the next file; None where there is none. What is cut off is taken up again."""
    job = programs.take_scrub(now, LEASE, MOST_TRIES)
    if job is None:
        return None
    with tempfile.TemporaryDirectory(prefix="oxyclaim-scrub-") as name:
        folder = Path(name)
        claims, findings = folder / job.name, folder / FINDINGS
        try:
            claims.write_bytes(room.get(job.content_sha256))
            answer = scrub(ScrubRequest([claims], job.as_of, fees, findings), rule_book())
        except KeyError:
            _refuse(programs, job, [Problem("file_gone", "the file is no longer there; send it again")], now)
        except BadInput as error:
            _refuse(programs, job, [_without_place(each, folder) for each in error.problems], now)
        else:
            text = json.dumps(plain(answer)).replace(str(folder) + "/", "")
            kept = room.put(findings.read_bytes()) if findings.exists() else None
            programs.end_scrub(job.job_id, now, "done", text, kept)
    return job


def _refuse(programs: Programs, job: ScrubJob, problems: list[Problem], now: datetime) -> None:
    programs.end_scrub(job.job_id, now, "failed", json.dumps(plain(Refusal("bad input", tuple(problems)))))


def _without_place(problem: Problem, folder: Path) -> Problem:
    text = json.dumps(plain(problem)).replace(str(folder) + "/", "")
    values = json.loads(text)
    return Problem(**values | {"allowed": tuple(values["allowed"]) if values["allowed"] else None})
