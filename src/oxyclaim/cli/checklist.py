"""``oxyclaim checklist``."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.cli.case_input import cases_given
from oxyclaim.cli.doors import ended, show, tell_of_others, telling, write_json
from oxyclaim.cli.papers import WRITTEN, printer
from oxyclaim.services.checklist import ChecklistAnswer, ChecklistRequest, checklist
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.targets import NOT_WRITTEN, one_target, refuse_targets, targets_in


def run(
    paths: Sequence[Path],
    form: str,
    as_of: date,
    pdf: Path | None,
    pdf_folder: Path | None,
    payers_folder: Path | None,
    profile: Path | None = None,
) -> int:
    """Read, ask, write the papers, show. Returns the exit code."""
    with telling(form == "json"), cases_given(paths, payers_folder, profile) as given:
        cases, problems = given.some().cases, given.problems
        targets = _targets(cases, pdf, pdf_folder)
        refuse_targets(targets, given.inputs)
        answer = checklist(ChecklistRequest(cases, as_of, problems), given.book)
        if targets:
            _print(answer, cases, targets)
        _show(answer, form)
    if targets and form == "text":
        sys.stdout.write("".join(WRITTEN.format(target) for target in targets))
    if form != "json":
        tell_of_others(problems)
    return ended(answer.is_fine, problems)


def _targets(cases: Sequence[Case], pdf: Path | None, folder: Path | None) -> list[Path]:
    """Where each case's papers go. Raises BadInput."""
    if pdf and folder:
        message = "give a file OUT.pdf (one case) or a folder (many), not both"
        raise BadInput([Problem("wrong_options", message, path="--output")], NOT_WRITTEN)
    case_ids = [case.case_id for case in cases]
    if pdf:
        return [one_target(case_ids, pdf, "--output", "--output")]
    return targets_in(folder, case_ids, ".pdf") if folder else []


def _print(answer: ChecklistAnswer, cases: Sequence[Case], targets: Sequence[Path]) -> None:
    from oxyclaim.views.letter import papers

    write = printer()
    for case, each, target in zip(cases, answer.cases, targets, strict=True):
        write(target, papers(case, each, answer), f"Checklist of case {case.case_id}")


def _show(answer: ChecklistAnswer, form: str) -> None:
    from oxyclaim.views.checklist import view

    if form == "json":
        write_json(answer)
    elif form == "markdown":
        from oxyclaim.views.render.markdown import markdown_of

        sys.stdout.write(markdown_of(view(answer)))
    else:
        show(view(answer))
