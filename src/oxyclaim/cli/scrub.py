"""``oxyclaim scrub``."""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from oxyclaim.cli.doors import BAD_INPUT, NOT_ALL, OK, show, telling, write_json
from oxyclaim.cli.profile_place import used
from oxyclaim.cli.progress import progress
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.scrub import ScrubAnswer, ScrubRequest, scrub
from oxyclaim.services.targets import NOT_WRITTEN, writing
from oxyclaim.views.scrub import view

TERMINATED = 128 + signal.SIGTERM
"""The exit code of a run that was asked to end, as a shell tells it."""
NO_WORKBOOKS = "a workbook (--xlsx) needs one more package: pip install 'oxyclaim[office]' (or take --report OUT.html)"
SLOW_BYTES = 2_000_000
"""Claim files of this size together may take a second."""


def run(request: ScrubRequest, payers_folder: Path | None, as_json: bool, profile: Path | None = None) -> int:
    """Scrub the files, show the counts. ``profile`` fills what the cases leave out. Returns the exit code."""
    with telling(as_json), tidy_end(), ExitStack() as stack:

        def on_start(files: Sequence[Path]) -> Callable[[int], None]:
            size = sum(path.stat().st_size for path in files if path.exists())
            return stack.enter_context(progress("Scrubbing", len(files), size, SLOW_BYTES))

        book = rule_book(payers_folder)
        if request.workbook is not None:
            _need_library()
        answer = scrub(replace(request, profile=used(profile, book).profile), book, on_start)
        stack.close()
        _draw(answer, request)
        write_json(answer) if as_json else show(view(answer))
    if answer.unreadable:
        return BAD_INPUT
    return NOT_ALL if answer.findings else OK


def _need_library() -> None:
    """Raises BadInput where workbooks cannot be written."""
    try:
        import xlsxwriter  # noqa: F401
    except ModuleNotFoundError:
        raise BadInput([Problem("no_office_packages", NO_WORKBOOKS)], NOT_WRITTEN) from None


def _draw(answer: ScrubAnswer, request: ScrubRequest) -> None:
    """The report and the workbook, both or none. Raises BadInput."""
    with ExitStack() as stack:
        if request.report is not None:
            from oxyclaim.views.costs.page import page

            stack.enter_context(writing(request.report)).write_text(page(answer), encoding="utf-8")
        if request.workbook is not None:
            from oxyclaim.views.costs.workbook import workbook

            stack.enter_context(writing(request.workbook)).write_bytes(workbook(answer))


@contextmanager
def tidy_end() -> Iterator[None]:
    """Asked to end (SIGTERM), leave no temporary files behind: they hold patients' data."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
