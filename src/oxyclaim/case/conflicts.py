"""What does not agree between the records of one case: ids given twice, documents that are not listed.

Works on plain data, before and whether or not the models accept it, so that these problems are told
together with all others.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice
from typing import Any, NamedTuple

from pydantic_core import PydanticCustomError

from oxyclaim.case.nodes import Loc
from oxyclaim.case.problems import shown
from oxyclaim.case.values import parse_whole

LISTS_WITH_IDS = (
    "documents", "orders", "encounters", "tests", "deliveries", "notices", "certificates", "follow_ups",
    "authorizations", "trials",
)  # fmt: skip
LISTS_OF_FACTS = (
    "orders", "encounters", "tests", "diagnoses", "deliveries", "notices", "certificates", "follow_ups",
    "authorizations", "trials",
)  # fmt: skip
"""The lists whose records point to documents; so do the findings under ``clinical`` and an item's ``late_filing``."""

_IDS_SHOWN = 12


class Conflict(NamedTuple):
    """Two parts of a case that do not agree; ``earlier`` is the way to the first of two equal ids."""

    loc: Loc
    message: str
    earlier: Loc | None = None


def find_conflicts(case: Any) -> list[Conflict]:
    """Find all conflicts of a case given as dicts, lists and texts of whatever form."""
    if not isinstance(case, dict):
        return []
    conflicts = [conflict for name in LISTS_WITH_IDS for conflict in _doubled(case, name, "id")]
    conflicts += _doubled(case, "items", "line_number")
    known = _known_documents(case)
    for loc, record in _records_of_facts(case):
        conflicts += _document_conflicts(known, loc, record)
    return conflicts


def _records(case: dict[str, Any], name: str) -> Iterator[tuple[Loc, dict[str, Any]]]:
    records = case.get(name)
    for index, record in enumerate(records if isinstance(records, list) else []):
        if isinstance(record, dict):
            yield (name, index), record


def _records_of_facts(case: dict[str, Any]) -> Iterator[tuple[Loc, dict[str, Any]]]:
    for name in (*LISTS_OF_FACTS, "settlements"):
        yield from _records(case, name)
    for loc, item in _records(case, "items"):
        if isinstance(exception := item.get("late_filing"), dict):
            yield (*loc, "late_filing"), exception
    clinical = case.get("clinical")
    for name, finding in (clinical if isinstance(clinical, dict) else {}).items():
        if isinstance(finding, dict):
            yield ("clinical", name), finding


def _doubled(case: dict[str, Any], name: str, key: str) -> Iterator[Conflict]:
    seen: dict[str | int, Loc] = {}
    for loc, record in _records(case, name):
        written = record.get(key)
        value = _number(written) if key == "line_number" else _text(written)
        if value is None:
            continue
        if value in seen:
            yield Conflict((*loc, key), f"is used twice in {name}; each of them needs its own {key}", seen[value])
        else:
            seen[value] = (*loc, key)


def _known_documents(case: dict[str, Any]) -> dict[str, None] | None:
    """Return the ids of the documents in their order; None if the case does not list its documents."""
    if case.get("documents") is None:
        return None
    return {text: None for _, record in _records(case, "documents") if (text := _text(record.get("id"))) is not None}


def _document_conflicts(known: dict[str, None] | None, loc: Loc, record: dict[str, Any]) -> Iterator[Conflict]:
    document = _text(record.get("document"))
    if document is None:
        if _text(record.get("basis")) == "document" and record.get("document") is None:
            message = (
                "basis is `document` but no document is named; add `document:` with the id of the one that shows it"
            )
            yield Conflict((*loc, "basis"), message)
    elif known is None or document not in known:
        yield Conflict((*loc, "document"), _not_listed(known, document))


def _not_listed(known: dict[str, None] | None, document: str) -> str:
    if known is None:
        return "names a document, but the case lists no `documents`; add it there with this id"
    if not known:
        return "is not in `documents`, which lists none; add it there with this id"
    names = [shown(name, 40) for name in islice(known, _IDS_SHOWN)]
    near = get_close_matches(shown(document), names, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    more = ", …" if len(known) > _IDS_SHOWN else ""
    return f"is not the id of one of the `documents`, which are {', '.join(names)}{more}{hint}"


def _number(value: Any) -> int | None:
    try:
        return parse_whole(value)
    except PydanticCustomError:
        return None


def _text(value: Any) -> str | None:
    return value.strip() if isinstance(value, str) and value.strip() else None
