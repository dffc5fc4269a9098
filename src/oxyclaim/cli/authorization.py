"""``oxyclaim authorization``."""

import sys
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from oxyclaim.case.models import Case
from oxyclaim.cli.case_input import cases_given
from oxyclaim.cli.doors import ended, show, tell_of_others, telling, write_json
from oxyclaim.cli.papers import WRITTEN, printer
from oxyclaim.services.authorization import (
    AuthorizationAnswer,
    AuthorizationRequest,
    RenewalsRequest,
    authorization,
    renewals,
)
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.targets import NOT_WRITTEN, refuse_target


def run(
    paths: Sequence[Path],
    form: str,
    as_of: date,
    pdf: Path | None,
    lines: Collection[int],
    payers_folder: Path | None,
    profile: Path | None = None,
) -> int:
    """Read, ask, write the form, show. Returns the exit code."""
    with telling(form == "json"), cases_given(paths, payers_folder, profile) as given:
        cases, problems = given.some().cases, given.problems
        if pdf and len(cases) != 1:
            message = f"writes one case, and there are {len(cases)}; give a file with one case"
            raise BadInput([Problem("wrong_options", message, path="--output")], NOT_WRITTEN)
        if pdf:
            refuse_target(pdf, given.inputs)
        answer = authorization(AuthorizationRequest(cases, as_of, lines, problems), given.book)
        written = bool(pdf and _printed(answer, cases[0], pdf))
        _show(answer, cases, form)
    if written and form == "text":
        sys.stdout.write(WRITTEN.format(pdf))
    if pdf and not written:
        sys.stderr.write(f"{pdf} was not written: no line needs a request (--line N writes one all the same).\n")
    if form != "json":
        tell_of_others(problems)
    return ended(answer.is_fine, problems)


def run_renewals(
    paths: Sequence[Path],
    form: str,
    as_of: date,
    ahead: int,
    payers_folder: Path | None,
    profile: Path | None = None,
) -> int:
    """Read, ask, show the approvals to be renewed. Returns the exit code."""
    with telling(form == "json"), cases_given(paths, payers_folder, profile) as given:
        if form == "markdown":
            raise BadInput([Problem("wrong_options", "--renewals is shown as text or json")])
        problems = given.problems
        answer = renewals(RenewalsRequest(given.some().cases, as_of, ahead, problems), given.book)
        if form == "json":
            write_json(answer)
        else:
            from oxyclaim.views.renewals import view

            show(view(answer))
            tell_of_others(problems)
    return ended(answer.is_fine, problems)


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
