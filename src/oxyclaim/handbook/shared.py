"""Shared criteria: those that several rules use. Each is unfolded once, on the page that is its home."""

from collections import defaultdict

from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.words import Criterion, Fact, Node, Open
from oxyclaim.handbook.tree import parts_of, walk

SHORT = 3
"""A criterion of so few parts, none with parts of its own, is sooner read in place than looked up."""


def shared(catalogue: Catalogue) -> dict[str, tuple[Criterion, tuple[str, ...]]]:
    """By name: the criteria that several rules rest on and that are long enough, with the ids of those rules."""
    found: dict[str, Criterion] = {}
    used_by: dict[str, list[str]] = defaultdict(list)
    for rule in catalogue.rules:
        for node in walk(rule.applies, rule.requires):
            if isinstance(node, Criterion) and not _is_short(node):
                found[node.name] = node
                used_by[node.name].append(rule.id)
    return {name: (found[name], tuple(rules)) for name, rules in used_by.items() if len(rules) > 1}


def home_of(criterion: Criterion) -> str:
    """The page of a shared criterion: its folder below the rules, ``coverage-groups-group-1``."""
    folder = criterion.folder.rpartition(".")[0].partition(".rules.")[2]
    return folder.replace(".", "-").replace("_", "-")


def _is_short(criterion: Criterion) -> bool:
    parts = parts_of(criterion.node)
    return len(parts) <= SHORT and all(_is_leaf(part) for part in parts) and not isinstance(criterion.node, Open)


def _is_leaf(node: Node) -> bool:
    return isinstance(node, Fact) or (isinstance(node, Criterion) and isinstance(node.node, Fact))
