"""The fingerprint of a finding: it changes with the rule and with every fact and value that the rule reads.

A person settles a finding under its fingerprint, so that the settlement lapses when either changes.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from oxyclaim.engine.grains import GRAINS, LINE, Grain
from oxyclaim.engine.rows import Row, Rows
from oxyclaim.engine.words import All, Any, Criterion, Exists, Fact, Node, Not, OfOther, Open, Rule

LISTED = "listed"
_LISTS = frozenset(f"p.{grain.listed_by}" for grain in GRAINS if grain.listed_by)
"""The columns that hold the number of a list."""


@dataclass(frozen=True)
class Reading:
    """What a rule says, as text, and the columns that it reads at each grain."""

    text: str
    columns: dict[Grain, tuple[str, ...]]


def fingerprint(rule: Rule, rows: Rows, line: Row) -> str:
    """Twelve hexadecimal digits over the rule's criteria and what they read of this line and its records."""
    read = reading(rule)
    digest = hashlib.sha256(read.text.encode())
    for grain, columns in read.columns.items():
        beneath = [line] if grain is LINE else _beneath(rows, grain, line)
        # Sorted: in which order a case lists its records says nothing.
        for text in sorted(repr([_text(column, row.get(column)) for column in columns]) for row in beneath):
            digest.update(text.encode())
    return digest.hexdigest()[:12]


def _text(column: str, value: object) -> str:
    """A list of the payer's is there or not: its number is given anew in each run, and its entries are read as rows."""
    return LISTED if column in _LISTS and value is not None else str(value)


def columns_read(*nodes: Node) -> set[str]:
    """The columns that criteria read, at whatever grain; of a payer's list, the parameter that holds it."""
    return set().union(*(_columns_beneath(node, LINE) for node in nodes))


def _columns_beneath(node: Node, grain: Grain) -> frozenset[str]:
    match node:
        case Criterion():
            return _columns_of(node)
        case Fact(expression=expression):
            lists = {f"p.{each.listed_by}" for each in grain.with_parents if each.listed_by}
            return frozenset(name for name in expression.meta.root_names() if name) | lists
        case All(parts=parts) | Any(parts=parts):
            return frozenset().union(*(_columns_beneath(part, grain) for part in parts))
        case Not(part=part):
            return _columns_beneath(part, grain)
        case Open(lenient=lenient, strict=strict):
            return _columns_beneath(lenient, grain) | _columns_beneath(strict, grain)
        case OfOther(criterion=criterion):
            return _columns_of(criterion)
        case Exists(grain=finer, holds=holds, among=among):
            return frozenset().union(*(_columns_beneath(each, finer) for each in (holds, among) if each is not None))
    return frozenset()


@cache
def _columns_of(criterion: Criterion) -> frozenset[str]:
    """Read once for each criterion: many rules rest on the same ones."""
    return _columns_beneath(criterion.node, criterion.grain)


def _beneath(rows: Rows, grain: Grain, line: Row) -> list[Row]:
    assert grain.parent is not None
    parents = [line] if grain.parent is LINE else _beneath(rows, grain.parent, line)
    return [row for parent in parents for row in rows.under(grain, parent)]


@cache
def reading(rule: Rule) -> Reading:
    """The text of a rule and the columns that it reads, by grain."""
    columns: dict[Grain, set[str]] = {}
    texts = [rule.id, rule.not_met.name, rule.unknown.name, rule.first.isoformat(), str(rule.last)]
    seen: set[str] = set()
    for node in (rule.applies, rule.requires):
        if node is not None:
            texts += _walk(node, LINE, columns, seen)
    in_order = sorted(columns, key=lambda grain: grain.name)
    return Reading("\n".join(texts), {grain: tuple(sorted(columns[grain])) for grain in in_order})


def _walk(node: Node, grain: Grain, columns: dict[Grain, set[str]], seen: set[str]) -> Iterator[str]:
    match node:
        case Criterion():
            yield node.name
            if node.name not in seen:
                seen.add(node.name)
                yield from _walk(node.node, node.grain, columns, seen)
        case Fact(expression=expression):
            columns.setdefault(grain, set()).update(name for name in expression.meta.root_names() if name)
            yield str(expression)
        case All(parts=parts) | Any(parts=parts):
            yield type(node).__name__
            for part in parts:
                yield from _walk(part, grain, columns, seen)
        case Not(part=part):
            yield "Not"
            yield from _walk(part, grain, columns, seen)
        case Open(question=question, lenient=lenient, strict=strict):
            yield question
            yield from _walk(lenient, grain, columns, seen)
            yield from _walk(strict, grain, columns, seen)
        case OfOther(criterion=criterion):
            yield "of other"
            yield from _walk(criterion, criterion.grain, columns, seen)
        case Exists(grain=finer, holds=holds, among=among):
            yield f"exists {finer.name}"
            yield from _walk(holds, finer, columns, seen)
            if among is not None:
                yield from _walk(among, finer, columns, seen)
