"""``oxyclaim authorization``."""

import json
import sys
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.claims.placement import placed
from oxyclaim.cli import authorization_report
from oxyclaim.cli.authorization_markdown import markdown
from oxyclaim.cli.authorization_plain import document, renewals
from oxyclaim.cli.output import refuse_all
from oxyclaim.cli.reading import read
from oxyclaim.cli.targets import one_target
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import CatalogueError
from oxyclaim.policy import load
from oxyclaim.policy.authorization import CaseRequests, renewals_due, requests_for

OK, NOT_ALL, BAD_INPUT = 0, 1, 2
NO_PDF_LIBRARY = (
    "A PDF needs the library fpdf2, which is not installed. Install it with: pip install 'oxyclaim[pdf]'\n"
    "Nothing was written. Without --pdf the request is shown here"
)

Found = Sequence[tuple[Case, CaseRequests]]


def authorization(
    files: Sequence[Path], form: str, as_of: date, pdf: Path | None, payers: Path | None, lines: Collection[int] = ()
) -> int:
    """Read, judge, show, write the PDF. Returns the exit code."""
    ready = _read(files, form, payers)
    if ready is None:
        return BAD_INPUT
    catalogue, cases = ready
    problems = _problems(cases, pdf, lines)
    if problems:
        return _refuse(problems, form)
    found = list(zip(cases, requests_for(cases, catalogue, as_of, lines), strict=True))
    written = False
    if pdf and found[0][1].requests:
        try:
            _write(found, pdf, catalogue, as_of)
            written = True
        except ModuleNotFoundError as error:
            if error.name != "fpdf":
                raise
            return _refuse([NO_PDF_LIBRARY], form)
        except OSError as error:
            return _refuse([f"{error.filename}: cannot be written ({error.strerror})"], form)
    _show(found, form, catalogue, as_of)
    if written and form == "text":
        sys.stdout.write(f"Written: {pdf} (it names the patient: handle it so)\n")
    if pdf and not written:
        sys.stderr.write(f"{pdf} was not written: no line needs a request (--line N writes one all the same).\n")
    return OK if all(each.complete for _, each in found) else NOT_ALL


def due_renewals(files: Sequence[Path], form: str, as_of: date, ahead: int, payers: Path | None) -> int:
    """Read and list the approvals that end soon or have ended. Returns the exit code."""
    if form == "markdown":
        return _refuse(["--renewals is shown as text or json"], form)
    ready = _read(files, form, payers)
    if ready is None:
        return BAD_INPUT
    catalogue, cases = ready
    found = renewals_due(cases, catalogue, as_of, ahead)
    if form == "json":
        _json(renewals(found, catalogue, as_of, ahead))
    else:
        authorization_report.show_renewals(found, catalogue, as_of, ahead)
    return NOT_ALL if found else OK


def _read(files: Sequence[Path], form: str, payers: Path | None) -> tuple[Catalogue, list[Case]] | None:
    """The rule book with the user's payers, and the cases; None after telling what is wrong."""
    if payers is not None and not payers.is_dir():
        _refuse([f"--payers: {payers} is no folder; give the folder that holds your payer files"], form)
        return None
    try:
        catalogue = load(payers)
    except CatalogueError as error:
        _refuse(str(error).splitlines(), form)
        return None
    cases = read(files, catalogue, form == "json")
    return None if cases is None else (catalogue, cases)


def _problems(cases: Sequence[Case], pdf: Path | None, lines: Collection[int]) -> list[str]:
    """What is wrong with the options."""
    problems = []
    if pdf:
        if len(cases) != 1:
            problems.append(f"--pdf writes one case, and there are {len(cases)}; give a file with one case")
        else:
            try:
                one_target(cases, pdf, "--pdf", "")
            except ValueError as error:
                problems.append(str(error).removesuffix("."))
    for case in cases:
        numbers = [item.line_number for item in case.items]
        if lines and not set(lines) & set(numbers):
            told = ", ".join(map(str, numbers))
            problems.append(f"--line: case {case.case_id} has no such line; its lines are {told}")
    return problems


def _write(found: Found, pdf: Path, catalogue: Catalogue, as_of: date) -> None:
    from oxyclaim.cli.authorization_pdf import pdf_of

    case, each = found[0]
    with placed(pdf) as part:
        part.write_bytes(pdf_of(case, each, catalogue, as_of))


def _show(found: Found, form: str, catalogue: Catalogue, as_of: date) -> None:
    if form == "json":
        _json(document([each for _, each in found], catalogue, as_of))
    elif form == "markdown":
        sys.stdout.write(markdown(found, catalogue, as_of))
    else:
        authorization_report.show(found, catalogue, as_of)


def _json(value: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(value, indent=2, default=date.isoformat) + "\n")


def _refuse(problems: Sequence[str], form: str) -> int:
    refuse_all(problems, form == "json")
    return BAD_INPUT
