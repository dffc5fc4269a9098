"""``oxyclaim checklist``."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.claims.placement import placed
from oxyclaim.cli import checklist_report
from oxyclaim.cli.checklist_markdown import markdown
from oxyclaim.cli.checklist_plain import document
from oxyclaim.cli.reading import read
from oxyclaim.cli.targets import one_target, targets_in
from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.policy import load
from oxyclaim.policy.checklist import Checklist, checklists

OK, NOT_ALL, BAD_INPUT = 0, 1, 2
NO_PDF_LIBRARY = (
    "A PDF needs the library fpdf2, which is not installed. Install it with: pip install 'oxyclaim[pdf]'\n"
    "Nothing was written. Without --pdf and --pdf-folder the checklist is shown here."
)


def checklist(
    files: Sequence[Path],
    form: str,
    as_of: date,
    pdf: Path | None,
    pdf_folder: Path | None,
    payers: Path | None = None,
) -> int:
    """Read, judge, show, write the PDFs. Returns the exit code."""
    catalogue = load(payers)
    cases = read(files, catalogue, form == "json")
    if cases is None:
        return BAD_INPUT
    try:
        targets = _targets(cases, pdf, pdf_folder)
    except ValueError as error:
        return _refuse(str(error), form)
    made = list(checklists(cases, catalogue, as_of))
    if targets:
        try:
            _write(made, targets, catalogue, as_of)
        except ModuleNotFoundError as error:
            if error.name != "fpdf":
                raise
            return _refuse(NO_PDF_LIBRARY, form)
        except OSError as error:
            return _refuse(f"{error.filename}: cannot be written ({error.strerror})", form)
    _show([each for _, each in made], form, catalogue, as_of)
    if targets and form == "text":
        sys.stdout.write("".join(f"Written: {target} (it names the patient: handle it so)\n" for target in targets))
    return OK if all(each.complete for _, each in made) else NOT_ALL


def _targets(cases: Sequence[Case], pdf: Path | None, folder: Path | None) -> list[Path]:
    """Where each case's PDF goes. Raises ValueError with what is wrong and what to do."""
    if pdf and folder:
        raise ValueError("Give --pdf (one case) or --pdf-folder (many), not both.")
    if pdf:
        return [one_target(cases, pdf, "--pdf", "--pdf-folder")]
    return targets_in(folder, cases, ".pdf") if folder else []


def _write(made: Sequence[tuple[Case, Checklist]], targets: Sequence[Path], catalogue: Catalogue, as_of: date) -> None:
    from oxyclaim.cli.checklist_pdf import pdf_of

    for (case, each), target in zip(made, targets, strict=True):
        with placed(target) as part:
            part.write_bytes(pdf_of(case, each, catalogue, as_of))


def _show(made: Sequence[Checklist], form: str, catalogue: Catalogue, as_of: date) -> None:
    if form == "json":
        sys.stdout.write(json.dumps(document(made, catalogue, as_of), indent=2, default=date.isoformat) + "\n")
    elif form == "markdown":
        sys.stdout.write(markdown(made, catalogue, as_of))
    else:
        checklist_report.show(made, catalogue, as_of)


def _refuse(problem: str, form: str) -> int:
    if form == "json":
        sys.stdout.write(json.dumps({"error": "nothing was written", "problems": [problem]}, indent=2) + "\n")
    else:
        sys.stderr.write(problem + "\n")
    return BAD_INPUT
