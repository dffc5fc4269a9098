"""``oxyclaim case``."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from oxyclaim.cli.doors import OK, by_options, show, telling, write_json
from oxyclaim.cli.profile_place import used
from oxyclaim.services.case_new import (
    QUESTIONS,
    CaseMade,
    NewCaseRequest,
    Question,
    check_new_case,
    new_case,
    unfit,
)
from oxyclaim.services.problems import BadInput
from oxyclaim.services.rule_book import RuleBook, rule_book
from oxyclaim.views.case_new import view

if TYPE_CHECKING:
    from oxyclaim.case.profile import Profile

OPTIONS = {question.path: f"--{question.name}" for question in QUESTIONS}
"""The option that gives a fact, by its key in the case."""


def new(
    target: Path,
    case_id: str | None,
    payer: str | None,
    codes: Sequence[str],
    given: Mapping[str, str | None],
    on_file: bool,
    profile: Path | None,
    payers: Path | None,
    as_json: bool,
    as_of: date,
) -> int:
    """Start a case file; on a terminal, what is not given is asked. Returns the exit code."""
    known = {path: value for path, value in given.items() if value is not None}
    with telling(as_json), by_options(OPTIONS):
        book = rule_book(payers)
        fills = used(profile, book).profile
        request = NewCaseRequest(target, case_id or target.stem, payer, codes, known, as_of, on_file)
        if on_a_terminal() and not as_json:
            answer = _made_by_asking(request, book, fills)
        else:
            answer = new_case(request, book, fills)
        write_json(answer) if as_json else show(view(answer))
    return OK


def on_a_terminal() -> bool:
    """Whether a person can answer."""
    return sys.stdin.isatty()


def _made_by_asking(request: NewCaseRequest, book: RuleBook, fills: "Profile | None") -> CaseMade:
    """The case with what a person answers; whatever cannot be is told and asked again. Raises BadInput where what was
    given before is wrong; then nothing is asked."""
    check_new_case(request, book, fills)
    given, asked = request.known, [question for question in QUESTIONS if question.path not in request.known]
    answers: dict[str, str] = {}
    again: Sequence[Question] = asked
    while True:
        answers |= _answers(again)
        known = {**given, **{path: text for path, text in answers.items() if text}}
        try:
            return new_case(replace(request, known=known), book, fills)
        except BadInput as bad:  # answers that cannot be together, such as a visit before the birth
            wrong = {problem.path for problem in bad.problems}
            again = [question for question in asked if question.path in wrong]
            if not again:
                raise
            _say(f"{problem.path}: {problem.message}" for problem in bad.problems)


def _answers(questions: Iterable[Question]) -> dict[str, str]:
    """What a person answers by the keys of the questions; an empty answer leaves the key open."""
    return {question.path: _answer(question) for question in questions}


def _answer(question: Question) -> str:
    while True:
        said = typer.prompt(f"{question.ask} (empty: not known)", default="", show_default=False, err=True)
        answer = str(said).strip()
        wrong = unfit(question.path, answer) if answer else None
        if wrong is None:
            return answer
        _say([wrong])


def _say(lines: Iterable[str]) -> None:
    """Told where the questions stand; an answer itself, which may be patient data, is not repeated."""
    for line in lines:
        typer.echo(f"   {line}", err=True)
