"""``oxyclaim fix``."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from oxyclaim.cli.doors import BAD_INPUT, NOT_ALL, OK, show, telling, write_json
from oxyclaim.cli.progress import progress
from oxyclaim.cli.scrub import tidy_end
from oxyclaim.services.fix import FixRequest, fix_files
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views.fix import view

SLOW_BYTES = 1_000_000
"""Claim files of this size together may take a second."""


def run(request: FixRequest, payers_folder: Path | None, as_json: bool) -> int:
    """Correct the files, show what was and is. Returns the exit code."""
    with telling(as_json), tidy_end(), ExitStack() as stack:

        def on_start(files: Sequence[Path]) -> Callable[[int], None]:
            size = sum(path.stat().st_size for path in files if path.exists())
            return stack.enter_context(progress("Correcting", len(files), size, SLOW_BYTES))

        answer = fix_files(request, rule_book(payers_folder), on_start)
        stack.close()
        write_json(answer) if as_json else show(view(answer))
    if any(file.unreadable is not None for file in answer.files):
        return BAD_INPUT
    return NOT_ALL if answer.left else OK
