"""``oxyclaim due``."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from oxyclaim.case.files import CaseFile
from oxyclaim.cli.doors import ended, show, tell_of_others, telling
from oxyclaim.cli.due_portions import MANY, portions, size
from oxyclaim.cli.profile_place import used
from oxyclaim.cli.progress import progress
from oxyclaim.cli.store_place import cases_from
from oxyclaim.services.answers import plain
from oxyclaim.services.due import DueRequest, due_of_portions
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.targets import NOT_WRITTEN, refuse_target, writing
from oxyclaim.views.due import MOST_MONTHS, view
from oxyclaim.views.due_rows import csv_of

SLOW_BYTES = 500_000
"""Case files of this size together take about a second."""
MOST_PROBLEMS = 10
"""Problems that are named beside a list; JSON has all."""


def run(
    paths: Sequence[Path],
    as_of: date,
    ahead: int,
    form: str,
    output: Path | None,
    every: bool,
    payers_folder: Path | None,
    store: str | None = None,
    profile: Path | None = None,
) -> int:
    """Find, read, ask, show or write. Returns the exit code."""
    with telling(form == "json" and output is None), cases_from(paths, store) as source:
        files, strange = source.files, source.problems
        _make_sure(output, form, files)
        book = rule_book(payers_folder)
        shown = MOST_MONTHS if form == "text" else 0
        fills = used(profile, book).profile
        request = DueRequest(as_of, ahead, shown, profile=fills)
        if len(files) >= MANY:
            request = replace(request, keep=MOST_MONTHS)
        with progress("Reading and judging", len(files), sum(map(size, files)), SLOW_BYTES) as on_bytes:
            read = portions(files, request, book, payers_folder, on_bytes=on_bytes)
            answer = due_of_portions(read, request, book, strange)
        if form == "text":
            show(view(answer, every))
        else:
            _write(json.dumps(plain(answer), indent=2) + "\n" if form == "json" else csv_of(answer), output)
    if form != "json":
        tell_of_others(answer.problems, MOST_PROBLEMS)
    return ended(answer.is_fine, answer.problems)


def _make_sure(output: Path | None, form: str, files: Sequence[CaseFile]) -> None:
    """The output can be written, as far as can be told before the work. Raises BadInput."""
    if output is None:
        return
    if form == "text":
        raise BadInput([Problem("wrong_options", "--output writes json or csv; say which with --format")], NOT_WRITTEN)
    refuse_target(output, files)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    with writing(output) as part:
        part.write_text(text, encoding="utf-8", newline="")
    sys.stdout.write(f"Written: {output}\n")
