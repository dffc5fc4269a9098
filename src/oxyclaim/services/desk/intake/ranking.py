"""Which paper is entered next: each is tried out "here, and yes to all" and "one no", in one batch of the judge.

First what could end a line, since then nothing else need be got; then what frees most, the supplier's own look-ups
last. Single answers do not rank a paper: an order with one more yes frees nothing, the whole order frees much.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date

from oxyclaim.engine.words import Effect
from oxyclaim.services.cases import cases_of
from oxyclaim.services.check import CheckAnswer, CheckRequest, check
from oxyclaim.services.desk.intake.asking import Ask, Asked
from oxyclaim.services.desk.intake.kinds import kinds_of
from oxyclaim.services.desk.intake.places import Facts, path_of, put
from oxyclaim.services.rule_book import RuleBook

MOST = 40
"""Variants that are judged in one batch, which takes some two and a half times as long as one case."""
YES = "yes"
HERE = "HERE"
"""The id of the paper that is taken to be here."""


def ranked(asked: Asked, book: RuleBook, as_of: date) -> Asked:
    """The same, the paper to be entered next first."""
    open_now = [ask for ask in asked.asks if not ask.paper.own and not ask.only_filed]
    if len(open_now) < 2:
        return asked
    told = _judged(list(_variants(open_now, asked.facts, as_of)), book, as_of)
    waiting, standing = _holds(asked.answer), _effects(asked.answer)
    asks = []
    for ask in asked.asks:
        yes = told.get((ask.paper.id, YES))
        noes = [answer for (paper, name), answer in told.items() if paper == ask.paper.id and name != YES]
        frees = len(waiting - _holds(yes)) if yes else 0
        ends = any(_ends(standing, answer) for answer in noes) if noes else ask.ends
        asks.append(replace(ask, ends=ends, frees=frees))
    asks.sort(key=lambda ask: (ask.only_filed, ask.paper.own, not ask.ends, -ask.frees, -ask.waiting))
    return replace(asked, asks=tuple(asks))


def truths(ask: Ask) -> list[str]:
    """The open questions of a paper that are answered by yes or no."""
    found = []
    for name in sorted(ask.names):
        way, _, key = name.rpartition(".")
        if way and (kind := kinds_of(path_of(way)).get(key)) is not None and kind.input == "truth":
            found.append(name)
    return found


def _here(ask: Ask, facts: Facts, as_of: date) -> Facts:
    """The case as if the paper were here and said yes to all, of the day of service or today, and for all its codes."""
    items = facts.get("items") or []
    stand_ins = {
        "truth": True,
        "date": min(as_of.isoformat(), *(each["service_date"] for each in items if each.get("service_date"))),
        "codes": [each["code"] for each in items if each.get("code")],
    }
    new = deepcopy(facts)
    for name in sorted(ask.names):
        way, _, key = name.rpartition(".")
        kinds = kinds_of(path_of(way)) if way else {}
        if key in kinds and stand_ins.get(kinds[key].input):
            put(new, name, stand_ins[kinds[key].input])
        if ask.paper.document and "basis" in kinds:
            put(new, f"{way}.document", HERE)
    if ask.paper.document:
        new.setdefault("documents", []).append({"id": HERE, "kind": ask.paper.document, "on_file": True})
    return new


def _variants(asks: Sequence[Ask], facts: Facts, as_of: date) -> Iterator[tuple[tuple[str, str], Facts]]:
    """By paper and question: all yes for each paper, and one no for each question as far as the batch reaches."""
    left = MOST - len(asks)
    for ask in asks:
        yield (ask.paper.id, YES), _here(ask, facts, as_of)
    for ask in asks:
        for name in truths(ask)[: max(left, 0)]:
            left -= 1
            new = deepcopy(facts)
            put(new, name, value=False)
            yield (ask.paper.id, name), new


def _judged(
    variants: Sequence[tuple[tuple[str, str], Facts]], book: RuleBook, as_of: date
) -> dict[tuple[str, str], CheckAnswer]:
    """What ``check`` says of each variant that can be read."""
    keys = {f"V{number}": key for number, (key, _) in enumerate(variants)}
    read = cases_of([facts | {"case_id": f"V{number}"} for number, (_, facts) in enumerate(variants)], book)
    answer = check(CheckRequest(read.cases, as_of), book)
    return {keys[case.case_id]: replace(answer, cases=(case,)) for case in answer.cases}


def _holds(answer: CheckAnswer) -> set[tuple[int, str]]:
    """The lines and rules that wait for something."""
    return {
        (line.line_number, finding.rule)
        for line in answer.lines
        for finding in line.findings
        if finding.effect == Effect.HOLD.verdict
    }


def _effects(answer: CheckAnswer) -> dict[int, str]:
    return {line.line_number: line.verdict for line in answer.lines}


def _ends(before: dict[int, str], answer: CheckAnswer) -> bool:
    """Whether a line has come to an end that had not before."""
    open_words = {"hold", "review", "billable"}
    return any(
        before.get(number) in open_words and verdict not in open_words for number, verdict in _effects(answer).items()
    )
