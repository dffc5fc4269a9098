"""What was typed into a form becomes facts of the case: read in the reader's own words, saved as a version."""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from oxyclaim.case.models import Case
from oxyclaim.services.cases import cases_of
from oxyclaim.services.desk.facts import words
from oxyclaim.services.desk.intake.kinds import kinds_of
from oxyclaim.services.desk.intake.layout import PaperForm, Part, look_ups
from oxyclaim.services.desk.intake.places import DOT, LISTS_BY_PLACE, Facts, get, path_of, put, records_at
from oxyclaim.services.problems import Problem
from oxyclaim.services.rule_book import RuleBook

Entered = Mapping[str, str | list[str]]
"""What a form sends, by name; of an input that takes several, all that were chosen."""
DOCUMENTED, REPORTED = "document", "reported"


@dataclass(frozen=True)
class Read:
    """The facts with what was typed; ``case`` is None where something cannot be read: ``problems`` say what, by the
    name of the field, or empty for the whole."""

    facts: Facts
    case: Case | None
    problems: dict[str, str] = field(default_factory=dict)


def enter(paper: PaperForm, facts: Facts, entered: Entered, book: RuleBook) -> Read:
    """Put what was typed on a paper into the facts of the case."""
    new = deepcopy(facts)
    problems: dict[str, str] = {}
    for part in paper.parts:
        for name in _names(part, entered):
            record = name.rpartition(".")[0]
            value = _value(part, name, entered[name])
            if value is None and get(new, name) is None:
                continue
            put(new, name, value)
            if value is not None and not _there(new, record):
                problems[name] = "there is no such record in the case any more"
    if paper.document:
        problems |= _how_known(paper, new, entered)
    _first_delivery(new)
    _tidy(new)
    read = cases_of([new], book)
    problems |= _by_field(read.problems, new, entered)
    return Read(new, None if problems or not read.cases else read.cases[0], problems)


def look_up_all(facts: Facts, day: str, found_nothing: Sequence[str], book: RuleBook) -> Read:
    """These look-ups were made on a day and found nothing; no absence is known where none was entered."""
    new = deepcopy(facts)
    checks = list(new.get("checks") or [])
    for each in look_ups():
        if some := [question for question in each.asked if question in found_nothing]:
            checks.append({"date": day, "source": each.source, "asked": some})
    new["checks"] = checks
    new.setdefault("absences", [])
    read = cases_of([new], book)
    problems = {"day": "; ".join(each.message for each in read.problems)} if read.problems else {}
    if not found_nothing:
        problems = {"day": "say what was looked up"}
    return Read(new, None if problems or not read.cases else read.cases[0], problems)


def changed(before: Facts, after: Facts) -> str:
    """In words, which parts of the case a change is about: the reason of a version that gives no other."""
    names = [name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]
    return f"entered: {', '.join(words(name) for name in names)}" if names else "entered"


def _names(part: Part, entered: Entered) -> list[str]:
    """The form's names that belong to a part."""
    kinds = kinds_of(part.path)
    found = []
    for name in entered:
        steps = name.split(".")
        if path_of(".".join(steps[:-1])) == part.path and steps[-1] in kinds and part.has(steps[-1]):
            found.append(name)
    return found


def _value(part: Part, name: str, given: str | list[str]) -> Any:
    """What a field says, as a case file would have it; None for nothing."""
    kind = kinds_of(part.path)[name.rpartition(".")[2]]
    if kind.input in ("choices", "codes"):
        some = [each for each in (given if isinstance(given, list) else [given]) if each.strip()]
        return some or None
    text = (given[-1] if isinstance(given, list) else given).strip()
    if not text:
        return None
    return {"yes": True, "no": False}.get(text, text) if kind.input == "truth" else text


def _there(facts: Facts, record: str) -> bool:
    return any(name == record for name, _ in records_at(facts, path_of(record)))


def _how_known(paper: PaperForm, facts: Facts, entered: Entered) -> dict[str, str]:
    """Each record that the form touches is shown by the paper that is named, or only told."""
    how, id, page = (_one(entered, name) for name in ("how", "document_id", "page"))
    touched = [
        (name, record)
        for part in paper.parts
        if "basis" in kinds_of(part.path)
        for name, record in records_at(facts, part.path)
        if any(each.startswith(f"{name}.") for each in entered)
    ]
    if not how:
        return {"how": "say whether you hold this paper, or were only told"} if touched else {}
    if how == REPORTED:
        for _, record in touched:
            for key in ("document", "page"):
                record.pop(key, None)
            record["basis"] = REPORTED
        return {}
    label = id or _new_document(paper, facts)
    if not any(each["id"] == label for each in facts.get("documents") or []):
        facts.setdefault("documents", []).append({"id": label, "kind": paper.document, "on_file": True})
    for _, record in touched:
        record.pop("basis", None)
        record["document"] = label
        if page:
            record["page"] = page
        else:
            record.pop("page", None)
    return {}


def _new_document(paper: PaperForm, facts: Facts) -> str:
    taken = {each["id"] for each in facts.get("documents") or []}
    begins = paper.id.upper().replace("_", "-")
    return next(label for number in range(1, 1000) if (label := f"{begins}-{number}") not in taken)


def _first_delivery(facts: Facts) -> None:
    """The day on which a device was first delivered is that of the slip, where the device has none yet."""
    for delivery in facts.get("deliveries") or []:
        for item in facts.get("items") or []:
            if delivery.get("date") and item["code"] in (delivery.get("items") or [item["code"]]):
                item.setdefault("device", {}).setdefault("delivered", delivery["date"])


def _tidy(facts: Facts) -> None:
    """Records without an id of which nothing is left are taken out, and so are empty sections."""
    for name in LISTS_BY_PLACE:
        if facts.get(name):
            facts[name] = [each for each in facts[name] if each]
            if not facts[name]:
                del facts[name]
    clinical = facts.get("clinical")
    if clinical is not None:
        for key in [key for key, value in clinical.items() if not value or set(value) <= {"document", "page", "basis"}]:
            del clinical[key]


def _one(entered: Entered, name: str) -> str:
    value = entered.get(name, "")
    return (value[-1] if value else "") if isinstance(value, list) else value.strip()


def _by_field(problems: Sequence[Problem], facts: Facts, entered: Entered) -> dict[str, str]:
    """Each problem of the reader beside the field that it is about; what is about none stands for the whole."""
    found: dict[str, str] = {}
    for each in problems:
        name = _name_of(each.path or "", facts)
        said = f"{'' if each.found is None else f'{each.found}: '}{each.message}"
        key = name if name in entered else ""
        found[key] = f"{found[key]}; {said}" if key in found else said if key else f"{words(name)}: {said}"
    return found


_STEP = re.compile(r"\[(?:(?:id|line_number|line|case_id)[= ])?([^\]]+)\]|([^.\[\]]+)")


def _name_of(path: str, facts: Facts) -> str:
    """The form's name of a path as the reader writes it: ``[case_id=A].orders[id=ORDER].order_date``."""
    steps = [found[1].replace(".", DOT) if found[1] else found[2] for found in _STEP.finditer(path)]
    if path.startswith("[case_id="):
        steps = steps[1:]
    lines = [str(item.get("line_number")) for item in facts.get("items", [])]
    if steps[:1] == ["items"] and len(steps) > 1 and steps[1].isdigit() and int(steps[1]) <= len(lines):
        steps[1] = lines[int(steps[1]) - 1]
    return ".".join(steps)
