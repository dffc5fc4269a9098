"""``oxyclaim export``."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from oxyclaim.claims.fees import FeeStore
from oxyclaim.cli.doors import counting, ended, show, tell_of_others, telling, write_json
from oxyclaim.cli.store_place import cases_from
from oxyclaim.services.cases import read_cases
from oxyclaim.services.exports import ExportRequest, What, export
from oxyclaim.services.problems import BadInput
from oxyclaim.services.rule_book import rule_book
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
) -> int:
    """Read, judge, write, show. Returns the exit code."""
    with telling(as_json), cases_from(paths, store) as source:
        refuse_target(target, source.files)
        book = rule_book(payers_folder)
        read = read_cases(source.files, book)
        problems = (*source.problems, *read.problems)
        if not read.cases:
            raise BadInput(problems)
        request = ExportRequest(what, read.cases, target, as_of, fees, ahead, problems)
        with counting("Judging lines", sum(len(case.items) for case in read.cases), MANY_LINES) as on_line:
            answer = export(request, book, on_line)
        write_json(answer) if as_json else show(view(answer))
    if not as_json:
        tell_of_others(problems)
    return ended(True, problems)
