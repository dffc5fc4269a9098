"""``oxyclaim restart``."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from oxyclaim.cli.case_input import cases_given
from oxyclaim.cli.doors import ended, show, tell_of_others, telling, write_json
from oxyclaim.services.restart import RestartRequest, restart
from oxyclaim.views.restart import view


def run(
    paths: Sequence[Path], as_json: bool, as_of: date, payers_folder: Path | None, profile: Path | None = None
) -> int:
    """Read, ask, show. Returns the exit code."""
    with telling(as_json), cases_given(paths, payers_folder, profile) as given:
        problems = given.problems
        answer = restart(RestartRequest(given.some().cases, as_of, problems), given.book)
    if as_json:
        write_json(answer)
    else:
        show(view(answer))
        tell_of_others(problems)
    return ended(answer.is_fine, problems)
