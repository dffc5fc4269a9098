"""``oxyclaim case``."""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import typer

from oxyclaim.cli.doors import OK, show, telling, write_json
from oxyclaim.cli.profile_place import used
from oxyclaim.services.case_new import QUESTIONS, NewCaseRequest, new_case
from oxyclaim.services.rule_book import rule_book
from oxyclaim.views.case_new import view


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
    if on_a_terminal() and not as_json:
        known |= _asked(known)
    with telling(as_json):
        book = rule_book(payers)
        request = NewCaseRequest(target, case_id or target.stem, payer, codes, known, as_of, on_file)
        answer = new_case(request, book, used(profile, book).profile)
        write_json(answer) if as_json else show(view(answer))
    return OK


def on_a_terminal() -> bool:
    """Whether a person can answer."""
    return sys.stdin.isatty()


def _asked(known: Mapping[str, str]) -> dict[str, str]:
    """What a person answers; an empty answer leaves the key open."""
    found = {}
    for question in QUESTIONS:
        if question.path not in known:
            answer = typer.prompt(f"{question.ask} (empty: not known)", default="", show_default=False, err=True)
            if answer.strip():
                found[question.path] = answer.strip()
    return found
