"""``oxyclaim due``."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from oxyclaim.case.folders import find_files
from oxyclaim.claims.placement import placed
from oxyclaim.cli import due_plain, due_report
from oxyclaim.cli.due_plain import Listing
from oxyclaim.cli.progress import progress
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.policy import load
from oxyclaim.rentals.due import DueMonth, explained
from oxyclaim.rentals.portions import MANY, DueList, Question, gathered, portions, size

OK, NOT_ALL, BAD_INPUT = 0, 1, 2

EXPLAINED_UP_TO = 300
"""So many months are all explained with the case's own values, which takes milliseconds each; of more, those shown."""

SLOW_BYTES = 500_000
"""Case files of this size together take about a second."""


def due(
    paths: Sequence[Path], on: date, ahead: int, form: str, output: Path | None, every: bool, payers: Path | None = None
) -> int:
    """Find, read, judge, show or write. Returns the exit code."""
    if refused := _cannot_write(output, form):
        sys.stderr.write(refused + "\n")
        return BAD_INPUT
    files, problems = find_files(paths)
    kept = EXPLAINED_UP_TO if len(files) < MANY else due_report.MOST_MONTHS
    with progress("Reading and judging", len(files), sum(map(size, files)), SLOW_BYTES) as on_bytes:
        found = gathered(portions(files, Question(on, ahead, kept, payers), on_bytes=on_bytes), problems)
    listing = Listing(found, _with_sentences(found, on, form, load(payers)), on, ahead)
    if form == "text":
        due_report.show(listing, load(payers), every)
    elif not _write(due_plain.written(listing, load(payers), form), output):
        return BAD_INPUT
    if form == "csv":
        due_report.tell_problems(found.problems)
    if found.problems:
        return BAD_INPUT
    return NOT_ALL if any(month.to_check or month.wrong for month in listing.due) else OK


def _with_sentences(found: DueList, on: date, form: str, catalogue: Catalogue) -> list[DueMonth]:
    months = found.months
    timely = [month for month in months if month.is_due]
    few = len(timely) <= EXPLAINED_UP_TO
    chosen = timely if few else timely[: due_report.MOST_MONTHS] if form == "text" else []
    told = {month.key: month for month in explained(chosen, found.cases, catalogue, on)}
    return [told.get(month.key, month) for month in months]


def _cannot_write(output: Path | None, form: str) -> str | None:
    if output is None:
        return None
    if form == "text":
        return "--output writes json or csv; say which with --format."
    if output.is_dir():
        return f"{output} is a folder; name a file in it."
    return None if output.parent.is_dir() else f"The folder {output.parent} does not exist; make it first."


def _write(text: str, output: Path | None) -> bool:
    if output is None:
        sys.stdout.write(text)
        return True
    try:
        with placed(output) as part:
            part.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        sys.stderr.write(f"{output}: cannot be written ({error.strerror}); nothing was written.\n")
        return False
    sys.stdout.write(f"Written: {output}\n")
    return True
