"""``oxyclaim restart``."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from oxyclaim.cli.doors import case_files, ended, show, tell_of_others, telling, write_json
from oxyclaim.services.cases import read_cases
from oxyclaim.services.problems import BadInput
from oxyclaim.services.restart import RestartRequest, restart
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views.restart import view


def run(paths: Sequence[Path], as_json: bool, as_of: date, payers_folder: Path | None) -> int:
    """Read, ask, show. Returns the exit code."""
    with telling(as_json):
        book = rule_book(payers_folder)
        files, strange = case_files(paths)
        read = read_cases(files, book)
        problems = (*strange, *read.problems)
        if not read.cases:
            raise BadInput(problems)
        answer = restart(RestartRequest(read.cases, as_of, problems), book)
    if as_json:
        write_json(answer)
    else:
        show(view(answer))
        tell_of_others(problems)
    return ended(answer.is_fine, problems)
