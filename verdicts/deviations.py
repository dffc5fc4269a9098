"""Deviations: one fact of a case dropped, changed, added, only reported, or its paper not on file.

Everything is read from the layout's JSON Schema, so that keys and sections that a later layout adds
are deviated from too.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any, NamedTuple

from pydantic import ValidationError

from oxyclaim.case.conflicts import find_conflicts
from oxyclaim.case.models import Case
from verdicts.strata import CODES, REGIMES

Facts = dict[str, Any]
Spec = dict[str, Any]

USUAL_WEIGHT = 4.0
SECTION_WEIGHTS = {"tests": 8.0, "orders": 5.0, "items": 6.0, "patient": 0.6, "coverage": 0.5, "supplier": 0.3,
                   "submitter": 0.2, "practitioner": 0.3, "schema_version": 0.0, "case_id": 0.0}  # fmt: skip
"""How often a section is deviated from; sections not named here, those of later layouts too, have the usual weight."""

TRIES = 30
DAYS = (-366, -184, -183, -182, -181, -90, -60, -30, -3, -2, -1, 0, 1, 2, 3, 30, 59, 60, 61, 75, 89, 90, 91, 365)

NUMBERS: dict[tuple[float | None, float | None], tuple[float, ...]] = {
    (30, 100): (66, 84, 87.4, 88, 88.4, 88.5, 89, 89.4, 89.5, 90, 94, 97),
    (15, 700): (48, 55, 55.4, 55.5, 56, 58, 59, 59.4, 59.5, 60, 65, 80),
    (0, 25): (0, 0.5, 1, 2, 3.9, 4, 4.5, 5, 6),
    (0.1, 25): (0.5, 0.9, 1, 1.5, 2, 3, 4, 4.1, 5, 6, 10),
    (0, 24): (0, 1, 1.9, 2, 2.1, 3, 6, 8),
    (0, 200): (0, 4, 8, 9.9, 10, 10.1, 12, 30),
    (5, 85): (44, 55, 56, 56.4, 56.5, 57, 60),
    (1, 9999): (1, 2, 30, 60, 89, 90, 91, 365, 9999),
    (1, 999): (1, 2),
}
"""Numbers around the policy's limits, by the range that the layout allows."""

WORDS = {
    "E1392": CODES,
    "RR": ("RR", "NU", "UE", "MS", "KX", "CR", "N1", "N2", "N3", "GA", "GZ", "GY", "QE", "QF", "QG", "RA", "99"),
    "J44.9": ("J44.9", "J84.10", "G47.33", "G44.009", "G43.909", "I50.9", "R06.02"),
    "12": ("12", "13", "31", "32", "33", "21", "11", "54"),
}
"""Texts of a set form, by an example of the form."""


class Part(NamedTuple):
    """A record or plain section of a case, with its place and its layout."""

    path: tuple[Any, ...]
    facts: Facts
    spec: Spec


def deviate(case: Facts, rng: Random) -> Facts:
    """The case with one deviation; valid as the given one is. Unchanged only where none can be found."""
    for _ in range(TRIES):
        changed = deepcopy(case)
        _one_deviation(changed, rng)
        if changed != case and is_valid(changed):
            return changed
    return case


def is_valid(case: Facts) -> bool:
    """Whether the readers would accept the case."""
    try:
        Case.model_validate(case)
    except ValidationError:
        return False
    return not find_conflicts(case)


def parts(case: Facts) -> Iterator[Part]:
    """The case's records and plain sections, nested ones too, the whole case first."""
    yield from _parts((), case, _layout())


def resolved(spec: Spec) -> Spec:
    """A value's layout without the reference and without the null that stands for unknown."""
    if "anyOf" in spec:
        return resolved(next(option for option in spec["anyOf"] if option.get("type") != "null"))
    return resolved(_layout()["$defs"][spec["$ref"].rpartition("/")[2]]) if "$ref" in spec else spec


@cache
def _layout() -> Spec:
    return Case.model_json_schema()


def _parts(path: tuple[Any, ...], facts: Facts, spec: Spec) -> Iterator[Part]:
    yield Part(path, facts, spec)
    for key, value in facts.items():
        inner = resolved(spec["properties"][key])
        if isinstance(value, dict):
            yield from _parts((*path, key), value, inner)
        elif isinstance(value, list) and "properties" in resolved(inner.get("items", {})):
            for index, each in enumerate(value):
                yield from _parts((*path, key, index), each, resolved(inner["items"]))


def _one_deviation(case: Facts, rng: Random) -> None:
    sections = list(_layout()["properties"])
    section = rng.choices(sections, [SECTION_WEIGHTS.get(name, USUAL_WEIGHT) for name in sections])[0]
    spec = resolved(_layout()["properties"][section])
    inside = [part for part in parts(case) if part.path[:1] == (section,)]
    if not inside or rng.random() < 0.12:
        _whole_section(case, section, spec, rng)
    else:
        part = rng.choice(inside)
        if "document" in part.spec["properties"] and rng.random() < 0.25:
            _lose_the_paper(case, part.facts, rng)
        else:
            _one_key(case, part, rng)


