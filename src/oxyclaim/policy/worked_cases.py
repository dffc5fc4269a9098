"""Worked cases: a sentence, its facts, what is expected, and the basis for expecting it.

They stand as ``cases.yaml`` beside the rule that they are about, and, for payers other than Medicare, as
``payers/cases/<payer>.yaml``. A case gives only the facts that make
it what it is; ``rules/assumed.yaml`` supplies the rest. A section that a case gives replaces the assumed
one, apart from ``clinical`` and the plain sections (patient, coverage ...), which are merged key by key.
"""

import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from oxyclaim.case.days import add_months

RULES = Path(__file__).parent / "rules"
PAYERS = Path(__file__).parent / "payers" / "cases"
_RELATIVE = re.compile(r"(start|service|last)([+-]\d+)?")


@dataclass(frozen=True)
class WorkedCase:
    """One worked case: ``case`` is a whole case file's content, ``expect`` maps line numbers to answers.

    ``as_of`` is the day of the run: the case's own, else its last service date.
    """

    id: str
    title: str
    basis: str
    folder: str
    case: dict[str, Any]
    expect: dict[int, dict[str, Any]]
    as_of: date


def worked_cases(payers: bool = False) -> list[WorkedCase]:
    """The worked cases of the rules: those under Medicare, with ``payers`` also those under the made-up payers of
    ``load_with_examples``. Raises ValueError for a case without a basis or an id used twice.
    """
    every = _cases(sorted(RULES.rglob("cases.yaml")))
    return every if payers else [case for case in every if case.case["coverage"]["payer"] == "medicare"]


def payer_cases() -> list[WorkedCase]:
    """All worked cases of the payers other than Medicare; raises as ``worked_cases`` does."""
    return _cases(sorted(PAYERS.glob("*.yaml")))


def _cases(paths: list[Path]) -> list[WorkedCase]:
    assumed = _read(RULES / "assumed.yaml")
    cases: list[WorkedCase] = []
    for path in paths:
        for entry in _read(path):
            if not str(entry.get("basis", "")).strip():
                raise ValueError(f"{path}: the worked case {entry.get('id')} has no basis")
            if any(case.id == entry["id"] for case in cases):
                raise ValueError(f"{path}: the id {entry['id']} is used twice")
            case = build(entry["id"], entry["start"], entry["facts"], assumed)
            folder = str(path.parent.relative_to(RULES if path.is_relative_to(RULES) else PAYERS.parent))
            as_of = entry.get("as_of") or _last_day(case)
            cases.append(WorkedCase(entry["id"], entry["title"], entry["basis"], folder, case, entry["expect"], as_of))
    return cases


def _last_day(case: dict[str, Any]) -> date:
    return max(date.fromisoformat(item["service_date"]) for item in case["items"])


def build(case_id: str, start: Any, facts: dict[str, Any], assumed: dict[str, Any] | None = None) -> dict[str, Any]:
    """A whole case from the facts that matter and what is assumed."""
    assumed = assumed or _read(RULES / "assumed.yaml")
    case = deepcopy(assumed["case"])
    for section, value in deepcopy(facts).items():
        if isinstance(value, dict) and isinstance(case.get(section), dict):
            case[section] |= value
        else:
            case[section] = value
    case["case_id"] = case_id
    for number, item in enumerate(case["items"], start=1):
        item.setdefault("line_number", number)
    if isinstance(case.get("history"), list):
        case["history"] = [month for entry in case["history"] for month in _months(entry)]
    codes = [item["code"] for item in case["items"]]
    for section, defaults in assumed["defaults"].items():
        entries = case.get(section)
        if isinstance(entries, list):
            case[section] = [_with_defaults(entry, defaults, codes, f"{section[0].upper()}{i}")
                             for i, entry in enumerate(entries, start=1)]  # fmt: skip
        elif isinstance(entries, dict):
            case[section] = {name: deepcopy(defaults) | entry for name, entry in entries.items()}
    for section in ("items", "diagnoses", "checks"):
        for entry in case.get(section) or []:
            entry.pop("id", None)
    first = date.fromisoformat(str(start))
    service = case["items"][0].get("service_date")
    days = {"start": first, "service": service if isinstance(service, date) else first}
    every = [_dated(item.get("service_date"), days) for item in case["items"]]
    days["last"] = max((date.fromisoformat(day) for day in every if day), default=first)
    dated: dict[str, Any] = _dated(case, days)
    return dated


def _months(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """A month billed before, or a series of ``months`` of them ``from`` a day on."""
    entry = {"kind": "rental", "payer": "medicare", "outcome": "paid", "supplier": "own"} | entry
    if "from" not in entry:
        return [entry]
    first, count = entry.pop("from"), entry.pop("months")
    return [entry | {"service_date": add_months(first, months)} for months in range(count)]


def _with_defaults(entry: dict[str, Any], defaults: dict[str, Any], codes: list[str], label: str) -> dict[str, Any]:
    filled = {"id": label} | deepcopy(defaults) | entry
    if entry.get("oxygen_flow_lpm") or entry.get("on_room_air", True) is None:
        filled.pop("on_room_air", None)
    if {"day_flow_lpm", "night_flow_lpm"} & entry.keys():
        filled.pop("flow_lpm", None)
    if isinstance(defaults.get("device"), dict):
        filled["device"] = deepcopy(defaults["device"]) | entry.get("device", {})
    if filled.get("items") == "all":
        filled["items"] = list(codes)
    return filled


def _dated(value: Any, days: dict[str, date]) -> Any:
    if isinstance(value, dict):
        return {key: _dated(each, days) for key, each in value.items()}
    if isinstance(value, list):
        return [_dated(each, days) for each in value]
    if isinstance(value, str) and (match := _RELATIVE.fullmatch(value)):
        return (days[match.group(1)] + timedelta(days=int(match.group(2) or 0))).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
