"""What a rule reads: facts of the case, parameters of the payer, results of earlier stages."""

from collections.abc import Iterable
from dataclasses import dataclass

from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.sentences import PLACE
from oxyclaim.engine.words import Criterion, Fact, Open, Rule
from oxyclaim.policy.handbook.names import of_record
from oxyclaim.policy.handbook.tree import walk


@dataclass(frozen=True)
class Reads:
    """Names: facts (``test.date``), parameters (without ``p.``), results of earlier stages (``line.group``)."""

    facts: tuple[str, ...]
    parameters: tuple[str, ...]
    results: tuple[str, ...]


def reads(rule: Rule, catalogue: Catalogue) -> Reads:
    """Everything that a rule's criteria and sentences read; computed facts are followed to what they read."""
    derived = {each.name: each.expression for each in catalogue.derived}
    results = {output.name for output in catalogue.outputs}
    found: set[str] = set()
    waiting = set(_directly(rule))
    while waiting:
        name = of_record(waiting.pop())
        if name in found:
            continue
        found.add(name)
        if name in derived:
            waiting |= set(derived[name].meta.root_names()) - found
    parameters = {name.removeprefix("p.") for name in found if name.startswith("p.")}
    facts = {name for name in found if "." in name and not name.startswith("p.")} - results - derived.keys()
    return Reads(tuple(sorted(facts)), tuple(sorted(parameters)), tuple(sorted(found & results)))


def _directly(rule: Rule) -> Iterable[str]:
    yield from _places(rule.sentence, rule.if_unknown)
    for node in walk(rule.applies, rule.requires):
        match node:
            case Fact(expression=expression):
                yield from expression.meta.root_names()
            case Criterion():
                yield from _places(node.met, node.not_met, node.unknown)
            case Open(question=question):
                yield from _places(question)


def _places(*templates: str) -> Iterable[str]:
    for template in templates:
        yield from (name for name in PLACE.findall(template) if "." in name)
