"""A person confirms a payer's values with the contract at hand: what is asked, and what the answers change."""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from oxyclaim.engine.catalogue import Catalogue, authority_id
from oxyclaim.engine.parameters import Parameter, value_in_force
from oxyclaim.policy.loading import examine, payer_paths, payers_of
from oxyclaim.policy.payer_files.answering import BadAnswer, hint, typed
from oxyclaim.policy.payer_files.resolving import set_by
from oxyclaim.policy.payer_files.reviewing import RULES, Answers, Confirmation, Question, questions, reviewed
from oxyclaim.services.answers import Head, head
from oxyclaim.services.payers.making import copy_payer
from oxyclaim.services.problems import BadInput, Problem, of_case_files
from oxyclaim.services.rule_book import RuleBook, rule_book

_SOURCE_ID = "CONTRACT"
OUR_FOLDER = "our contract folder"
SOURCE_WANTED = {
    "by": "say who confirms the values",
    "contract": "say which contract or policy they stand in",
    "dated": "give the date of that contract or policy",
}


@dataclass(frozen=True)
class Asked:
    """A question about one value: its key in the payer file, what it holds now (empty: silent), by which sources.

    ``why`` it is asked; ``rests``: a verdict can rest on it as it stands; ``type``: how a value of it is written.
    """

    key: str
    title: str
    holds: tuple[str, ...]
    sources: tuple[str, ...]
    why: str
    rests: bool
    type: str


@dataclass(frozen=True, kw_only=True)
class ReviewAnswer(Head):
    """What there is to confirm of a payer, in the file of the user's own; ``copied``: just now, from the built-in."""

    payer: str
    path: str
    copied: bool
    questions: tuple[Asked, ...]


@dataclass(frozen=True, kw_only=True)
class ReviewedAnswer(Head):
    """What was written: keys confirmed as they stand, keys that were set, and what still sends lines to review."""

    payer: str
    path: str
    confirmed: tuple[str, ...]
    set: tuple[str, ...]
    left: tuple[Asked, ...]


@dataclass(frozen=True)
class ReviewRequest:
    """Who confirms (``by``), the title of the ``contract``, the ``place`` where it is kept, its date, the answers."""

    payer: str
    by: str | None
    contract: str | None
    place: str | None
    dated: date | None
    answers: Answers


def questions_about(payer: str, folder: Path, as_of: date) -> ReviewAnswer:
    """What to ask. A built-in payer's file is copied into the folder first. Raises BadInput."""
    path = folder / f"{payer}.yaml"
    copied = not path.is_file()
    if copied:
        try:
            copy_payer(payer, None, folder, as_of)
        except BadInput as error:
            raise BadInput(_or_start_one(each) for each in error.problems) from None
    book = rule_book(folder)
    asked = tuple(map(_asked, _questions(payer, book, as_of)))
    return ReviewAnswer(**head("review", book, as_of), payer=payer, path=str(path), copied=copied, questions=asked)


def questions_of(payer: str, book: RuleBook, as_of: date) -> tuple[Asked, ...]:
    """What would be asked of a payer of the rule book; nothing is copied."""
    return tuple(map(_asked, _questions(payer, book, as_of)))


def _or_start_one(problem: Problem) -> Problem:
    if problem.code != "no_built_in":
        return problem
    return replace(problem, message=f"{problem.message}; or start one: oxyclaim payers new")


def answers_of(
    confirmed: Sequence[str], values: Sequence[str], asked: ReviewAnswer, book: RuleBook
) -> Answers:  # fmt: skip
    """Answers as options write them: ``KEY``, ``KEY@PLACE`` or ``all`` are confirmed, ``KEY=VALUE`` are set.

    Raises BadInput with everything that is wrong.
    """
    problems: list[Problem] = []
    set_, places = _set(values, book, problems)
    held = [each.key for each in asked.questions if each.holds]
    keys: list[str] = []
    for each in confirmed:
        key, _, place = each.strip().partition("@")
        for chosen in [held_ for held_ in held if held_ not in set_] if key == "all" else [key]:
            if chosen not in held:
                message = f"the file holds no such value to confirm; it holds: {', '.join(held) or 'none'}"
                problems.append(Problem("nothing_to_confirm", message, path=chosen, allowed=tuple(held)))
            keys.append(chosen)
            places |= {chosen: place} if place else {}
    if problems:
        raise BadInput(problems)
    return Answers(keys, set_, places)


def _set(values: Sequence[str], book: RuleBook, problems: list[Problem]) -> tuple[dict[str, Any], dict[str, str]]:
    found: dict[str, Any] = {}
    places: dict[str, str] = {}
    for each in values:
        name, sign, text = each.partition("=")
        name, _, place = name.strip().partition("@")
        if not sign or _parameter(name, book) is None:
            message = "write KEY=VALUE with a key of the payer file, such as rent_ends=never"
            problems.append(Problem("unknown_key", message, path=name, found=each))
            continue
        try:
            found[name] = typed_value(name, text, book)
        except BadInput as error:
            problems += [replace(problem, path=name) for problem in error.problems]
        places |= {name: place} if place else {}
    return found, places


