"""The index of documents: its rows become the case's documents, and pages that a named person confirmed show facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from oxyclaim.case.models import Clinical
from oxyclaim.intake.cells import folded
from oxyclaim.intake.joining import CellProblem, Entry, Part
from oxyclaim.intake.mapping import DOCUMENT_KINDS
from oxyclaim.intake.targets import DATED_BY, LISTS, Target

WORDS = {
    "order": "orders", "visit": "encounters", "test": "tests", "diagnosis": "diagnoses", "delivery": "deliveries",
    "need": "follow_ups", "notice": "notices", "certificate": "certificates", "authorization": "authorizations",
}  # fmt: skip
"""What a page may show, and the list in which that stands. Besides these, the findings of ``clinical`` by name."""
OF_KIND = {
    "standard_written_order": ("order",), "prescription": ("order",), "progress_note": ("visit",),
    "face_to_face_encounter": ("visit",), "test_report": ("test",), "laboratory_report": ("test",),
    "hospital_record": ("test",), "discharge_summary": ("test",), "diagnostic_study": ("test",),
    "proof_of_delivery": ("delivery",), "abn": ("notice",), "certificate_of_medical_necessity": ("certificate",),
}  # fmt: skip
"""What a paper of a kind shows where the index does not say it."""
_SHORT = {
    "standard_written_order": "SWO", "progress_note": "NOTE", "face_to_face_encounter": "VISIT", "test_report": "TEST",
    "laboratory_report": "LAB", "hospital_record": "HOSPITAL", "discharge_summary": "DISCHARGE",
    "proof_of_delivery": "POD", "certificate_of_medical_necessity": "CMN", "diagnostic_study": "STUDY",
    "letter_of_medical_necessity": "LETTER", "supplier_record": "RECORD", "payer_form": "FORM",
}  # fmt: skip
NOT_CONFIRMED = "nobody has confirmed the page: look at it, then enter who did and when (confirmed_by, confirmed_on)"
_LONGEST = 200


@dataclass(frozen=True)
class Shown:
    """That a page of a document shows a record."""

    document: str
    page: int | None


def documents_of(part: Part, confirmed: Mapping[str, Mapping[Target, object]]) -> list[dict[str, Any]]:
    """The case's documents. Records that a confirmed page shows are tied to it; what is in the way is told.

    ``confirmed``: what a person who confirms a page of a kind states of what it shows, where the export is silent.
    """
    documents: dict[tuple[Any, ...], dict[str, Any]] = {}
    taken: set[str] = set()
    usable: list[tuple[Entry, str]] = []
    for entry in part.papers:
        kind = folded(str(_value(entry, "kind") or ""))
        if kind not in DOCUMENT_KINDS:
            part.problems.append(_told(part, entry, f"the kind must be one of {', '.join(DOCUMENT_KINDS)}", "kind"))
            continue
        key = kind, _value(entry, "date"), _value(entry, "file")
        if key not in documents:
            documents[key] = _document(kind, entry, taken)
        usable.append((entry, documents[key]["id"]))
    for entry, id in sorted(usable, key=lambda each: (_value(each[0], "date") or "", each[1])):
        _show(entry, id, part, confirmed)
    return sorted(documents.values(), key=lambda each: (each.get("date", ""), each["id"]))


def _document(kind: str, entry: Entry, taken: set[str]) -> dict[str, Any]:
    day, file = _value(entry, "date"), _value(entry, "file")
    base = "-".join(filter(None, (_SHORT.get(kind, kind.upper().replace("_", "-")[:20]), day)))
    id, again = base, 1
    while id in taken:
        again += 1
        id = f"{base}-{again}"
    taken.add(id)
    by, on = _value(entry, "confirmed_by"), _value(entry, "confirmed_on")
    told = [f"Scan {file}" if file else "", f"confirmed by {by} on {on}" if by and on else ""]
    document = {"id": id, "kind": kind, "date": day, "on_file": True, "description": "; ".join(filter(None, told))}
    document["description"] = str(document["description"])[:_LONGEST]
    return {key: value for key, value in document.items() if value not in (None, "")}


def _show(entry: Entry, id: str, part: Part, confirmed: Mapping[str, Mapping[Target, object]]) -> None:
    kind = folded(str(_value(entry, "kind")))
    if not (_value(entry, "confirmed_by") and _value(entry, "confirmed_on")):
        part.problems.append(_told(part, entry, NOT_CONFIRMED, "confirmed_by"))
        return
    words = [folded(word) for word in _value(entry, "shows") or OF_KIND.get(kind, ())]
    for word in words:
        if word in WORDS:
            records = list(_records(WORDS[word], entry, part))
            for record in records:
                _tie(record, id, entry, confirmed.get(kind, {}), WORDS[word], part)
            if not records:
                message = (
                    f"no {word} of the export has the paper's date, {_value(entry, 'date') or 'which is not given'}"
                )
                part.problems.append(_told(part, entry, message, "date"))
        elif word in Clinical.model_fields:
            _find(word, id, entry, part)
        else:
            allowed = ", ".join((*WORDS, *Clinical.model_fields))
            part.problems.append(_told(part, entry, f"a page may show {allowed}", "shows"))


def _records(section: str, paper: Entry, part: Part) -> Iterator[Entry]:
    """The records of a list that a paper speaks of: those of its date; diagnoses have none."""
    if section == "diagnoses":
        yield from part.lists.get(section, ())
        return
    day, key = _value(paper, "date"), (DATED_BY[section],)
    found = [each for each in part.lists.get(section, ()) if day is not None and each.values.get(key) == day]
    if not found and day is not None and section in _MADE:
        # A page that a person confirms to show a visit, or that the oxygen is needed and used, is its record.
        found = [Entry({key: day, **_MADE[section]}, list(paper.places), {})]
        part.lists.setdefault(section, []).extend(found)
    yield from found


_MADE: dict[str, dict[tuple[str, ...], Any]] = {
    "encounters": {},
    "follow_ups": {("source",): "medical_record", ("shows_need",): True, ("shows_use",): True},
}


def _tie(record: Entry, id: str, paper: Entry, states: Mapping[Target, object], section: str, part: Part) -> None:
    if ("document",) in record.values:
        return
    record.values[("document",)] = id
    if (page := _value(paper, "page")) is not None:
        record.values[("page",)] = page
    for target, value in states.items():
        if target.section != section:
            continue
        said = record.values.setdefault(target.keys, value)
        if said != value:
            message = f"the export says {said} of {target.path}, a confirmed page says {value}; correct one of the two"
            part.problems.append(_told(part, paper, message, "kind"))


def _find(name: str, id: str, paper: Entry, part: Part) -> None:
    """A finding of the record: what the export says of it, else that it is so."""
    found = part.lists.setdefault("clinical", [Entry({}, [], {})])[0]
    if (name, "document") in found.values:
        return
    said = next((value for target, (value, _, _) in part.single.items() if target.path == f"clinical.{name}"), None)
    if said is None and name in _NUMBERS:
        part.problems.append(_told(part, paper, f"{name} is a value that the export must give", "shows"))
        return
    found.values[(name, "value")] = True if said is None else said
    found.values[(name, "document")] = id
    if (page := _value(paper, "page")) is not None:
        found.values[(name, "page")] = page


_NUMBERS = ("hematocrit_percent", "hours_away")


def _value(entry: Entry, key: str) -> Any:
    return entry.values.get((key,))


def _told(part: Part, entry: Entry, message: str, key: str) -> CellProblem:
    return CellProblem(entry.places[0], message, entry.headings.get((key,)), f"papers.{key}", None, part.patient)


assert set(WORDS.values()) <= set(LISTS)
