"""The hash of the law: of everything that decides a verdict, a code or a date, and of no sentence that tells it.

Two rule books with one hash judge alike. A verdict that is kept names it, beside the program's version.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl

from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.parameters import Value
from oxyclaim.engine.words import All, Any, Criterion, Exists, Fact, Ledger, Node, Not, OfOther, Open, Pending

LENGTH = 16
"""Hexadecimal digits."""


def law_hash(catalogue: Catalogue) -> str:
    """The hash of a rule book with its payers' values."""
    digest = hashlib.sha256()
    for text in _law(catalogue):
        digest.update(text.encode())
        digest.update(b"\n")
    return digest.hexdigest()[:LENGTH]


def _law(catalogue: Catalogue) -> Iterator[str]:
    criteria: dict[str, Criterion] = {}
    for rule in sorted(catalogue.rules, key=lambda rule: rule.id):
        _reach(rule.applies, criteria)
        _reach(rule.requires, criteria)
        yield (
            f"{rule.id} {rule.stage.name} {rule.kind.name} {rule.not_met.name} {rule.unknown.name} {rule.first} "
            f"{rule.last} {rule.authority} {rule.asserts} {rule.settles} {rule.denial} {rule.of_coding} {rule.no_rule} "
            f"{rule.applies and rule.applies.name} {rule.requires.name}"
        )
    for output in sorted(catalogue.outputs, key=lambda output: output.name):
        for each in output.uses:
            _reach(each, criteria)
        formula = output.formula(*(pl.col(each.name) for each in output.uses))
        idle = None if output.idle is None else _expression(output.idle)
        yield (
            f"{output.name} {output.stage.name} {_expression(formula)} {output.serves} {idle} "
            f"{output.yields and output.yields.name} {output.asserts}"
        )
    yield from sorted(f"{each.name} {_expression(each.expression)}" for each in catalogue.derived)
    for tally in catalogue.tallies:
        _reach(tally.counts, criteria)
    yield from sorted(f"{each.counts.name} {each.amount} {each.day}" for each in catalogue.tallies)
    for ledger in catalogue.ledgers:
        for criterion in (ledger.counts, ledger.opens, ledger.anew, *(each.counts for each in ledger.pending)):
            _reach(criterion, criteria)
    yield from sorted(_flat(each) for each in catalogue.ledgers)
    yield from (f"{name} = {criteria[name].grain.name} {_told(criteria[name].node)}" for name in sorted(criteria))
    yield from _values("value", catalogue.values)
    yield from _values("switch", catalogue.switches)
    yield from sorted(f"{each.fact} {each.value} {each.unless_diagnosed}" for each in catalogue.presumptions)
    yield from sorted(f"{id} {each.grade} {each.first} {each.last}" for id, each in catalogue.authorities.items())
    yield from sorted(f"{id} {each.line_of_business} {each.status}" for id, each in catalogue.profiles.items())


def _expression(expression: pl.Expr) -> str:
    """The whole of an expression: printed, polars shortens a long list in it."""
    printed = str(expression)
    return printed if "…" not in printed else hashlib.sha256(expression.meta.serialize()).hexdigest()


def _values(kind: str, of_payers: Mapping[str, Mapping[str, Sequence[Value]]]) -> Iterator[str]:
    for payer in sorted(of_payers):
        for name in sorted(of_payers[payer]):
            for each in of_payers[payer][name]:
                yield (
                    f"{kind} {payer} {name} {each.first} {each.last} {_plain(each.value)} {each.authority} "
                    f"{each.rests_until} {each.contested}"
                )


def _plain(value: object) -> str:
    return str(sorted(map(str, value))) if isinstance(value, (set, frozenset)) else str(value)


def _flat(value: object) -> str:
    """A definition in one line, the criteria in it by their names."""
    if isinstance(value, Criterion):
        return value.name
    if isinstance(value, tuple):
        return str([_flat(each) for each in value])
    if isinstance(value, (Ledger, Pending)):
        return " ".join(f"{key}={_flat(each)}" for key, each in vars(value).items())
    return str(value)


def _reach(node: Node | None, criteria: dict[str, Criterion]) -> None:
    """Note every criterion that a node leads to."""
    if isinstance(node, Criterion):
        if node.name in criteria:
            return
        criteria[node.name] = node
        _reach(node.node, criteria)
    for part in _beneath(node):
        _reach(part, criteria)


def _beneath(node: Node | None) -> Iterable[Node | None]:
    match node:
        case All(parts=parts) | Any(parts=parts):
            return parts
        case Not(part=part):
            return (part,)
        case Open(lenient=lenient, strict=strict):
            return (lenient, strict)
        case OfOther(criterion=criterion):
            return (criterion,)
        case Exists(holds=holds, among=among):
            return (holds, among)
        case _:
            return ()


def _told(node: Node | None) -> str:
    """A node in one line, the criteria in it by their names."""
    match node:
        case Criterion(name=name):
            return name
        case Fact(expression=expression):
            return _expression(expression)
        case Exists(grain=grain, holds=holds, among=among):
            return f"exists {grain.name} ({holds.name}, {among and among.name})"
        case Open(lenient=lenient, strict=strict, authority=authority):
            return f"open ({_told(lenient)}, {_told(strict)}) {authority}"
        case _:
            return f"{type(node).__name__} ({', '.join(map(_told, _beneath(node)))})"
