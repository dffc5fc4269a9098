"""``oxyclaim export``."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from oxyclaim.claims.fees import FeeStore
from oxyclaim.cli.case_input import cases_given
from oxyclaim.cli.doors import counting, ended, show, tell_of_others, telling, write_json
from oxyclaim.services.exports import ExportRequest, What, export
from oxyclaim.services.targets import refuse_target
from oxyclaim.views.exports import view

MANY_LINES = 400
"""So many lines take more than a second."""


def run(
    what: What,
    paths: Sequence[Path],
    target: Path,
    ahead: int,
    as_json: bool,
    as_of: date,
    fees: FeeStore,
    payers_folder: Path | None,
    store: str | None,
    profile: Path | None = None,
) -> int:
    """Read, judge, write, show. Returns the exit code."""
    with telling(as_json), cases_given(paths, payers_folder, profile, store) as given:
        refuse_target(target, given.inputs)
        cases, problems = given.some().cases, given.problems
        request = ExportRequest(what, cases, target, as_of, fees, ahead, problems)
        with counting("Judging lines", sum(len(case.items) for case in cases), MANY_LINES) as on_line:
            answer = export(request, given.book, on_line)
        write_json(answer) if as_json else show(view(answer))
    if not as_json:
        tell_of_others(problems)
    return ended(True, problems)
