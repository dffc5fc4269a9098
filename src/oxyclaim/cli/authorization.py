"""``oxyclaim authorization``."""

import sys
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from oxyclaim.case.files import CaseFile
from oxyclaim.case.models import Case
from oxyclaim.cli.doors import case_files, ended, show, tell_of_others, telling, write_json
from oxyclaim.cli.papers import WRITTEN, printer
from oxyclaim.services.authorization import (
    AuthorizationAnswer,
    AuthorizationRequest,
    RenewalsRequest,
    authorization,
    renewals,
)
from oxyclaim.services.cases import Read, read_cases
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook, rule_book
from oxyclaim.services.targets import NOT_WRITTEN, refuse_target


def run(
    paths: Sequence[Path],
    form: str,
    as_of: date,
    pdf: Path | None,
    lines: Collection[int],
    payers_folder: Path | None,
) -> int:
    """Read, ask, write the form, show. Returns the exit code."""
    with telling(form == "json"):
        book = rule_book(payers_folder)
        files, read = _read(paths, book)
        if pdf and len(read.cases) != 1:
            message = f"writes one case, and there are {len(read.cases)}; give a file with one case"
            raise BadInput([Problem("wrong_options", message, path="--output")], NOT_WRITTEN)
        if pdf:
            refuse_target(pdf, files)
        answer = authorization(AuthorizationRequest(read.cases, as_of, lines, read.problems), book)
        written = bool(pdf and _printed(answer, read.cases[0], pdf))
        _show(answer, read.cases, form)
    if written and form == "text":
        sys.stdout.write(WRITTEN.format(pdf))
    if pdf and not written:
        sys.stderr.write(f"{pdf} was not written: no line needs a request (--line N writes one all the same).\n")
    if form != "json":
        tell_of_others(read.problems)
    return ended(answer.is_fine, read.problems)


def run_renewals(paths: Sequence[Path], form: str, as_of: date, ahead: int, payers_folder: Path | None) -> int:
    """Read, ask, show the approvals to be renewed. Returns the exit code."""
    with telling(form == "json"):
        if form == "markdown":
            raise BadInput([Problem("wrong_options", "--renewals is shown as text or json")])
        book = rule_book(payers_folder)
        _, read = _read(paths, book)
        answer = renewals(RenewalsRequest(read.cases, as_of, ahead, read.problems), book)
        if form == "json":
            write_json(answer)
        else:
            from oxyclaim.views.renewals import view

            show(view(answer))
            tell_of_others(read.problems)
    return ended(answer.is_fine, read.problems)


def _read(paths: Sequence[Path], book: RuleBook) -> tuple[Sequence[CaseFile], Read]:
    """The files, and the cases in them. Raises BadInput where there is none."""
    files, strange = case_files(paths)
    read = read_cases(files, book)
    problems = (*strange, *read.problems)
    if not read.cases:
        raise BadInput(problems)
    return files, Read(read.cases, problems)


def _printed(answer: AuthorizationAnswer, case: Case, target: Path) -> bool:
    """Whether there was a request to print."""
    from oxyclaim.views.request import papers

    documents = papers(case, answer.cases[0], answer)
    if documents:
        printer()(target, documents, f"Prior-authorization request of case {case.case_id}")
    return bool(documents)


def _show(answer: AuthorizationAnswer, cases: Sequence[Case], form: str) -> None:
    from oxyclaim.views.request import for_payer, view

    if form == "json":
        write_json(answer)
    elif form == "markdown":
        from oxyclaim.views.render.markdown import markdown_of

        sys.stdout.write(markdown_of(for_payer(answer, cases)))
    else:
        show(view(answer))
