"""What a rule reads: facts of the case, parameters of the payer, results of earlier stages."""

from collections.abc import Iterable
from dataclasses import dataclass

from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.sentences import PLACE
from oxyclaim.engine.words import Criterion, Fact, Node, Open
from oxyclaim.handbook.names import of_record


@dataclass(frozen=True)
class Reads:
    """Names: facts (``test.date``), parameters (without ``p.``), results of earlier stages (``line.group``).

    ``through``: those of the parameters that only computed facts read.
    """

    facts: tuple[str, ...]
    parameters: tuple[str, ...]
    through: frozenset[str]
    results: tuple[str, ...]


def reads(nodes: Iterable[Node], sentences: Iterable[str], catalogue: Catalogue) -> Reads:
    """Everything that these nodes and sentences read; computed facts are followed to what they read."""
    derived = {each.name: each.expression for each in catalogue.derived}
    results = {output.name for output in catalogue.outputs}
    found: set[str] = set()
    directly = {*_places(*sentences), *_directly(nodes)}
    waiting = set(directly)
    while waiting:
        name = of_record(waiting.pop())
        if name in found:
            continue
        found.add(name)
        if name in derived:
            waiting |= set(derived[name].meta.root_names()) - found
    parameters = {name.removeprefix("p.") for name in found if name.startswith("p.")}
    through = frozenset(name for name in parameters if f"p.{name}" not in directly)
    facts = {name for name in found if "." in name and not name.startswith("p.")} - results - derived.keys()
    return Reads(tuple(sorted(facts)), tuple(sorted(parameters)), through, tuple(sorted(found & results)))


def _directly(nodes: Iterable[Node]) -> Iterable[str]:
    for node in nodes:
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
