"""The law paragraph by paragraph, with the rules that hold each, or why none does."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from oxyclaim.engine.catalogue import Catalogue, authority_id

_FILE = Path(__file__).with_name("law.yaml")
_BESIDE_RULES = ("also", "none")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph in our own words. ``rules``: ids of those that hold it; ``also`` what does beside rules; ``none`` why
    nothing does.
    """

    document: str
    at: str
    says: str
    rules: tuple[str, ...]
    also: str
    none: str

    @property
    def is_answered(self) -> bool:
        """Whether something holds it, or a reason is given why nothing does."""
        return bool(self.rules or self.also) != bool(self.none)


def paragraphs(catalogue: Catalogue) -> list[Paragraph]:
    """Every paragraph of the documents in ``law.yaml``, in their order.

    Beside the rules that the file names stand those that cite the paragraph's very place, where it is told once.
    """
    written: dict[str, list[dict[str, Any]]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return [
        _paragraph(document, entry, catalogue, sum(other["at"] == entry["at"] for other in entries) == 1)
        for document, entries in written.items()
        for entry in entries
    ]


def unplaced(catalogue: Catalogue) -> list[str]:
    """Citations of these documents whose place is none of theirs."""
    places: dict[str, set[str]] = {}
    for paragraph in paragraphs(catalogue):
        places.setdefault(paragraph.document, set()).add(paragraph.at)
    return sorted({cite for cite in _cites(catalogue) if not _is_placed(cite, places)})


def law_page(catalogue: Catalogue) -> str:
    """The Markdown page: a table for each document."""
    lines = [
        "# The law, paragraph by paragraph",
        "",
        "Made from the rule book's citations and `handbook/law.yaml`; do not edit. For each paragraph of",
        "Medicare's payment law for home oxygen, in our own words: the rules that hold it, or why none does.",
    ]
    every = paragraphs(catalogue)
    for document in dict.fromkeys(paragraph.document for paragraph in every):
        source = catalogue.authorities[document]
        lines += ["", f"## {document}", "", f"{source.title} ({source.grade}, read {source.read}).", ""]
        lines += ["| place | says | held by |", "|---|---|---|"]
        lines += [_row(paragraph) for paragraph in every if paragraph.document == document]
    return "\n".join(lines) + "\n"


def _paragraph(document: str, entry: dict[str, Any], catalogue: Catalogue, alone: bool) -> Paragraph:
    citing = [rule.id for rule in catalogue.rules if alone and f"{document}, {entry['at']}" in rule.authority]
    rules = tuple(sorted({*entry.get("rules", []), *citing}))
    also, none = (entry.get(key, "") for key in _BESIDE_RULES)
    return Paragraph(document, entry["at"], entry["says"], rules, also, none)


def _cites(catalogue: Catalogue) -> Iterator[str]:
    for rule in catalogue.rules:
        yield from rule.authority
        for node in (rule.requires, rule.applies):
            yield from node.authority if node is not None else ()


def _is_placed(cite: str, places: dict[str, set[str]]) -> bool:
    document = authority_id(cite)
    place = cite.removeprefix(document).lstrip(", ")
    if document not in places or not place:
        return True
    return any(place.startswith(at) or at.startswith(place) for at in places[document])


def _row(paragraph: Paragraph) -> str:
    held = [f"[{rule}](rules/{rule}.md)" for rule in paragraph.rules]
    told = ", ".join([*held, *([paragraph.also] if paragraph.also else [])]) or f"none: {paragraph.none}"
    return f"| {paragraph.at} | {paragraph.says} | {told} |"
