"""A patient's rows become a case, or are set aside whole, with everything that is wrong told at its row."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from oxyclaim.case.canonical import sha256
from oxyclaim.case.checks import describe
from oxyclaim.case.conflicts import find_conflicts
from oxyclaim.case.models import Case, Documented
from oxyclaim.case.payer_words import SOME_OTHER, SOME_PLAN
from oxyclaim.case.problems import NOT_SHOWN, shown
from oxyclaim.intake.cells import NONE
from oxyclaim.intake.joining import CellProblem, Entry, Joined, Part, Place
from oxyclaim.intake.mapping import ReadMapping
from oxyclaim.intake.papers import documents_of
from oxyclaim.intake.targets import COMPLETE, DATED_BY, IN_PLACE, LISTS, SINGLE, targets

NO_PERSON = "no row gives this patient's name, birth date or member id"
NO_EQUIPMENT = "no row gives equipment or a line to bill"
PICK_UP = (
    "whether {code} was picked up is not said: map a column of pick-up dates, or let a person answer "
    f"({IN_PLACE}); it is never presumed"
)
NO_HISTORY = (
    "the months billed before are not given, and that none was is never presumed: give a file of them (history) with "
    "`complete: yes`"
)
NOT_WHOLE = "the mapping says that its {section} is not complete; a case would take it to be"
NO_DAY = "{code} has neither a rental start nor a service date"
TWICE = "is the same member as {others}; correct the ids, or say under `merge` in the mapping which id means which"
NO_SUCH_PAYER = "there is no payer {payer}; say under `words: {path}` which one is meant"
NO_PAYER = "no column and no constant gives coverage.payer"
_FIT_ID = re.compile(r"(?=.{1,40}$)[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*")
"""An id that is also fit to be the name of a file."""
_BAD_IN_ID = re.compile(r"[^A-Za-z0-9]+")
_IDS = {
    "orders": "ORDER", "encounters": "VISIT", "tests": "TEST", "deliveries": "DELIVERY", "notices": "ABN",
    "certificates": "CMN", "follow_ups": "NEED", "authorizations": "AUTH",
}  # fmt: skip
_LONGEST_ID, _MARK = 40, 8


@dataclass(frozen=True)
class Made:
    """A patient's case; ``undated``: its lines for which the day to bill is still to be found.

    ``problems``: what is wrong with its rows and was left out.
    """

    case: Case
    part: Part
    undated: frozenset[int]
    problems: tuple[CellProblem, ...]


@dataclass(frozen=True)
class SetAside:
    """A patient of whom no case was made, and why. ``charge_cents``: what one month of the lines would be charged."""

    part: Part
    why: tuple[str, ...]
    problems: tuple[CellProblem, ...]
    charge_cents: int = 0


def built(
    found: Joined, mapping: ReadMapping, payers: Collection[str], presumed: Collection[str]
) -> tuple[list[Made], list[SetAside]]:
    """Every patient as a case or set aside, in the order in which they come. ``presumed``: see ``joined``."""
    made: list[Made] = []
    aside: list[SetAside] = []
    ids = case_ids(found.parts)
    twice = _same_members(found.parts.values())
    for part in found.parts.values():
        if part.patient in twice:
            part.why_not.append(TWICE.format(others=", ".join(twice[part.patient])))
        one = _case(part, ids[part.patient], mapping, found.whole, payers, presumed)
        (made if isinstance(one, Made) else aside).append(one)  # type: ignore[arg-type]
    return made, aside


def case_ids(parts: Collection[str]) -> dict[str, str]:
    """The case id of each patient: the patient's own id where it is fit to be one and no other differs from it by
    capital letters alone, else with a mark of its own. So an id never passes from one patient to another."""
    alike = Counter(patient.casefold() for patient in parts)
    return {
        patient: patient if _FIT_ID.fullmatch(patient) and alike[patient.casefold()] == 1 else _marked(patient)
        for patient in parts
    }


def _marked(patient: str) -> str:
    mark = sha256(patient)[:_MARK]
    return "-".join(filter(None, (_BAD_IN_ID.sub("-", patient)[: _LONGEST_ID - _MARK - 1].strip("-"), mark)))


def _same_members(parts: Iterable[Part]) -> dict[str, list[str]]:
    """Patient ids whose member id another one has too, with the others."""
    by_member: dict[str, list[str]] = {}
    member = targets()["coverage.member_id"]
    for part in parts:
        value = part.single.get(member, (None,))[0]
        if value:
            by_member.setdefault(str(value).replace("-", "").upper(), []).append(part.patient)
    several = [each for each in by_member.values() if len(each) > 1]
    return {one: [other for other in each if other != one] for each in several for one in each}


def _case(
    part: Part, case_id: str, mapping: ReadMapping, whole: Collection[str], payers: Collection[str],
    presumed: Collection[str],
) -> Made | SetAside:  # fmt: skip
    documents = documents_of(part, mapping.confirmed) if part.papers else None
    facts = _single(part, mapping)
    places: dict[str, list[Entry]] = {}
    for section in LISTS:
        if entries := part.lists.get(section):
            places[section] = _ordered(section, entries)
            facts[section] = _records(section, places[section])
        elif section in whole:
            facts[section] = []
    if documents is not None:
        facts["documents"] = documents
    facts = {"schema_version": "1", "case_id": case_id, **facts}
    why = list(dict.fromkeys(part.why_not)) or [*_wanting(part, facts, payers), *_incomplete(facts, whole)]
    undated = _dated(facts, why)
    case = None if why else _sound(facts, part, places, presumed, why)
    if case is None or why:
        return SetAside(part, tuple(dict.fromkeys(why)), tuple(part.problems), _charge(facts))
    return Made(case, part, undated, tuple(part.problems))


def _single(part: Part, mapping: ReadMapping) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    values = {target: value for target, value in mapping.constants.items() if target.is_single}
    values |= {target: value for target, (value, _, _) in part.single.items() if value is not None}
    for target, value in values.items():
        if target.kind == "name":
            _put_name(facts.setdefault(target.section, {}), str(value))
        elif target.section in SINGLE:
            _put(facts.setdefault(target.section, {}), target.keys, value)
        elif target.section == "clinical":
            finding = facts.setdefault("clinical", {}).setdefault(target.keys[0], {"basis": "reported"})
            finding[target.keys[1]] = value
    facts.setdefault("clinical", {}).setdefault("sleep_apnea", {"basis": "reported"})  # asked, never presumed
    for target, (value, _, _) in part.single.items():
        if target.section == "clinical" and value is None:
            facts["clinical"].setdefault(target.keys[0], {"basis": "reported"})
    for entry in part.lists.get("clinical", ()):
        for (name, key), value in entry.values.items():
            finding = facts["clinical"].setdefault(name, {})
            finding.pop("basis", None)
            finding[key] = value
    return facts


def _put(record: dict[str, Any], keys: Sequence[str], value: Any) -> None:
    for key in keys[:-1]:
        record = record.setdefault(key, {})
    record[keys[-1]] = value


def _put_name(record: dict[str, Any], text: str) -> None:
    """``Haverstock, Dolores M``: the family name stands before the comma."""
    last, _, rest = text.partition(",")
    first, _, middle = rest.strip().partition(" ")
    for key, value in (("last_name", last.strip()), ("first_name", first), ("middle_name", middle.strip())):
        if value and not (key == "middle_name" and "npi" in record):
            record.setdefault(key, value)


def _ordered(section: str, entries: Sequence[Entry]) -> list[Entry]:
    if section in ("diagnoses", "items"):
        return list(entries)
    key = (DATED_BY[section],)
    return sorted(entries, key=lambda each: str(each.values.get(key, "")))


def _records(section: str, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    model = LISTS[section]
    taken: set[str] = set()
    found = []
    for number, entry in enumerate(entries, start=1):
        record: dict[str, Any] = {}
        if section == "items":
            record["line_number"] = number
        for keys, value in entry.values.items():
            _put(record, keys, value)
        if section in _IDS and not record.get("id"):
            record["id"] = _id(_IDS[section], record.get(DATED_BY[section]), taken)
        if issubclass(model, Documented) and "document" not in record:
            record["basis"] = "reported"
        found.append(record)
    return found


def _id(word: str, day: str | None, taken: set[str]) -> str:
    base = f"{word}-{day}" if day else word
    id, again = base, 1
    while id in taken:
        again += 1
        id = f"{base}-{again}"
    taken.add(id)
    return id


def _wanting(part: Part, facts: dict[str, Any], payers: Collection[str]) -> list[str]:
    """What keeps a patient from being a case at all; pick-ups are taken out of the facts where they are answered."""
    why = []
    if not any(target.section == "patient" for target in part.single):
        why.append(NO_PERSON)
    payer = facts.get("coverage", {}).get("payer")
    if payer is None:
        why.append(NO_PAYER)
    elif payer not in payers:
        why.append(NO_SUCH_PAYER.format(payer=shown(str(payer)), path="coverage.payer"))
    for other in sorted({month["payer"] for month in facts.get("history") or [] if "payer" in month}):
        if other not in payers and other not in (SOME_PLAN, SOME_OTHER):
            why.append(NO_SUCH_PAYER.format(payer=shown(str(other)), path="history.payer"))
    items = facts.get("items") or []
    if not items:
        why.append(NO_EQUIPMENT)
    in_place = part.single.get(targets()[IN_PLACE], (None,))[0]
    for item in items:
        device = item.get("device", {})
        answer = device.get("picked_up", NONE if in_place else None)
        if answer is None:
            why.append(PICK_UP.format(code=item.get("code", "the equipment")))
        elif answer == NONE:
            device.pop("picked_up", None)
    return why


def _incomplete(facts: dict[str, Any], whole: Collection[str]) -> Iterator[str]:
    """Lists that a case must have whole, or not at all."""
    for section in COMPLETE:
        if facts.get(section) and section not in whole:
            yield NOT_WHOLE.format(section=section)
    if "history" not in facts:
        for item in facts.get("items") or []:
            start, day = item.get("rental_start"), item.get("service_date")
            if day is None or start is None or start < day:
                yield NO_HISTORY
                return


def _dated(facts: dict[str, Any], why: list[str]) -> frozenset[int]:
    """Lines without a service date are dated for now by the start of their rental."""
    undated = set()
    for item in facts.get("items") or []:
        if "service_date" not in item:
            if start := item.get("rental_start"):
                item["service_date"] = start
                undated.add(item["line_number"])
            else:
                why.append(NO_DAY.format(code=item.get("code", "a line")))
    return frozenset(undated)


def _charge(facts: dict[str, Any]) -> int:
    cents = 0
    for item in facts.get("items") or []:
        text = str(item.get("charge", ""))
        if re.fullmatch(r"\d{1,7}(\.\d{1,2})?", text):
            dollars, _, rest = text.partition(".")
            cents += int(dollars) * 100 + int(rest.ljust(2, "0"))
    return cents


_MOST_ROUNDS = 30


def _sound(
    facts: dict[str, Any], part: Part, places: Mapping[str, list[Entry]], presumed: Collection[str], why: list[str]
) -> Case | None:
    """The case without the values that it refuses, each told at its row; None, and why, if it cannot be without."""
    for _ in range(_MOST_ROUNDS):
        try:
            case = Case.model_validate(facts)
        except ValidationError as error:
            for each in error.errors(include_url=False):
                if not _left_out(each["loc"], describe(each), facts, part, places, presumed):
                    why.append(f"{_path(each['loc'])}: {describe(each)}")
            if why:
                return None
            continue
        for conflict in find_conflicts(facts):
            why.append(f"{_path(conflict.loc)} {conflict.message}")
        return None if why else case
    why.append("too much of it cannot be read")
    return None


def _left_out(
    loc: tuple[int | str, ...], message: str, facts: dict[str, Any], part: Part, places: Mapping[str, list[Entry]],
    presumed: Collection[str],
) -> bool:  # fmt: skip
    """Take a value out of the facts and tell it at its row. Whether the case can do without."""
    section = str(loc[0])
    entry = places[section][int(loc[1])] if section in places and len(loc) > 1 else None
    keys = tuple(str(key) for key in loc[2 if entry else 1 :] if not isinstance(key, int))
    path = ".".join((section, *(key for key in keys if key != "value")))
    target = targets().get(path)
    if target is None or section in COMPLETE or path in presumed or not _take_out(facts, loc):
        return False
    if entry is not None:
        place, heading = entry.places[0] if entry.places else _first(part), entry.headings.get(keys)
    else:
        _, place, heading = part.single.get(target, (None, _first(part), ""))
    found = NOT_SHOWN if target.private else None
    part.problems.append(CellProblem(place, message, heading or None, path, found, part.patient))
    return True


def _first(part: Part) -> Place:
    return part.places[0]


def _take_out(facts: Any, loc: Sequence[int | str]) -> bool:
    """Whether the value was there and could go; what every record needs cannot."""
    *way, last = loc
    if isinstance(last, int):  # one of several words in a cell: the whole cell goes
        *way, last = way
    for step in way:
        facts = facts[step] if isinstance(step, int) or step in facts else {}
    if last not in facts or last in ("id", "code", "service_date", "payer"):
        return False
    del facts[last]
    return True


def _path(loc: Sequence[int | str]) -> str:
    return ".".join(str(each) for each in loc if not isinstance(each, int))