def _whole_section(case: Facts, section: str, spec: Spec, rng: Random) -> None:
    records = case.get(section)
    if not isinstance(records, list) or not records:
        case[section] = _value(section, spec, case, rng)
        return
    draw = rng.random()
    if draw < 0.3:
        records.pop(rng.randrange(len(records)))
    elif draw < 0.5:
        case[section] = []
    elif draw < 0.65:
        del case[section]
    else:
        twin = deepcopy(rng.choice(records))
        for key in {"id", "line_number"} & twin.keys():
            twin[key] = f"{twin[key]}-B" if key == "id" else len(records) + 1
        records.insert(rng.randrange(len(records) + 1), twin)
        _one_key(case, Part((), twin, resolved(spec["items"])), rng)


def _lose_the_paper(case: Facts, record: Facts, rng: Random) -> None:
    """Not on file, only reported as a whole, or one fact of it only reported."""
    facts = sorted(record.keys() - {"id", "basis", "document", "page", "reported"})
    draw = rng.random()
    if draw < 0.4 and facts:
        record["reported"] = rng.sample(facts, k=min(len(facts), rng.choice((1, 1, 2))))
    elif draw < 0.7:
        record.pop("document", None)
        record.pop("page", None)
        record["basis"] = "reported"
    elif record.get("document"):
        missing = {"id": f"MISSING-{len(case['documents'])}", "kind": "other", "on_file": False}
        case["documents"].append(missing)
        record["document"] = missing["id"]


def _one_key(case: Facts, part: Part, rng: Random) -> None:
    key = rng.choice(list(part.spec["properties"]))
    if key in ("id", "line_number"):
        return
    if key in part.facts and key not in part.spec.get("required", ()) and rng.random() < 0.4:
        del part.facts[key]
    else:
        part.facts[key] = _value(key, part.spec["properties"][key], case, rng, part.facts.get(key))


def _value(key: str, spec: Spec, case: Facts, rng: Random, present: Any = None) -> Any:
    """Another value of the layout's kind; it may be one that other keys of the record forbid."""
    spec = resolved(spec)
    kind = spec.get("type")
    if "enum" in spec:
        return rng.choice(spec["enum"])
    if kind == "boolean":
        return not present if isinstance(present, bool) else rng.random() < 0.5
    if kind in ("number", "integer"):
        return rng.choice(_numbers(spec))
    if kind == "array":
        inner = spec["items"]
        if "properties" in resolved(inner):
            return [_value(key, inner, case, rng) for _ in range(rng.choice((0, 1, 1, 2)))]
        return list(dict.fromkeys(_value(key, inner, case, rng) for _ in range(rng.choice((1, 1, 2)))))
    if kind == "object":
        required = spec.get("required", ())
        chosen = [name for name in spec["properties"] if name in required or rng.random() < 0.6]
        return {name: _value(name, spec["properties"][name], case, rng) for name in chosen}
    return _text(key, spec, case, rng, present)


def _numbers(spec: Spec) -> Sequence[float]:
    low, high = spec.get("minimum"), spec.get("maximum")
    if (low, high) in NUMBERS:
        return NUMBERS[low, high]
    return (395,) if low is None or high is None else (low, low + 1, (low + high) // 2, high)


def _text(key: str, spec: Spec, case: Facts, rng: Random, present: Any) -> str:
    if spec.get("format") == "date":
        return _day(case, rng, present)
    if key == "document":
        return str(rng.choice(case.get("documents") or [{"id": "NONE"}])["id"])
    if key == "id":
        return f"NEW-{rng.randrange(10_000)}"
    for example, words in WORDS.items():
        if _fits(example, spec):
            return rng.choice(words)
    return "Synthetic"


def _fits(example: str, spec: Spec) -> bool:
    return spec.get("pattern") == _pattern_of(example)


@cache
def _pattern_of(example: str) -> str:
    """The form in which the layout writes the kind of text that the example is one of."""
    layout = _layout()["$defs"]
    place = {"E1392": ("Item", "code"), "RR": ("Item", "modifiers"), "J44.9": ("Diagnosis", "icd10"),
             "12": ("Item", "place_of_service")}[example]  # fmt: skip
    spec = resolved(layout[place[0]]["properties"][place[1]])
    return str(resolved(spec.get("items", spec))["pattern"])


def _day(case: Facts, rng: Random, present: Any) -> str:
    """A day near the present one, near another day of the case, or where the policy changes."""
    days = [value for part in parts(case) for value in part.facts.values() if _is_day(value)]
    draw = rng.random()
    if draw < 0.1:
        near = rng.choice(REGIMES)
    elif draw < 0.5 and _is_day(present):
        near = date.fromisoformat(present)
    else:
        near = date.fromisoformat(rng.choice(days))
    return (near + timedelta(days=rng.choice(DAYS))).isoformat()


def _is_day(value: Any) -> bool:
    if not isinstance(value, str) or len(value) != 10 or value[4] != "-":
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
