"""``oxyclaim scrub``."""

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oxyclaim.bulk.claim_tables import Refused
from oxyclaim.bulk.inputs import found
from oxyclaim.bulk.report import SUFFIXES, report
from oxyclaim.bulk.scrub import NotWritten, Settings, scrub
from oxyclaim.bulk.summary import Summary
from oxyclaim.case.models import Case
from oxyclaim.claims.fees import FeeStore, StoreError, default_folder
from oxyclaim.cli import scrub_report
from oxyclaim.cli.output import print_json, refuse_all
from oxyclaim.cli.progress import progress
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.policy import load

OK, FOUND, BAD_INPUT = 0, 1, 2

TERMINATED = 128 + signal.SIGTERM
"""The exit code of a run that was asked to end, as a shell tells it."""

SLOW_BYTES = 2_000_000
"""Claim files of this size together may take a second."""


@dataclass(frozen=True)
class Asked:
    """What the command was asked for. ``findings``: where they go; ``fees``, ``payers``: folders of the user's own."""

    findings: Path | None
    history: Sequence[Path]
    cases: Sequence[Path]
    as_of: date
    strict: bool
    fees: Path | None
    payer_ids: Sequence[str]
    payers: Path | None
    as_json: bool


def run(paths: Sequence[Path], asked: Asked) -> int:
    """Find the files, scrub them, show the counts. Returns the exit code."""
    catalogue = load(asked.payers)
    try:
        files, settings = _prepared(paths, asked, catalogue)
        read = [*files, *settings.history]
        bar = progress("Scrubbing", len(read), _size(read), SLOW_BYTES)
        with _tidy_end(), bar as on_bytes, report(asked.findings) as out:
            summary = scrub(files, settings, catalogue, out, on_bytes)
    except (Refused, NotWritten, StoreError) as error:
        refuse_all([line.removesuffix(".") for line in str(error).splitlines()], asked.as_json)
        return BAD_INPUT
    except OSError as error:
        where = error.filename or asked.findings
        refuse_all([f"{where}: cannot be written ({error.strerror}); nothing was written"], asked.as_json)
        return BAD_INPUT
    if asked.as_json:
        print_json(scrub_report.document(summary, catalogue, asked.as_of, asked.findings))
    else:
        scrub_report.show(summary, catalogue, asked.as_of, asked.findings)
    return _exit_code(summary)


def _prepared(paths: Sequence[Path], asked: Asked, catalogue: Catalogue) -> tuple[list[Path], Settings]:
    """The files and how to scrub them. Raises ``Refused`` with everything that is wrong."""
    problems = _cannot_write(asked.findings)
    files = _found(paths, problems)
    history = _found(asked.history, problems)
    both = {each.resolve() for each in files} & {each.resolve() for each in history}
    problems += [f"{each} is given as claims and as --history; give it once" for each in sorted(both)]
    if asked.findings is not None and asked.findings.resolve() in {each.resolve() for each in (*files, *history)}:
        problems.append(f"--findings {asked.findings} is one of the files to be read; give it another name or folder")
    settings = Settings(
        as_of=asked.as_of,
        strict=asked.strict,
        payers=_payer_ids(asked.payer_ids, catalogue, problems),
        history=history,
        cases=_cases(asked.cases, problems),
        fees=FeeStore(asked.fees or default_folder()),
    )
    if problems:
        raise Refused("\n".join(problems))
    return files, settings


def _exit_code(summary: Summary) -> int:
    if summary.unreadable:
        return BAD_INPUT
    return FOUND if summary.found else OK


def _cannot_write(findings: Path | None) -> list[str]:
    if findings is None:
        return []
    if findings.suffix.lower() not in SUFFIXES:
        return [f"--findings {findings}: the name must end in {' or '.join(SUFFIXES)}"]
    if findings.is_dir():
        return [f"--findings {findings} is a folder; name a file in it"]
    if not findings.parent.is_dir():
        return [f"--findings: the folder {findings.parent} does not exist; make it first"]
    return []


def _found(paths: Sequence[Path], problems: list[str]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        try:
            files += found([path])
        except Refused as error:
            problems.append(str(error))
    return sorted({each.resolve(): each for each in files}.values())


def _cases(paths: Sequence[Path], problems: list[str]) -> list[Case]:
    if not paths:
        return []
    from oxyclaim.case.folders import find_files
    from oxyclaim.case.reader import read_cases

    files, wrong = find_files(paths)
    result = read_cases(files)
    problems += [str(each) for each in (*wrong, *result.problems)]
    return [each.case for each in result.cases]


def _payer_ids(given: Sequence[str], catalogue: Catalogue, problems: list[str]) -> dict[str, str]:
    """``17013=medicare`` as a mapping."""
    known = catalogue.payers
    mapping = {}
    for each in given:
        payer_id, _, payer = each.partition("=")
        if not payer_id or payer not in known:
            problems.append(
                f"--payer-id {each}: write the payer id of your claims, = and a payer that `oxyclaim payers` lists, "
                "for example 17013=medicare"
            )
        mapping[payer_id] = payer
    return mapping


@contextmanager
def _tidy_end() -> Iterator[None]:
    """Asked to end (SIGTERM), leave no temporary files behind: they hold patients' data."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _size(files: Sequence[Path]) -> int:
    return sum(path.stat().st_size for path in files if path.exists())
