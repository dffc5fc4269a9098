"""``oxyclaim appeal``."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from oxyclaim.cli.case_input import cases_given
from oxyclaim.cli.doors import by_options, day, ended, show, tell_of_others, telling, write_json
from oxyclaim.cli.papers import WRITTEN
from oxyclaim.services.appeals import AppealAnswer, AppealRequest, appeal, laid_out
from oxyclaim.services.appeals.request import Paper
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.targets import NOT_WRITTEN, refuse_target, writing, wrong_kind

if TYPE_CHECKING:
    from oxyclaim.case.models import Case

NO_LIBRARY = (
    "papers and packets need the libraries fpdf2 and pypdf, which are not installed; install them with: pip install "
    "'oxyclaim[pdf]'. Without --papers and --output the answer is shown here"
)
NOT_FOR_ONE = "an appeal is for one case, and there are {}; give one case's file or id"
STILL = "Not written: no appeal is advised. What stands against it is told above; {}.\n"
INSIST = "--insist writes the letter all the same, and it says openly what is not met"
NEVER = "this line cannot be appealed"
OPTIONS = {
    name: f"--{name.replace('_', '-')}"
    for name in ("line", "level", "denied", "decided", "remittance_date", "requested")
}
"""The option that gives what the service names so."""


@dataclass(frozen=True)
class Options:
    """What the options say, as they were written."""

    lines: Sequence[int]
    denied: Sequence[str]
    remittance: str | None
    level: str | None
    decided: str | None
    called_missing: str | None
    requested: str | None
    claim_number: str | None
    requester: str | None
    papers: Sequence[Path]
    insist: bool
    desk_files: Path | None = None


def run(
    paths: Sequence[Path],
    options: Options,
    target: Path | None,
    as_json: bool,
    as_of: date,
    payers_folder: Path | None,
    store: str | None,
    profile: Path | None,
) -> int:
    """Read, ask, write the packet, show. Returns the exit code."""
    with telling(as_json), cases_given(paths, payers_folder, profile, store) as given, by_options(OPTIONS):
        cases = given.whole(NOT_WRITTEN).cases
        if len(cases) != 1:
            raise BadInput([Problem("wrong_options", NOT_FOR_ONE.format(len(cases)))], NOT_WRITTEN)
        with TemporaryDirectory(prefix="oxyclaim-papers-") as scratch:
            gone = _from_desk(store, cases[0].case_id, options, Path(scratch))
            papers, problems = _papers([*options.papers, *sorted(Path(scratch).iterdir())])
            if target:
                if wrong := wrong_kind(target, (".pdf",)):
                    raise BadInput(wrong, NOT_WRITTEN)
                refuse_target(target, [*given.inputs, *(each.path for each in papers)])
            answer = appeal(_request(cases[0], options, papers, (*gone, *problems), as_of), given.book)
            if target and answer.may_be_written:
                answer = _write(target, cases[0], answer)
        _show(answer, target, as_json)
    if not as_json:
        tell_of_others(answer.problems)
    return ended(answer.is_fine, answer.problems)


def _request(
    case: "Case", options: Options, papers: tuple[Paper, ...], problems: tuple[Problem, ...], as_of: date
) -> AppealRequest:
    wrong: list[Problem] = []
    request = AppealRequest(
        case=case,
        as_of=as_of,
        lines=options.lines,
        codes=[code for written in options.denied for code in written.replace(",", " ").split()],
        remittance_date=day(options.remittance, "--remittance-date", wrong),
        level=options.level,
        decided=day(options.decided, "--decided", wrong),
        called_missing=options.called_missing,
        requested=day(options.requested, "--requested", wrong),
        claim_number=options.claim_number,
        requester=options.requester,
        papers=papers,
        insist=options.insist,
        problems=problems,
    )
    if wrong:
        raise BadInput(wrong)
    return request


def _from_desk(store: str | None, case_id: str, options: Options, folder: Path) -> tuple[Problem, ...]:
    """The papers that the desk of this store has of the case, written into a folder; what is wrong with others."""
    if store is None:
        return ()
    from oxyclaim.cli.file_keys import room_of
    from oxyclaim.cli.store_place import address_of, desk_of, papers_folder
    from oxyclaim.services.desk.opening import OWN
    from oxyclaim.services.running.settings import keys_for_papers

    try:
        with desk_of(store) as desk:
            own = desk.of(OWN)
            if not own.documents(case_id):
                return ()
            from oxyclaim.services.appeals.desk_papers import write_papers

            given = [each for path in options.papers for each in (path.rglob("*") if path.is_dir() else [path])]
            room = room_of(papers_folder(address_of(store), options.desk_files), keys_for_papers(os.environ))
            return write_papers(own, room, case_id, given, folder)
    except ModuleNotFoundError as error:
        raise _no_library(error) from None


def _papers(paths: Sequence[Path]) -> tuple[tuple[Paper, ...], tuple[Problem, ...]]:
    if not paths:
        return (), ()
    try:
        from oxyclaim.services.appeals.paper_files import read_papers
    except ModuleNotFoundError as error:
        raise _no_library(error) from None
    read = read_papers(paths)
    return read.papers, read.problems


def _no_library(error: ModuleNotFoundError) -> BadInput | ModuleNotFoundError:
    if (error.name or "").partition(".")[0] not in ("fpdf", "pypdf", "PIL"):
        return error
    return BadInput([Problem("no_pdf_library", NO_LIBRARY)], NOT_WRITTEN)


def _write(target: Path, case: "Case", answer: AppealAnswer) -> AppealAnswer:
    """Draw the pages before the papers until their number is known, then the packet. Returns the answer with both."""
    try:
        from oxyclaim.views.render.appeal_packet import drawn, packet
    except ModuleNotFoundError as error:
        raise _no_library(error) from None
    pages, answer = drawn(case, answer, laid_out)
    with writing(target) as part:
        part.write_bytes(packet(pages, answer))
    return replace(answer, target=target)


def _show(answer: AppealAnswer, target: Path | None, as_json: bool) -> None:
    if as_json:
        write_json(answer)
        return
    from oxyclaim.views.appeal import view

    show(view(answer))
    if answer.target:
        sys.stdout.write(WRITTEN.format(answer.target))
    elif target:
        barred = any(each.bars for each in answer.obstacles)
        sys.stdout.write(STILL.format(NEVER if barred else INSIST))
