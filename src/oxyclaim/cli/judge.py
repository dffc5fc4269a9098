"""``oxyclaim judge`` and ``oxyclaim case table``."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from oxyclaim.cli.doors import NOT_ALL, OK, case_files, counting, ended, show, tell_of_others, telling, write_json
from oxyclaim.cli.payer_folder import existing_folder
from oxyclaim.cli.profile_place import used
from oxyclaim.cli.progress import progress, working
from oxyclaim.cli.scrub import tidy_end
from oxyclaim.services.rule_book import rule_book

if TYPE_CHECKING:
    from oxyclaim.services.judge import JudgeRequest

MANY_CASES = 400
"""So many cases take more than a second."""
SLOW_BYTES = 2_000_000
"""Case files of this size together may take a second."""


def run(request: "JudgeRequest", payer_files: Path | None, as_json: bool, profile: Path | None) -> int:
    """Judge the tables, show the counts. ``profile`` fills what the cases leave out. Returns the exit code."""
    from oxyclaim.services.judge import judge
    from oxyclaim.views.judge import view

    with telling(as_json), tidy_end(), ExitStack() as stack:

        def on_start(cases: int) -> Callable[[int], None]:
            if request.engine == "spark":
                return stack.enter_context(working(f"Judging {cases:,} cases on Spark"))
            return stack.enter_context(counting("Judging cases", cases, MANY_CASES))

        folder = existing_folder(payer_files)
        book = rule_book(folder)
        answer = judge(replace(request, profile=used(profile, book).profile, payers=folder), book, on_start)
        stack.close()
        write_json(answer) if as_json else show(view(answer))
    if not as_json:
        tell_of_others(answer.problems)
    return OK if answer.is_fine else NOT_ALL


def table(paths: Sequence[Path], target: Path, as_json: bool, as_of: date) -> int:
    """Write case files as a table. Returns the exit code."""
    from oxyclaim.services.case_table import make_case_table
    from oxyclaim.views.judge import table_made

    with telling(as_json), tidy_end():
        files, problems = case_files(paths)
        plain = [each for each in files if isinstance(each, Path)]
        size = sum(each.stat().st_size for each in plain if each.is_file())
        with progress("Reading", len(files), size, SLOW_BYTES) as on_bytes:
            answer = make_case_table(files, target, rule_book(), as_of, problems, on_bytes)
        write_json(answer) if as_json else show(table_made(answer))
    if not as_json:
        tell_of_others(answer.problems)
    return ended(True, answer.problems)