def typed_value(key: str, text: str, book: RuleBook) -> Any:
    """The value that a person typed for a key. Raises BadInput."""
    parameter = _parameter(key, book)
    if parameter is None:
        raise BadInput([Problem("unknown_key", "is no key of the payer file", path=key)])
    try:
        return typed(parameter, text)
    except BadAnswer as bad:
        raise BadInput([Problem("bad_value", str(bad), path=key)]) from None


def _parameter(key: str, book: RuleBook) -> Parameter | None:
    name = key.rpartition("/")[2]
    return next((each for each in book.parameters if each.name == name), None)


def review(request: ReviewRequest, folder: Path, as_of: date) -> ReviewedAnswer:
    """Write the answers into the payer's file in the folder. Raises BadInput; then nothing is written."""
    payer, path, book = request.payer, folder / f"{request.payer}.yaml", rule_book(folder)
    text = reviewed_text(path, payer, folder, book, request.answers, _confirmation(request, book, as_of))
    if problems := problems_of(text, path, folder):
        raise BadInput(problems)
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)
    left = [each for each in _questions(payer, rule_book(folder), as_of) if not each.rests]
    return ReviewedAnswer(
        **head("reviewed", rule_book(folder), as_of),
        payer=payer,
        path=str(path),
        confirmed=tuple(request.answers.confirmed),
        set=tuple(request.answers.values),
        left=tuple(map(_asked, left)),
    )


def _questions(payer: str, book: RuleBook, day: date) -> list[Question]:
    plans = [id.partition("/")[2] for id in book.profiles if id.startswith(f"{payer}/")]
    return questions(book, payer, plans, day)


def _asked(each: Question) -> Asked:
    return Asked(
        each.key, each.parameter.title, each.words, each.sources, each.why, each.rests, hint(each.parameter)
    )  # fmt: skip


def _confirmation(request: ReviewRequest, book: RuleBook, today: date) -> Confirmation:
    """Who confirms, and where it stands. Raises BadInput where that is not said."""
    by, contract, dated = request.by, request.contract, request.dated
    given = {"by": by, "contract": contract, "dated": dated}
    if not by or not contract or not dated:
        raise BadInput(Problem("no_source", SOURCE_WANTED[name], path=name) for name in given if not given[name])
    if dated > today:
        message = f"lies ahead of today, {today}"
        raise BadInput([Problem("date_ahead", message, path="dated", found=dated.isoformat())])
    issuer = book.profiles[request.payer].name
    id = f"{_SOURCE_ID}-{today.isoformat()}"
    return Confirmation(id, by, today, issuer, contract, request.place or OUR_FOLDER, dated)


def reviewed_text(
    path: Path, payer: str, folder: Path | None, book: Catalogue, answers: Answers, confirmation: Confirmation
) -> str:
    """The file with the answers in it; the comments at its head are kept."""
    text = path.read_text(encoding="utf-8")
    head = "".join(re.match(r"((?:[ \t]*#.*\n|[ \t]*\n)*)", text).group(1))  # type: ignore[union-attr]
    file = yaml.safe_load(text)
    written, laws = _as_written(payer, folder, book, [*answers.confirmed, *answers.values], confirmation.day)
    content = reviewed(file, written, laws, confirmation, answers)
    dumped = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=118, default_flow_style=None)
    return f"{head}{dumped}"


class _Dumper(yaml.SafeDumper):
    """YAML without anchors: a value that stands twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always."""
        return True


def _as_written(
    payer: str, folder: Path | None, book: Catalogue, keys: Sequence[str], today: date
) -> tuple[dict[str, Any], set[str]]:
    """The dated values of these keys as the file that sets them writes them, and the keys that rest on a law."""
    payers = payers_of(folder)
    written: dict[str, Any] = {}
    laws: set[str] = set()
    for key in keys:
        plan, _, name = key.rpartition("/")
        if name == RULES.name:
            continue
        id = f"{payer}/{plan}" if plan else payer
        value = value_in_force(book.values[id].get(name, ()), today)
        if value is None:
            continue
        if any(book.authorities[authority_id(cite)].kind == "law" for cite in value.authority):
            laws.add(key)
        setter = set_by(payers.owns, id, name, today)
        family, _, of_plan = setter.partition("/")
        if family not in payers.read:
            continue
        raw = yaml.safe_load(payers.read[family].path.read_text(encoding="utf-8"))
        part = next(each for each in raw["plans"] if each["id"] == of_plan) if of_plan else raw
        written[key] = next(_in_force(part["values"][name], today))
    return written, laws


def _in_force(dated: Sequence[dict[str, Any]], day: date) -> Iterator[dict[str, Any]]:
    return (each for each in dated if each["from"] <= day and (not each.get("to") or day <= each["to"]))


def problems_of(text: str, path: Path, folder: Path) -> list[Problem]:
    """What would be wrong with the file."""
    with tempfile.TemporaryDirectory() as made:
        tried = Path(made) / path.name
        tried.write_text(text, encoding="utf-8")
        beside = [each for each in payer_paths(folder) if each.name != path.name or each.parent != path.parent]
        found = of_case_files(examine([*beside, tried])[1])
    return [replace(each, file=str(path) if each.file == str(tried) else each.file, line=None) for each in found]
