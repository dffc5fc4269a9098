"""``oxyclaim calendar``."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.claims.placement import placed
from oxyclaim.cli import calendar_report
from oxyclaim.cli.calendar_plain import document
from oxyclaim.cli.output import print_json
from oxyclaim.cli.reading import read
from oxyclaim.cli.targets import one_target, targets_in
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.policy import load
from oxyclaim.rentals.calendar import Calendar, calendars

OK, BAD_INPUT = 0, 2
NO_PICTURE_LIBRARY = (
    "A picture needs the library matplotlib, which is not installed. Install it with: pip install "
    "'oxyclaim[pictures]'\nNothing was written. Without --svg, --png and --folder the calendar is shown here."
)

Pictures = list[tuple[int, Path]]
"""The position of a case and where one of its pictures goes; the ending of the name says which kind it is."""


def calendar(
    files: Sequence[Path],
    as_json: bool,
    as_of: date,
    svg: Path | None,
    png: Path | None,
    folder: Path | None,
    payers: Path | None = None,
) -> int:
    """Read, judge, draw, show. Returns the exit code."""
    catalogue = load(payers)
    cases = read(files, catalogue, as_json)
    if cases is None:
        return BAD_INPUT
    try:
        pictures = _pictures(cases, svg, png, folder)
    except ValueError as error:
        return _refuse(str(error), as_json)
    made = calendars(cases, catalogue, as_of)
    if pictures:
        try:
            _draw(made, pictures, catalogue)
        except ModuleNotFoundError as error:
            if error.name is None or error.name.partition(".")[0] != "matplotlib":
                raise
            return _refuse(NO_PICTURE_LIBRARY, as_json)
        except OSError as error:
            return _refuse(f"{error.filename}: cannot be written ({error.strerror})", as_json)
    if as_json:
        print_json(document(made, catalogue, as_of))
    else:
        calendar_report.show(made, catalogue)
        sys.stdout.write("".join(f"Written: {target}\n" for _, target in pictures))
    return OK


def _pictures(cases: Sequence[Case], svg: Path | None, png: Path | None, folder: Path | None) -> Pictures:
    """Where the pictures go. Raises ValueError with what is wrong and what to do."""
    if folder and (svg or png):
        raise ValueError("Give --svg and --png (one case) or --folder (many), not both.")
    if folder:
        both = [targets_in(folder, cases, suffix) for suffix in (".svg", ".png")]
        return [(position, target) for targets in both for position, target in enumerate(targets)]
    found: Pictures = []
    for target, option, suffix in ((svg, "--svg", ".svg"), (png, "--png", ".png")):
        if target is None:
            continue
        if target.suffix.lower() != suffix:
            raise ValueError(f"{target}: the file of {option} must end in {suffix}.")
        found.append((0, one_target(cases, target, option, "--folder")))
    return found


def _draw(made: Sequence[Calendar], pictures: Pictures, catalogue: Catalogue) -> None:
    """Draw all pictures, then put all in their places: if one cannot be drawn, none appears."""
    from oxyclaim.cli.calendar_picture import drawn

    with ExitStack() as stack:
        for position, target in pictures:
            part = stack.enter_context(placed(target))
            part.write_bytes(drawn(made[position], catalogue, target.suffix.lower().removeprefix(".")))


def _refuse(problem: str, as_json: bool) -> int:
    if as_json:
        print_json({"error": "nothing was written", "problems": [problem]})
    else:
        sys.stderr.write(problem + "\n")
    return BAD_INPUT
