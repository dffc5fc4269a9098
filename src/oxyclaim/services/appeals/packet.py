"""The papers of a packet: which file is which paper of the case, in which order they stand, and which are missing."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oxyclaim.case.models import Case, Document
from oxyclaim.policy.appeals import Part, appeals
from oxyclaim.services.appeals.request import Exhibit, Missing, Paper
from oxyclaim.services.problems import Problem

_NUMBERED = re.compile(r"(?P<name>.+)\.(?P<number>\d{1,4})")
"""``NOTE-1.2.png``: the second file of the paper NOTE-1."""
WORDS_OF_FILES = {
    "remittance": "the remittance advice with the denial",
    "decision": "the decision that is appealed",
    "adr": "the request for records",
    "claim": "the claim as it was sent",
}


@dataclass(frozen=True)
class Packet:
    """The exhibits in order, what should be there and is not, and the files that fit no paper."""

    exhibits: tuple[Exhibit, ...]
    missing: tuple[Missing, ...]
    unused: tuple[Path, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Place:
    """Where a paper stands in the packet."""

    part: Part
    label: str
    document: Document | None = None


def packet(case: Case, papers: Sequence[Paper], purpose: str) -> Packet:
    """The packet of a case. ``purpose`` as the parts' ``wanted`` names it: appeal, later or records."""
    places = list(_places(case))
    by_name, problems = _by_name(places)
    found: dict[str, list[tuple[int, Paper]]] = defaultdict(list)
    unused: list[Path] = []
    for paper in papers:
        name, number = _named(paper.path.stem, by_name)
        if name in by_name:
            found[name].append((number, paper))
        else:
            unused.append(paper.path)
    problems += [_doubled(files) for files in found.values() if _repeats(files)]
    exhibits = [_exhibit(by_name[name], sorted(files, key=lambda each: each[0])) for name, files in found.items()]
    order = {part.id: place for place, part in enumerate(appeals().parts)}
    exhibits.sort(key=lambda each: (order[each.part], each.date or date.max, each.label))
    missing = tuple(_missing(places, {by_name[name].label for name in found}, purpose))
    return Packet(tuple(exhibits), missing, tuple(unused), tuple(problems))


def _places(case: Case) -> Iterator[_Place]:
    """Every paper that may stand in the packet: those of the case, each in its part, and those of the claim."""
    pointed = _pointed_from(case)
    for document in case.documents or ():
        roles = pointed.get(document.id, set())
        parts = appeals().parts
        by_kind = (part for part in parts if document.kind in part.kinds)
        by_record = (part for part in parts if roles & set(part.records))
        first = min((*by_kind, *by_record), key=parts.index, default=parts[-1])
        yield _Place(first, document.id, document)
    for part in appeals().parts:
        yield from (_Place(part, file) for file in part.files)


def _pointed_from(case: Case) -> dict[str, set[str]]:
    """By document: the lists and sections of the case whose facts rest on it."""
    found: dict[str, set[str]] = defaultdict(set)

    def walk(value: object, section: str) -> None:
        if isinstance(value, dict):
            if isinstance(document := value.get("document"), str):
                found[document].add(section)
            for each in value.values():
                walk(each, section)
        elif isinstance(value, list):
            for each in value:
                walk(each, section)

    for section, value in case.model_dump(exclude_none=True).items():
        walk(value, section)
    return found


def _by_name(places: Sequence[_Place]) -> tuple[dict[str, _Place], list[Problem]]:
    """The places by the plain form of their names; of two that read alike the first counts, and that is told."""
    by_name: dict[str, _Place] = {}
    problems = []
    for place in places:
        name = plain_name(place.label)
        if name in by_name and place.document:
            message = f"reads like {by_name[name].label!r} as the name of a file; rename one of the two documents"
            problems.append(Problem("labels_alike", message, path="documents", found=place.label))
        by_name.setdefault(name, place)
    return by_name, problems


def _named(stem: str, by_name: dict[str, _Place]) -> tuple[str, int]:
    """The plain name of a file and its number among the files of its paper."""
    match = _NUMBERED.fullmatch(stem)
    if plain_name(stem) not in by_name and match:
        return plain_name(match["name"]), int(match["number"])
    return plain_name(stem), 0


def plain_name(label: str) -> str:
    """Letters and digits alone, by which files and documents are compared."""
    return re.sub(r"[^a-z0-9]", "", label.casefold())


def _repeats(files: Sequence[tuple[int, Paper]]) -> bool:
    return len({number for number, _ in files}) < len(files)


def _doubled(files: Sequence[tuple[int, Paper]]) -> Problem:
    names = ", ".join(sorted(paper.path.name for _, paper in files))
    message = f"are several files of one paper: {names}; keep one, or number them (NAME.1.png, NAME.2.png)"
    return Problem("doubled_paper", message, str(files[0][1].path.parent))


def _exhibit(place: _Place, files: Sequence[tuple[int, Paper]]) -> Exhibit:
    document = place.document
    return Exhibit(
        part=place.part.id,
        title=place.part.title,
        label=place.label,
        described=(document.description if document else None) or WORDS_OF_FILES.get(place.label, ""),
        date=document.date if document else None,
        files=tuple(paper.path for _, paper in files),
        pages=sum(paper.pages for _, paper in files),
        packet_page=0,
    )


def _missing(places: Sequence[_Place], found: set[str], purpose: str) -> Iterator[Missing]:
    for part in appeals().parts:
        files = part.wanted.get(purpose, ())
        if files and found.isdisjoint(files):
            yield Missing(part.id, files[0], WORDS_OF_FILES[files[0]])
        for place in places:
            if place.part is part and place.document and place.label not in found and place.document.on_file:
                yield Missing(part.id, place.label, place.document.description or part.title)
