"""What is wrong with payer files, and what does each lack to be marked verified?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from oxyclaim.policy import load
from oxyclaim.policy.loading import Payers, examine, payer_paths
from oxyclaim.policy.payer_files.agreement import parts, values_of
from oxyclaim.policy.payer_files.readiness import lacking
from oxyclaim.policy.payer_files.unread import unread
from oxyclaim.services.answers import Head, head
from oxyclaim.services.problems import BadInput, Problem, of_case_files


@dataclass(frozen=True)
class FileReport:
    """A file that is right as it stands. ``lacking``: what is to be done before it can be marked verified.

    ``unread``: the keys that change nothing, each with the reason.
    """

    path: str
    payer: str
    status: str
    could_be_verified: bool
    lacking: tuple[str, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ValidatedAnswer(Head):
    """Every problem of the files; where there is none, a report of each file."""

    problems: tuple[Problem, ...]
    files: tuple[FileReport, ...]


def validate(given: Sequence[Path], folder: Path | None, as_of: date) -> ValidatedAnswer:
    """Look at payer files, or at those in folders; without any, at those in ``folder``. Raises BadInput for nothing
    to look at.

    ``folder``: the user's own payer files, from which the files may inherit.
    """
    if not given and folder is None:
        message = "give payer files or a folder, for example: oxyclaim payers validate my-payers"
        raise BadInput([Problem("no_files", message)])
    wanted, problems = _files_of(given or [folder] if folder else given)
    beside = [path for path in payer_paths(folder) if path.resolve() not in {each.resolve() for each in wanted}]
    payers, found = examine([*beside, *wanted])
    problems += of_case_files(found)
    reports = [] if problems else [_report(each, payers, as_of) for each in payers.read.values() if each.path in wanted]
    return ValidatedAnswer(
        **head("validated_payers", load(), as_of), problems=tuple(problems), files=tuple(reports)
    )  # fmt: skip


def _report(each: Any, payers: Payers, day: date) -> FileReport:
    wants = tuple(lacking(each, payers, day))
    return FileReport(
        str(each.path), each.file.payer, each.file.status, not wants, wants, tuple(_unread(each, payers, day))
    )  # fmt: skip


def _unread(read: Any, payers: Payers, day: date) -> list[str]:
    """The keys of the file, and of its plans, that change nothing."""
    of_files = payers.resolved
    book = replace(load(), values=of_files.values, switches=of_files.switches, profiles=of_files.profiles)
    payer, found = read.file.payer, []
    for _, part in parts(read.file):
        of_plan = part is not read.file
        told = unread(book, f"{payer}/{part.id}" if of_plan else payer, values_of(part), day)
        prefix = f"{part.id}/" if of_plan else ""
        found += [f"{prefix}{key}: {why}" for key, why in told]
    return found


def _files_of(given: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    """The files, those in folders too; and what cannot be found."""
    files: list[Path] = []
    problems = []
    for path in given:
        if path.is_dir():
            inside = sorted(path.glob("*.yaml"))
            files += inside
            if not inside:
                problems.append(Problem("no_files", "holds no payer file (their names end in .yaml)", file=str(path)))
        elif path.is_file():
            files.append(path)
        else:
            problems.append(Problem("no_file", "there is no such file or folder", file=str(path)))
    return list(dict.fromkeys(files)), problems
