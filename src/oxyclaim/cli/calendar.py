"""``oxyclaim calendar``."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oxyclaim.case.files import CaseFile
from oxyclaim.case.models import Case
from oxyclaim.cli.case_input import cases_given
from oxyclaim.cli.doors import ended, show, tell_of_others, telling, write_json
from oxyclaim.services.calendar import CalendarAnswer, CalendarRequest, calendar
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.targets import NOT_WRITTEN, one_target, refuse_targets, targets_in, writing
from oxyclaim.views.calendar import view

NO_PICTURE_LIBRARY = (
    "A picture needs the library matplotlib, which is not installed. Install it with: pip install "
    "'oxyclaim[pictures]'. Without --output the calendar is shown here."
)


@dataclass(frozen=True)
class Pictures:
    """Where pictures go: those of one case, or of every case into a folder."""

    svg: Path | None = None
    png: Path | None = None
    folder: Path | None = None


PICTURES = (".svg", ".png")
Targets = list[tuple[int, Path]]
"""The position of a case and where one of its pictures goes; the ending of the name says which kind it is."""


def run(
    paths: Sequence[Path],
    as_json: bool,
    as_of: date,
    pictures: Pictures,
    payers_folder: Path | None,
    profile: Path | None = None,
) -> int:
    """Read, ask, draw, show. Returns the exit code."""
    with telling(as_json), cases_given(paths, payers_folder, profile) as given:
        cases, problems = given.some().cases, given.problems
        targets = _targets(cases, pictures, given.inputs)
        answer = calendar(CalendarRequest(cases, as_of, problems), given.book)
        _draw(answer, targets)
    if as_json:
        write_json(answer)
    else:
        show(view(answer))
        sys.stdout.write("".join(f"Written: {target}\n" for _, target in targets))
        tell_of_others(problems)
    return ended(True, problems)


def _targets(cases: Sequence[Case], pictures: Pictures, files: Sequence[CaseFile]) -> Targets:
    """Where the pictures go. Raises BadInput."""
    ids = [case.case_id for case in cases]
    if pictures.folder and (pictures.svg or pictures.png):
        raise _refused("Give --output OUT.svg or OUT.png (one case) or --output FOLDER (many), not both.")
    found: Targets = []
    if pictures.folder:
        both = [targets_in(pictures.folder, ids, suffix) for suffix in (".svg", ".png")]
        found = [(position, target) for targets in both for position, target in enumerate(targets)]
    for target in filter(None, (pictures.svg, pictures.png)):
        found.append((0, one_target(ids, target, f"--output {target}", "--output")))
    refuse_targets([target for _, target in found], files)
    if other := [target for _, target in found if target.suffix.lower() not in PICTURES]:
        raise _refused(f"{other[0]}: the name of a picture ends in {' or '.join(PICTURES)}")
    return found


def _draw(answer: CalendarAnswer, targets: Targets) -> None:
    """Draw all pictures, then put all in their places: if one cannot be drawn, none appears. Raises BadInput."""
    if not targets:
        return
    try:
        from oxyclaim.views import calendar_picture

        with ExitStack() as stack:
            for position, target in targets:
                part = stack.enter_context(writing(target))
                form = target.suffix.lower().removeprefix(".")
                part.write_bytes(calendar_picture.drawn(answer.cases[position], answer, form))
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "matplotlib":
            raise
        raise _refused(NO_PICTURE_LIBRARY, "no_library") from None


def _refused(message: str, code: str = "output") -> BadInput:
    return BadInput([Problem(code, message)], NOT_WRITTEN)
