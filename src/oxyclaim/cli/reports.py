"""``oxyclaim reports``."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from oxyclaim.cli.doors import OK, by_options, show, telling, write_json
from oxyclaim.cli.payer_folder import existing_folder
from oxyclaim.cli.store_place import opened
from oxyclaim.services.denials.report_tables import measures_frame
from oxyclaim.services.denials.reports import Measures, ReportRequest, reports
from oxyclaim.services.dollar_tables import SUFFIXES, write_frame
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import rule_book
from oxyclaim.services.targets import NOT_WRITTEN, refuse_targets, writing
from oxyclaim.views.measures import view

PICTURES = (".svg", ".png")
IN_FOLDER = ("measures.csv", "measures.svg")
NO_PICTURE_LIBRARY = (
    "A picture needs the library matplotlib, which is not installed. Install it with: pip install "
    "'oxyclaim[pictures]'. A table (-o OUT.csv) needs none."
)


def run(request: ReportRequest, outputs: Sequence[Path], store: str | None, payers: Path | None, as_json: bool) -> int:
    """Show the measures, write tables and pictures. Returns the exit code."""
    with telling(as_json), opened(store) as kept, by_options({"from": "--from"}):
        targets = _targets(outputs)
        refuse_targets(targets)
        answer = reports(request, kept, rule_book(existing_folder(payers)))
        _write(answer, targets)
        write_json(answer) if as_json else show(view(answer))
    return OK


def _targets(outputs: Sequence[Path]) -> list[Path]:
    """The files to be written; of a folder those that stand in it. Raises BadInput."""
    found: list[Path] = []
    for output in outputs:
        if output.is_dir():
            found += [output / name for name in IN_FOLDER]
        elif output.suffix.lower() in (*SUFFIXES, *PICTURES):
            found.append(output)
        else:
            allowed = (*SUFFIXES, *PICTURES)
            message = f"must be a folder that is there, or end in {', '.join(allowed)}"
            raise BadInput([Problem("wrong_suffix", message, str(output), allowed=allowed)], NOT_WRITTEN)
    return found


def _write(answer: Measures, targets: Sequence[Path]) -> None:
    """All files, or none. Raises BadInput."""
    try:
        with ExitStack() as stack:
            for target in targets:
                part = stack.enter_context(writing(target))
                if target.suffix.lower() in PICTURES:
                    from oxyclaim.views import measures_picture

                    part.write_bytes(measures_picture.drawn(answer, target.suffix.lower().removeprefix(".")))
                else:
                    write_frame(measures_frame(answer), part, target.suffix)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "matplotlib":
            raise
        raise BadInput([Problem("no_library", NO_PICTURE_LIBRARY)], NOT_WRITTEN) from None
