"""Every sentence that a biller may read, in one list: `docs/sentences.md`, in which a reviewer sees each change."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from oxyclaim.engine.catalogue import Catalogue
from oxyclaim.engine.words import Criterion, Cure, Open, Rule
from oxyclaim.handbook.tree import walk
from oxyclaim.policy.checklist.items import items

RULES = "oxyclaim.policy.rules."


def sentences(catalogue: Catalogue) -> list[tuple[str, str, str]]:
    """The folder of each sentence, what it is said of, and its template with its places."""
    found = [*_of_rules(catalogue), *_of_criteria(catalogue), *_beside_rules(catalogue)]
    return list(dict.fromkeys(each for each in found if each[2]))


def sentences_page(catalogue: Catalogue) -> str:
    """The Markdown list, by the folder in which a sentence stands."""
    lines = [
        "# What Oxyclaim says",
        "",
        "Made from the rule book; do not edit. Every sentence of the rules, the criteria, what is presumed, the",
        "checklist and the answers of payers, by the folder in which it stands. `{...}` is filled from the case.",
    ]
    for place, group in groupby(sorted(sentences(catalogue), key=lambda each: each[0]), key=lambda each: each[0]):
        lines += ["", f"## {place}", ""]
        lines += [f"- *{of}*: {' '.join(said.split())}" for _, of, said in group]
    return "\n".join(lines) + "\n"


def _of_rules(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    for rule in catalogue.rules:
        place = _place(rule.folder)
        yield place, f"{rule.id}", rule.title
        yield place, f"{rule.id} not met", rule.sentence
        yield place, f"{rule.id} unknown", rule.if_unknown
        yield from _of_cure(place, f"{rule.id} to fix", rule.cure)


def _of_criteria(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    for node in walk(*_roots(catalogue.rules)):
        if isinstance(node, Criterion):
            place = _place(node.folder)
            yield place, f"{node.name} met", node.met
            yield place, f"{node.name} not met", node.not_met
            yield place, f"{node.name} unknown", node.unknown
            yield from _of_cure(place, f"{node.name} to fix", node.cure)
            yield from _of_cure(place, f"{node.name} to ask", node.ask)
            yield from _of_cure(place, f"{node.name} to undo", node.undo)
            for part in walk(node.node):
                if isinstance(part, Open):
                    yield place, f"{node.name} open", part.question


def _roots(rules: Iterable[Rule]) -> Iterator[Criterion]:
    for rule in rules:
        yield rule.requires
        if rule.applies is not None:
            yield rule.applies


def _of_cure(place: str, of: str, cure: Cure | None) -> Iterator[tuple[str, str, str]]:
    if cure:
        yield place, of, f"{cure.action} ({cure.who})"


def _beside_rules(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    for presumption in catalogue.presumptions:
        yield "facts: presumed", presumption.fact, f"{presumption.says}: {presumption.reason}"
    for item in items():
        yield "checklist", item.id, item.title
        yield "checklist", f"{item.id} request", item.request
        yield "checklist", f"{item.id} not needed", item.not_needed
    for entry in catalogue.denials.denials.values():
        yield "answers of payers", entry.id, " ".join(filter(None, (entry.meaning, entry.cause, entry.action)))


def _place(folder: str) -> str:
    return folder.removeprefix(RULES).rpartition(".")[0].replace(".", "/") or folder
