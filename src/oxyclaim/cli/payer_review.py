"""``oxyclaim payers review``: the answers come from the options, or one by one from a person at the terminal."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import typer

from oxyclaim.cli.doors import OK, by_options, day, show, telling, write_json
from oxyclaim.cli.payer_folder import folder_for_new, found_by
from oxyclaim.services.payers import (
    Answers,
    ReviewAnswer,
    ReviewRequest,
    answers_of,
    questions_about,
    review,
    typed_value,
)
from oxyclaim.services.payers.reviewing import OUR_FOLDER, Asked
from oxyclaim.services.problems import BadInput, Problem
from oxyclaim.services.rule_book import RuleBook, rule_book
from oxyclaim.views.payers import confirmed, to_confirm

OPTIONS = {"by": "--by", "contract": "--contract", "dated": "--dated"}
"""The option that gives what the service names so."""


@dataclass(frozen=True)
class Given:
    """What the options say; ``ask``: somebody is at a terminal, to be asked."""

    by: str | None = None
    contract: str | None = None
    place: str | None = None
    dated: date | None = None
    confirmed: Sequence[str] = ()
    values: Sequence[str] = ()
    ask: bool = False


@dataclass
class Found:
    """The answers so far."""

    confirmed: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


def run(payer: str, given: Given, option: Path | None, as_json: bool, as_of: date) -> int:
    """List what there is to confirm, or confirm it. Returns the exit code."""
    with telling(as_json), by_options(OPTIONS):
        folder, where = folder_for_new(option), found_by(option)
        asked = questions_about(payer, folder, as_of)
        has_answers = bool(given.confirmed or given.values)
        if not has_answers and not given.ask:
            write_json(asked) if as_json else show(to_confirm(asked, where))
            return OK
        book = rule_book(folder)
        if has_answers:
            answers, source = answers_of(given.confirmed, given.values, asked, book), given
        else:
            answers, source = by_hand(asked, book), asked_source(given, as_of)
        if not (answers.confirmed or answers.values):
            typer.echo("Nothing was confirmed; the file is as it was.")
            return OK
        request = ReviewRequest(payer, source.by, source.contract, source.place, source.dated, answers)
        written = review(request, folder, as_of)
        write_json(written) if as_json else show(confirmed(written, where))
    return OK


def asked_source(given: Given, today: date) -> Given:
    """Who confirms and by which contract, as far as the options do not say. Raises BadInput for what is no date."""
    by = given.by or typer.prompt("Your name")
    title = given.contract or typer.prompt(
        "Title of the contract or policy that you read", default="Provider agreement"
    )
    place = given.place or typer.prompt("Where it stands", default=OUR_FOLDER)
    dated = given.dated
    if dated is None:
        problems: list[Problem] = []
        text = typer.prompt("Its date (the values hold from then on)", default=today.isoformat())
        dated = day(text.strip(), "its date", problems)
        if problems:
            raise BadInput(problems)
    return Given(by, title, place, dated)


def by_hand(asked: ReviewAnswer, book: RuleBook) -> Answers:
    """Ask the person at the terminal, one value after the other."""
    found = Found()
    typer.echo(f"{len(asked.questions)} values. y: the contract says so; n: it says something else; s: skip; q: stop.")
    for number, each in enumerate(asked.questions, start=1):
        answer = _asked(number, each)
        if answer == "q":
            break
        if answer == "y":
            found.confirmed.append(each.key)
        elif answer == "n" and (value := _prompted(each, book)) is not _SKIPPED:
            found.values[each.key] = value
        else:
            continue
        question = "   Where in the contract (section, page; Enter for none)"
        if place := typer.prompt(question, default="", show_default=False):
            found.places[each.key] = place.strip()
    return Answers(found.confirmed, found.values, found.places)


def _asked(number: int, each: Asked) -> str:
    """y, n, s or q; n of what is silent."""
    typer.secho(f"\n{number}. {each.title} ({each.key})", bold=True)
    if not each.holds:
        typer.secho(f"   {each.why}: until it speaks, lines are for review.", dim=True)
        return "n"
    for words in each.holds:
        typer.echo(f"   {words}")
    typer.secho(f"   {'; '.join(each.sources)}: {each.why}", dim=True)
    answer: str = typer.prompt("   Confirmed? [y/n/s/q]", default="s")
    return answer.strip().lower()[:1]


_SKIPPED = object()


def _prompted(each: Asked, book: RuleBook) -> Any:
    while True:
        text = typer.prompt(f"   Value ({each.type}; Enter to skip)", default="", show_default=False)
        if not text.strip():
            return _SKIPPED
        try:
            return typed_value(each.key, text, book)
        except BadInput as bad:
            typer.echo("".join(f"   {problem.message}\n" for problem in bad.problems), nl=False)
